import { beforeAll, expect, test } from '@jest/globals';
import 'brokerkit/testing';
import { Testing } from 'cdk8s';
import { Shop } from '../src/shop.ts';

let shop: Shop;
beforeAll(() => {
  shop = new Shop(Testing.app(), 'shop');
});

test('nothing in it would be refused', () => {
  expect(shop).toKeepItsPromise();
});

test('clicks and orders survive the loss of a zone, and are taken meanwhile', () => {
  for (const cluster of [shop.kafka, shop.rabbitmq]) {
    expect(cluster).toSurvive('zone-loss');
    expect(cluster).toTakeWritesDuring('zone-loss');
  }
});

test('orders are on the disk before they count as stored; clicks need not be', () => {
  expect(shop.rabbitmq.queue('payment')).toSurvive('power-loss');
  expect(shop.kafka.topic('clicks')).not.toSurvive('power-loss');
});

test('no topic and no queue is a weak one', () => {
  expect(shop.kafka).toHaveNoWeakTopic();
  expect(shop.rabbitmq).toHaveNoWeakQueue();
});

test('the service is given what it was granted', () => {
  const deployment = Testing.synth(shop).find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'checkout',
  );
  // Its image stands here without a version: a release changes no snapshot.
  expect(deployment).toMatchSnapshot();
});

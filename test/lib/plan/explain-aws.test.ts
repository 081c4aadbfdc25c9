import { awsLosses, awsServices, serviceFacts } from '../../../lib/plan/aws-services';
import type { KafkaTier } from '../../../lib/plan/aws-options';
import { clustersOf } from '../../../lib/plan/explain';
import { explainAws, type AwsLossRow, type AwsPlace } from '../../../lib/plan/explain-aws';
import { explainAwsText } from '../../../lib/plan/explain-aws-text';
import type { MessagingOptions } from '../../../lib/plan/options';
import { planMessaging } from '../../../lib/plan/plan';

const both: MessagingOptions = {
  name: 'shop',
  kafka: { topics: { clicks: {} } },
  rabbitmq: { queues: { payment: {} } },
};
const managed = (kafkaTier: KafkaTier = 'express'): AwsPlace => ({ target: 'managed', kafkaTier });

const explained = (options: MessagingOptions, place: AwsPlace) => explainAws(clustersOf(planMessaging(options)), place);

/** Loss → data / writes. */
function outcomes(name: string, place: AwsPlace, options = both): Readonly<Record<string, string>> {
  const stream = explained(options, place).find((its) => its.name === name);
  return Object.fromEntries(
    (stream?.losses ?? []).map(({ loss, data, writes }) => [loss, `${data.is} / ${writes.is}`]),
  );
}

describe('explain on AWS', () => {
  test('MSK express: what its fixed settings say, and nothing where AWS hides the storage', () => {
    expect(outcomes('clicks', managed())).toEqual({
      process: 'kept / continue',
      disk: 'not stated / not stated',
      node: 'kept / continue',
      zone: 'kept / continue',
      'zone+zone': 'not stated / not stated',
      power: 'not stated / not stated',
    });
  });

  test('MSK standard: Kafka on volumes of EBS, as anywhere with three copies in three zones', () => {
    expect(outcomes('clicks', managed('standard'))).toEqual({
      process: 'kept / continue',
      disk: 'kept / continue',
      node: 'kept / continue',
      zone: 'kept / continue',
      'zone+zone': 'lost / refused',
      power: 'lost / refused',
    });
  });

  test('Amazon MQ: quorum queues that are on the disk before "confirmed", also when all power is lost', () => {
    expect(outcomes('payment', managed())).toEqual({
      process: 'kept / continue',
      disk: 'kept / continue',
      node: 'kept / continue',
      zone: 'kept / continue',
      'zone+zone': 'lost / refused',
      power: 'kept / refused',
    });
  });

  test('MSK standard keeps what a topic forces to the disk, when all power is lost', () => {
    const flushed = { name: 'shop', kafka: { topics: { clicks: { durability: 'survives-power-loss' } } } } as const;
    expect(outcomes('clicks', managed('standard'), flushed)['power']).toBe('kept / refused');
    expect(outcomes('clicks', managed('express'), flushed)['power']).toBe('not stated / not stated');
  });

  test('the services spread over zones also where only a node was asked to be survived; EKS does as it is told', () => {
    const node = { ...both, durability: 'survives-node-loss' } as const;
    expect(outcomes('clicks', managed('standard'), node)['zone']).toBe('kept / continue');
    expect(outcomes('payment', managed(), node)['zone']).toBe('kept / continue');
    expect(outcomes('clicks', { target: 'eks', kafkaTier: 'express' }, node)['zone']).toBe('lost / refused');
  });

  test('EKS runs the manifests, so what the live tests have caused is named; of services nothing is proven', () => {
    const proofs = (place: AwsPlace) => explained(both, place)[0]?.losses.map(({ provenBy }) => provenBy);
    expect(proofs({ target: 'eks', kafkaTier: 'express' })?.[0]).toBe('test/live/30-process-loss.test.ts');
    expect(new Set(proofs(managed()))).toEqual(new Set(['configured']));
  });

  test.each(awsServices)('%s: every statement names its page, and what is hidden is not said', (service) => {
    const { facts, of, hidden } = serviceFacts[service];
    for (const { see } of [...facts, ...Object.values(of)]) expect(see).toMatch(/^docs\.aws\.amazon\.com\//);
    for (const loss of Object.keys(hidden)) expect(Object.keys(of)).not.toContain(loss);
  });

  test('streams that are alike share one list', () => {
    const streams = explained({ name: 'shop', kafka: { topics: { a: {}, b: {} } } }, managed());
    expect(streams[0]?.losses).toBe(streams[1]?.losses);
    expect(streams[0]?.losses.map(({ loss }: AwsLossRow) => loss)).toEqual(awsLosses);
  });
});

describe('explain on AWS in a terminal', () => {
  const text = (options: MessagingOptions, place: AwsPlace, colour = false): string =>
    explainAwsText('shop', explained(options, place), { width: 100, colour }, { target: place.target, leftOut: [] });

  test('is a table that says of each loss what AWS says, or that it says nothing', () => {
    const blocks = text({ name: 'shop', kafka: { topics: { clicks: {} } } }, managed()).split('\n\n');
    expect(blocks[1]).toBe(
      `Kafka topic clicks on Amazon MSK, express brokers
  survives-zone-loss: 3 copies, 2 before "stored"
  AWS: three copies, two before "stored", no leader that lacks records, a copy in each zone: fixed
    by the service [1]
  the promise ends: records older than 7d are deleted, read or not`,
    );
    expect(blocks[2]).toBe(
      `  lost         data        writes      reads       because
  one process  kept        continue    continue    a killed process leaves what it wrote; 2 of 3
                                                     replicas up, at least 1 with everything
                                                   AWS: a broker that fails is mended or replaced,
                                                     where possible with the storage that it had,
                                                     and keeps its address [2]
  one disk     not stated  not stated  not stated  express brokers keep records on storage of their
                                                     own, and AWS does not say where and how
                                                   AWS: not stated by the service
  one node     kept        continue    continue    1 of the 2 replicas that surely had it is left; 2
                                                     of 3 replicas up, at least 1 with everything
                                                   AWS: a broker that fails is mended or replaced,
                                                     where possible with the storage that it had,
                                                     and keeps its address [2]
  one zone     kept        continue    continue    1 of the 2 replicas that surely had it is left; 2
                                                     of 3 replicas up, at least 1 with everything
                                                   AWS: always in three zones, and every broker
                                                     knows its own [3]
  not promised by survives-zone-loss:
  two zones    not stated  not stated  not stated  express brokers keep records on storage of their
                                                     own, and AWS does not say where and how
                                                   AWS: not stated by the service
  all power    not stated  not stated  not stated  express brokers keep records on storage of their
                                                     own, and AWS does not say where and how
                                                   AWS: not stated by the service`,
    );
  });

  test('says which queue a sentence is about, and keeps apart what AWS says and what follows from it', () => {
    const queues = { name: 'shop', rabbitmq: { queues: { payment: { deliveryLimit: 5 }, mail: {} } } } as const;
    const report = text(queues, managed()).replaceAll(/\s+/g, ' ');
    expect(report).toContain(
      'the promise ends: after 5 failed deliveries a message goes to its dead-letter queue, which drops nothing (payment)',
    );
    expect(report).toMatch(
      /AWS: its node is moved to another zone, and back when the zone is there again \[\d\] so meanwhile two nodes share/,
    );
  });

  test('names every page that it marks, in lines no longer than a terminal', () => {
    for (const place of [managed(), managed('standard'), { target: 'eks', kafkaTier: 'express' } as const]) {
      const report = text(both, place);
      const marked = [...report.matchAll(/\[(\d+)\]$/gm)].map(([, number]) => number);
      const listed = [...report.matchAll(/^\[(\d+)\] docs/gm)].map(([, number]) => number);
      expect(new Set(marked)).toEqual(new Set(listed));
      expect(Math.max(...report.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });

  test('paints what is lost or refused, on a terminal alone', () => {
    expect(text(both, managed('standard'), true)).toContain('\u001B[31mlost\u001B[0m');
    expect(text(both, managed('standard'))).not.toContain('\u001B');
  });
});

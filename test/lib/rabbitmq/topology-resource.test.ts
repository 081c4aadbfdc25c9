import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';
import { rabbitMqTopology, type RabbitMqTopology } from '../../../lib/rabbitmq/topology';
import { packTopology, unpackTopology } from '../../../lib/rabbitmq/topology-resource';

const topologyOf = (queues: number): RabbitMqTopology =>
  rabbitMqTopology(
    resolveRabbitMq('rabbitmq', {
      queues: Object.fromEntries(Array.from({ length: queues }, (_, index) => [`queue-${index}`, {}])),
    }),
    [],
  );

test('a topology stands in a template as it is, so that a change of it can be read', () => {
  const topology = topologyOf(1);

  expect(packTopology(topology)).toBe(JSON.stringify(topology));
  expect(unpackTopology(packTopology(topology))).toEqual(topology);
});

test('a thousand queues fit into one event, and come out as they went in', () => {
  const topology = topologyOf(1_000);
  const packed = packTopology(topology);

  expect(JSON.stringify(topology).length).toBeGreaterThan(800_000);
  expect(packed.length).toBeLessThan(60_000);
  expect(unpackTopology(packed)).toEqual(topology);
});

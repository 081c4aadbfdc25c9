import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainPlan, type LossRow, type StreamExplained } from '../../../lib/plan/explain';
import { parseMessaging } from '../../../lib/plan/parse';
import { planMessaging } from '../../../lib/plan/plan';
import { proofs } from '../../../lib/plan/proofs';
import type { MessagingOptions } from '../../../lib/plan/options';

const explained = (options: Omit<MessagingOptions, 'name'>): readonly StreamExplained[] =>
  explainPlan(planMessaging({ name: 'shop', ...options }));

const rowOf = (stream: StreamExplained | undefined, loss: string): LossRow => {
  const row = stream?.losses.find((its) => its.loss === loss);
  if (row === undefined) throw new Error(`${stream?.name} has no row ${loss}`);
  return row;
};

/** `power: lost` for each of the losses. */
const data = (stream: StreamExplained | undefined, ...losses: readonly string[]): readonly string[] =>
  losses.map((loss) => `${loss}: ${rowOf(stream, loss).data.is}`);

describe('explain', () => {
  test('judges each topic by its own settings, whatever the profile of the others', () => {
    const [clicks, alerts, logs] = explained({
      kafka: {
        topics: {
          clicks: {},
          alerts: { durability: 'survives-power-loss' },
          logs: { durability: 'development', replicationFactor: 1 },
        },
      },
    });
    expect(data(clicks, 'zone', 'power')).toEqual(['zone: kept', 'power: lost']);
    expect(data(alerts, 'zone', 'power')).toEqual(['zone: kept', 'power: kept']);
    expect(data(logs, 'process', 'disk', 'power')).toEqual(['process: kept', 'disk: lost', 'power: lost']);
  });

  test('counts an override, not the name of the profile', () => {
    const [weak] = explained({ kafka: { topics: { clicks: { minInsyncReplicas: 1 } } } });
    expect(weak?.profile).toBe('survives-zone-loss');
    expect(data(weak, 'process', 'node')).toEqual(['process: kept', 'node: lost']);
    const [unclean] = explained({
      kafka: { uncleanLeaderElectionEnable: true, topics: { clicks: { minInsyncReplicas: 1 } } },
    });
    expect(data(unclean, 'process')).toEqual(['process: lost']);
  });

  test('tells a classic queue, which has one copy, from a quorum queue beside it', () => {
    const [payment, cache] = explained({ rabbitmq: { queues: { payment: {}, cache: { type: 'classic' } } } });
    expect(data(payment, 'process', 'disk', 'zone', 'power')).toEqual([
      'process: kept',
      'disk: kept',
      'zone: kept',
      'power: kept',
    ]);
    expect(data(cache, 'process', 'disk')).toEqual(['process: kept', 'disk: lost']);
    expect(rowOf(cache, 'process').writes.is).toBe('refused');
  });

  test('says which losses the profile of a stream names', () => {
    const named = (durability: MessagingOptions['durability'] & string): readonly string[] =>
      explained({ durability, kafka: { topics: { clicks: {} } } })[0]!
        .losses.filter(({ promised }) => promised)
        .map(({ loss }) => loss);
    expect(named('development')).toEqual(['process']);
    expect(named('survives-node-loss')).toEqual(['process', 'disk', 'node-off', 'node']);
    expect(named('survives-zone-loss')).toEqual(['process', 'disk', 'node-off', 'node', 'zone-off', 'zone']);
    expect(named('survives-power-loss')).toEqual(['process', 'disk', 'node-off', 'node', 'zone-off', 'zone', 'power']);
  });

  test('says where the promise ends without any loss', () => {
    const ends = explained({
      kafka: {
        topics: { clicks: { retention: '3d', retentionBytes: 1_073_741_824 }, state: { cleanupPolicy: 'compact' } },
      },
      rabbitmq: {
        queues: { payment: { deliveryLimit: 5, maxLengthBytes: 1_073_741_824 }, cache: { type: 'classic' } },
      },
    }).map((stream) => stream.ends);
    expect(ends).toEqual([
      [
        'records older than 3d are deleted, read or not',
        'a partition keeps its newest 1 GiB, and deletes what is older, read or not',
      ],
      ['of the records of one key only the newest is kept for good'],
      [
        'after 5 failed deliveries a message goes to its dead-letter queue, which drops nothing',
        'beyond 1 GiB publishers are refused, and know it',
      ],
      [
        'a message that fails is delivered again for ever: a classic queue has no delivery limit and no dead letters here',
        'beyond 5 GiB publishers are refused, and know it',
      ],
    ]);
  });

  test('works streams that are alike out once', () => {
    const [one, other] = explained({ kafka: { topics: { one: { retention: '1d' }, other: { retention: '2d' } } } });
    expect(one?.losses).toBe(other?.losses);
  });
});

describe('proven by', () => {
  const live = explainPlan(planMessaging(parseMessaging(readFileSync('test/live/messaging.yaml', 'utf8'))));
  const proven = (stream: StreamExplained | undefined): readonly string[] =>
    (stream?.losses ?? []).filter(({ provenBy }) => provenBy !== 'configured').map(({ loss }) => loss);

  test('names live tests that exist', () => {
    for (const { test: file } of proofs) expect(existsSync(join(__dirname, '../../..', file))).toBe(true);
  });

  test('holds for the very cluster that the live tests break', () => {
    expect(live.map(({ name }) => name)).toEqual(['clicks', 'alerts', 'payment', 'shipping', 'accounting', 'mail']);
    for (const stream of live) expect(proven(stream)).toEqual(['process', 'disk', 'zone-off', 'power']);
  });

  test('does not hold for another shape: five brokers, or two zones, are configured', () => {
    const [five] = explained({ kafka: { brokers: 5, topics: { clicks: {} } }, kubernetes: { version: '1.36' } });
    const [apart] = explained({ durability: 'survives-node-loss', kafka: { topics: { clicks: {} } } });
    expect([...proven(five), ...proven(apart)]).toEqual([]);
  });
});

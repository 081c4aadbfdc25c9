import { setTimeout as wait } from 'node:timers/promises';
import { audit } from '../../../lib/durability/ledger';
import { consumerLedger, parseLedgerLine, producerLedger } from '../../../lib/durability/ledger-lines';
import type { ConsumerLine, ProducerLine } from '../../../lib/durability/ledger-lines';
import { consumeNumbers, laneNames, produceNumbers, type CountingProducer } from '../../../lib/programs/counter';

/** Collects what a counter writes. */
function paper(): { readonly lines: string[]; readonly write: (line: string) => Promise<void> } {
  const lines: string[] = [];
  return { lines, write: (line) => Promise.resolve(void lines.push(line)) };
}

const producerLines = (lines: readonly string[]): readonly ProducerLine[] =>
  lines.map((line) => parseLedgerLine(line) as ProducerLine);
const consumerLines = (lines: readonly string[]): readonly ConsumerLine[] =>
  lines.map((line) => parseLedgerLine(line) as ConsumerLine);

const counting = (over: Partial<CountingProducer>): CountingProducer => ({
  publish: () => Promise.resolve(),
  broker: 'kafka',
  stream: 'orders',
  lanes: ['a', 'b'],
  rate: 1_000,
  bytes: 40,
  write: () => Promise.resolve(),
  complain: () => undefined,
  ...over,
});

test('lanes of two starts of a pod differ, and have neither slashes nor blanks', () => {
  const first = laneNames('shop web/0', 1_000_000, 2);
  const second = laneNames('shop web/0', 1_000_001, 2);

  expect(new Set([...first, ...second]).size).toBe(4);
  expect([...first, ...second].join('')).not.toMatch(/[\s/]/);
});

test('every message that was published is in the ledger, numbered from 1 in the order of its lane', async () => {
  const { lines, write } = paper();
  const published: string[] = [];
  const publish = (_: string, body: string): Promise<void> =>
    Promise.resolve(void published.push(body.split(' ')[0] ?? ''));

  const counter = produceNumbers(counting({ publish, write }));
  await wait(120);
  await counter.stop();

  const { acknowledged, maybe } = producerLedger(producerLines(lines));
  expect(published.length).toBeGreaterThan(10);
  expect([...acknowledged].sort()).toEqual([...published].sort());
  expect(maybe.size).toBe(0);
  const ofLane = published.filter((id) => id.startsWith('a/'));
  expect(ofLane).toEqual(ofLane.map((_, index) => `a/${index + 1}`));
});

test('a rejected message is a maybe, and is told of', async () => {
  const { lines, write } = paper();
  const complaints: string[] = [];
  const publish = (_: string, body: string): Promise<void> =>
    body.startsWith('a/2 ') ? Promise.reject(new Error('gone')) : Promise.resolve();

  const counter = produceNumbers(counting({ lanes: ['a'], publish, write, complain: (line) => complaints.push(line) }));
  await wait(100);
  await counter.stop();

  const { acknowledged, maybe } = producerLedger(producerLines(lines));
  expect([...maybe]).toEqual(['a/2']);
  expect(acknowledged.has('a/2')).toBe(false);
  expect(acknowledged.has('a/3')).toBe(true);
  expect(complaints).toEqual(['orders: 1 messages of a were rejected: gone']);
});

test('no more than 2,000 messages are unacknowledged, and stopping waits for them', async () => {
  const { lines, write } = paper();
  const answers: (() => void)[] = [];
  const publish = (): Promise<void> => new Promise((resolve) => answers.push(resolve));

  const counter = produceNumbers(counting({ rate: 1_000_000, publish, write }));
  await wait(100);
  expect(answers).toHaveLength(2_000);

  const stopped = counter.stop();
  for (const answer of answers) answer();
  await stopped;

  expect(producerLedger(producerLines(lines)).acknowledged.size).toBe(2_000);
  expect(Math.max(...producerLines(lines).map(({ longestWaitMs }) => longestWaitMs))).toBeGreaterThanOrEqual(50);
});

test('a read message is acknowledged only after the line with it is written', async () => {
  const lines: string[] = [];
  let written: () => void = () => undefined;
  const write = (line: string): Promise<void> =>
    new Promise((resolve) => (written = () => resolve(void lines.push(line))));
  const read = consumeNumbers({ broker: 'kafka', stream: 'orders', write });

  let acknowledged = false;
  const work = read('a/1 ....').then(() => (acknowledged = true));
  await wait(150);
  expect(acknowledged).toBe(false);
  written();
  await work;

  expect(consumerLedger(consumerLines(lines))).toEqual(['a/1']);
});

test('repeated and reordered reads stay visible to the audit', async () => {
  const { lines, write } = paper();
  const read = consumeNumbers({ broker: 'kafka', stream: 'orders', write });

  await Promise.all(['a/1 ', 'b/2 ', 'a/2 ', 'b/1 ', 'a/1 '].map((body) => read(body)));

  const verdict = audit({
    acknowledged: new Set(['a/1', 'a/2', 'b/1', 'b/2', 'b/3']),
    maybe: new Set(),
    read: consumerLedger(consumerLines(lines)),
  });
  expect(verdict).toEqual({ lost: ['b/3'], duplicated: 1, reordered: 1, unknown: 0 });
});

test('a message that is not numbered is told of and acknowledged', async () => {
  const { lines, write } = paper();
  const complaints: string[] = [];
  const read = consumeNumbers({ broker: 'kafka', stream: 'orders', write, complain: (line) => complaints.push(line) });

  await read('hello');

  expect(lines).toEqual([]);
  expect(complaints).toEqual(['orders: not a numbered message: hello']);
});

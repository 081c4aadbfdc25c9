import fc from 'fast-check';
import {
  consumerLedger,
  messageBody,
  parseLedgerLine,
  producerLedger,
  readBody,
  toRanges,
  toRuns,
  type ConsumerLine,
  type ProducerLine,
} from '../../../lib/durability/ledger-lines';

const produced: ProducerLine = {
  ledger: 'producer',
  broker: 'kafka',
  stream: 'clicks',
  lane: 'pod-0',
  at: 1,
  acknowledged: [[1, 3]],
  maybe: [[4, 4]],
  longestWaitMs: 12,
};
const consumed: ConsumerLine = {
  ledger: 'consumer',
  broker: 'kafka',
  stream: 'clicks',
  at: 1,
  read: [['pod-0', 1, 3]],
};
const lane = fc.constantFrom('a', 'b', 'p/0');

describe('toRanges', () => {
  test('joins neighbours and forgets repetitions', () => {
    expect(toRanges([3, 1, 2, 7, 2])).toEqual([
      [1, 3],
      [7, 7],
    ]);
  });

  test('holds the same numbers, in ranges that never touch', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60)), (numbers) => {
        const ranges = toRanges(numbers);
        const held = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));

        expect(held).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        for (const [index, [from]] of ranges.entries()) {
          if (index > 0) expect(from).toBeGreaterThan(ranges[index - 1]![1] + 1);
        }
      }),
    );
  });
});

describe('toRuns', () => {
  test('keeps order and repetitions', () => {
    const reads = [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['a', 2],
    ] as const;

    expect(toRuns(reads)).toEqual([
      ['a', 1, 2],
      ['b', 1, 1],
      ['a', 2, 2],
    ]);
  });

  test('gives back exactly what was read, message by message', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(lane, fc.nat(20))), (reads) => {
        const read = consumerLedger([{ ...consumed, read: toRuns(reads) }]);

        expect(read).toEqual(reads.map(([name, number]) => `${name}/${number}`));
      }),
    );
  });
});

describe('parseLedgerLine', () => {
  test('reads back what a program printed', () => {
    expect(parseLedgerLine(JSON.stringify(produced))).toEqual(produced);
  });

  test('passes over other output, and over every line that a crash cut off', () => {
    const line = JSON.stringify(consumed);

    expect(parseLedgerLine('connected to kafka:9092')).toBeUndefined();
    for (let length = 0; length < line.length; length++) expect(parseLedgerLine(line.slice(0, length))).toBeUndefined();
  });
});

describe('producerLedger', () => {
  test('adds up the lines of all producers', () => {
    const other: ProducerLine = { ...produced, lane: 'pod-1', acknowledged: [[1, 1]], maybe: [] };

    expect(producerLedger([produced, other])).toEqual({
      acknowledged: new Set(['pod-0/1', 'pod-0/2', 'pod-0/3', 'pod-1/1']),
      maybe: new Set(['pod-0/4']),
    });
  });
});

describe('messageBody', () => {
  test('is read back, has the wanted size, and keeps its number even when that is too small', () => {
    fc.assert(
      fc.property(lane, fc.nat(), fc.nat(300), (name, number, size) => {
        const body = messageBody(name, number, size);

        expect(readBody(body)).toEqual([name, number]);
        expect(body.length).toBeGreaterThanOrEqual(size);
        expect(body.length).toBeLessThanOrEqual(Math.max(size, `${name}/${number} `.length));
      }),
    );
  });

  test.each(['', 'hello', 'a/1', 'a/x ', '{"a": 1}'])('fails to read %p, which is none of ours', (body) => {
    expect(() => readBody(body)).toThrow('not a numbered message');
  });
});

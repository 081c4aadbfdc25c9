import { batchRecords, nextOffset, type Batch } from '../../../lib/clients/kafka-batches';

const batch: Batch = {
  firstOffset: 40n,
  // Three more were there once: compaction took them.
  lastOffsetDelta: 4,
  attributes: 0,
  records: [
    { offsetDelta: 0, key: Buffer.from('a'), value: Buffer.from('1'), headers: [[Buffer.from('h'), Buffer.from('x')]] },
    { offsetDelta: 1, key: null, value: null, headers: [] },
  ],
};
const place = { topic: 'clicks', partition: 2 };

describe('a batch of a broker', () => {
  test('has records that count from its first offset', () => {
    expect(batchRecords(batch, place)).toEqual([
      { ...place, offset: 40n, key: 'a', value: Buffer.from('1'), headers: { h: 'x' } },
      { ...place, offset: 41n, key: '', value: Buffer.alloc(0), headers: {} },
    ]);
  });

  test('that marks the end of a transaction has none', () => {
    expect(batchRecords({ ...batch, attributes: 0b11_0000 }, place)).toEqual([]);
  });

  test('is read past its gaps, and never backwards', () => {
    expect(nextOffset([batch], 40n)).toBe(45n);
    expect(nextOffset([batch], 90n)).toBe(90n);
    expect(nextOffset([], 12n)).toBe(12n);
  });
});

import type { MessagingOptions } from '../../../lib/plan/options';
import { differencesAfterwards, differencesMeanwhile, explained } from '../../live/support/explained';

const of: MessagingOptions = {
  name: 'shop',
  kafka: { topics: { clicks: {} } },
  rabbitmq: { queues: { payment: {} } },
};
const nothing = { lost: 0, duplicated: 0, reordered: 0 };

describe('what the live tests compare with explain', () => {
  test('is nothing where all came as it was said', () => {
    const row = explained({ loss: 'zone-off', of }, 'kafka', 'clicks');
    expect(differencesMeanwhile([row], { acknowledged: 1, rejected: 0, longestWaitMs: 0 })).toEqual([]);
    expect(differencesAfterwards([row], nothing)).toEqual([]);
  });

  test('is each thing that came otherwise', () => {
    const row = explained({ loss: 'zone-off', of }, 'kafka', 'clicks');
    expect(differencesMeanwhile([row], { acknowledged: 0, rejected: 0, longestWaitMs: 0 })).toEqual([
      'explain says of kafka clicks (lost: one zone, off): writes continue; but nothing was acknowledged',
    ]);
    expect(differencesAfterwards([row], { lost: 1, duplicated: 2, reordered: 3 })).toEqual([
      'explain says of kafka clicks (lost: one zone, off): data kept; but 1 are lost',
      'explain says of kafka clicks (lost: one zone, off): duplicates none; but 2 are there twice',
      'explain says of kafka clicks (lost: one zone, off): order kept; but 3 are out of order',
    ]);
  });

  test('is nothing where explain promised nothing', () => {
    const power = explained({ loss: 'power', of }, 'kafka', 'clicks');
    expect(differencesMeanwhile([power], { acknowledged: 0, rejected: 9, longestWaitMs: 0 })).toEqual([]);
    expect(differencesAfterwards([power], { lost: 1, duplicated: 2, reordered: 3 })).toEqual([]);
    const queue = explained({ loss: 'process', of }, 'rabbitmq', 'payment');
    expect(differencesAfterwards([queue], { lost: 0, duplicated: 2, reordered: 3 })).toEqual([]);
  });

  test('knows the names of losses and streams', () => {
    expect(() => explained({ loss: 'flood', of }, 'kafka', 'clicks')).toThrow('the loss flood');
    expect(() => explained({ loss: 'zone', of }, 'kafka', 'cliks')).toThrow('kafka cliks');
  });
});

import fc from 'fast-check';
import { nearest } from '../../../lib/durability/nearest';

const known = ['minInsyncReplicas', 'retention', 'partitions', 'replicationFactor', 'brokers', 'storage'];

describe('nearest', () => {
  test.each([
    ['retension', 'retention'],
    ['partition', 'partitions'],
    ['brokres', 'brokers'],
    ['min.insync.replicas', 'minInsyncReplicas'],
    ['min_insync_replica', 'minInsyncReplicas'],
    ['RETENTION', 'retention'],
  ])('knows that %s was meant to be %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  test.each(['zookeeper', 'x', '', '__proto__', 'retention'.repeat(10)])('suggests nothing for %p', (word) => {
    expect(nearest(word, known)).toBeUndefined();
  });

  test('suggests nothing when nothing is known', () => {
    expect(nearest('retention', [])).toBeUndefined();
  });

  test('finds every known word from which one letter was dropped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.nat(100), (word, at) => {
        const dropped = at % word.length;

        expect(nearest(word.slice(0, dropped) + word.slice(dropped + 1), known)).toBe(word);
      }),
    );
  });
});

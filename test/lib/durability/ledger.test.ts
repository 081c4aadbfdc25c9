import fc from 'fast-check';
import { audit, messageId, type Ledger } from '../../../lib/durability/ledger';

const ledger = (acknowledged: string, read: string, maybe = ''): Ledger => ({
  acknowledged: new Set(acknowledged.split(' ').filter(Boolean)),
  maybe: new Set(maybe.split(' ').filter(Boolean)),
  read: read.split(' ').filter(Boolean),
});

const clean = { lost: [], duplicated: 0, reordered: 0, unknown: 0 };

describe('audit', () => {
  test('finds nothing in a history where everything was read once and in order', () => {
    expect(audit(ledger('a/1 a/2 b/1', 'a/1 b/1 a/2'))).toEqual(clean);
  });

  test('names every acknowledged message that nobody read', () => {
    expect(audit(ledger('a/1 a/2 a/3', 'a/2'))).toEqual({ ...clean, lost: ['a/1', 'a/3'] });
  });

  test('loses nothing when a message whose fate the producer does not know is read or not', () => {
    expect(audit(ledger('a/1', 'a/1 a/2', 'a/2 a/3'))).toEqual(clean);
  });

  test('counts each further read of a message', () => {
    expect(audit(ledger('a/1 a/2', 'a/1 a/1 a/2 a/1'))).toEqual({ ...clean, duplicated: 2 });
  });

  test('counts a message read for the first time after a later one of its lane', () => {
    expect(audit(ledger('a/1 a/2 a/3 b/1', 'a/2 b/1 a/1 a/3'))).toEqual({ ...clean, reordered: 1 });
  });

  test('takes a rewound reader for duplicates, not for disorder', () => {
    expect(audit(ledger('a/1 a/2 a/3', 'a/1 a/2 a/1 a/2 a/3'))).toEqual({ ...clean, duplicated: 2 });
  });

  test('counts what nobody said was sent', () => {
    expect(audit(ledger('a/1', 'a/1 a/9 c/1'))).toEqual({ ...clean, unknown: 2 });
  });

  test('compares numbers, not letters, and keeps lanes apart that contain a slash', () => {
    expect(audit(ledger('p/0/9 p/0/10 p/1/9', 'p/0/9 p/0/10 p/1/9'))).toEqual(clean);
  });

  test('says exactly how much was planted into a correct history', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const history = correctHistory(draw);
        const acknowledged = new Set(history.lanes.flat());
        const lost = history.lanes.flat().filter(() => draw(fc.integer, { min: 0, max: 9 }) === 0);
        const kept = history.lanes.map((lane) => lane.filter((id) => !lost.includes(id)));
        const swapped = kept.map((lane) => swapNeighbours(draw, lane));
        const read = interleave(
          draw,
          swapped.map(({ lane }) => lane),
        );
        const strangers = draw(fc.integer, { min: 0, max: 3 });
        for (let number = 0; number < strangers; number++) insert(draw, read, messageId('stranger', number), 0);
        const repeated = read.filter(() => draw(fc.integer, { min: 0, max: 9 }) === 0);
        for (const id of repeated) insert(draw, read, id, read.indexOf(id) + 1);
        // Strangers that arrive out of order are disorder too.
        const disorder =
          strangers === 0 ? 0 : audit({ ...ledger('', ''), read: read.filter((id) => id.startsWith('str')) }).reordered;

        const verdict = audit({ acknowledged, maybe: new Set(), read });

        expect([...verdict.lost].sort()).toEqual([...lost].sort());
        expect(verdict.duplicated).toBe(repeated.length);
        expect(verdict.reordered).toBe(swapped.reduce((sum, { swaps }) => sum + swaps, disorder));
        expect(verdict.unknown).toBe(strangers);
      }),
      { numRuns: 300 },
    );
  });
});

type Draw = fc.GeneratorValue;

function correctHistory(draw: Draw): { readonly lanes: readonly (readonly string[])[] } {
  const lengths = draw(fc.array, fc.nat(40), { minLength: 1, maxLength: 4 });
  return {
    lanes: lengths.map((length, lane) => Array.from({ length }, (_, number) => messageId(`p-${lane}`, number))),
  };
}

/** Swaps some pairs that do not touch each other: each is one message that came too late. */
function swapNeighbours(
  draw: Draw,
  lane: readonly string[],
): { readonly lane: readonly string[]; readonly swaps: number } {
  const swapped = [...lane];
  let swaps = 0;
  for (let at = 0; at + 1 < swapped.length; at += 2) {
    if (draw(fc.integer, { min: 0, max: 4 }) > 0) continue;
    [swapped[at], swapped[at + 1]] = [swapped[at + 1]!, swapped[at]!];
    swaps += 1;
  }
  return { lane: swapped, swaps };
}

function interleave(draw: Draw, lanes: readonly (readonly string[])[]): string[] {
  const waiting = lanes.map((lane) => [...lane]).filter((lane) => lane.length > 0);
  const read: string[] = [];
  while (waiting.length > 0) {
    const at = draw(fc.nat, waiting.length - 1);
    read.push(waiting[at]!.shift()!);
    if (waiting[at]!.length === 0) waiting.splice(at, 1);
  }
  return read;
}

function insert(draw: Draw, read: string[], id: string, from: number): void {
  read.splice(from + draw(fc.nat, read.length - from), 0, id);
}

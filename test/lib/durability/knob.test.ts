import { z } from 'zod';
import { knob, knobShape, knobValues, renderKnobs, resolveKnobs, type Size } from '../../../lib/durability/knob';
import { profiles } from '../../../lib/durability/profiles';
import { whole } from '../../../lib/durability/schema';

const table = {
  copies: knob({ key: 'copies', on: ['broker', 'topic'], schema: whole(1, 7), from: (profile) => profile.copies }),
  heap: knob({
    key: 'HEAP',
    on: ['jvm'],
    schema: whole(1, 9_999),
    from: (_, size) => size.memoryMiB / 2,
    render: (value) => `-Xmx${value}m`,
  }),
  sync: knob({ key: 'sync', on: ['broker'], schema: z.boolean(), from: () => true }),
};
const size: Size = { nodes: 3, cpu: 2, memoryMiB: 1_024, storageMiB: 2_048 };
const settings = resolveKnobs(table, {}, profiles['survives-zone-loss'], size);

describe('resolveKnobs', () => {
  test('takes what the profile and the size say where the user says nothing', () => {
    expect(settings).toEqual({ copies: 3, heap: 512, sync: true });
  });

  test('takes what the user says, a false included', () => {
    const options = { copies: 5, sync: false };

    expect(resolveKnobs(table, options, profiles.development, size)).toEqual({ copies: 5, heap: 512, sync: false });
  });
});

describe('renderKnobs', () => {
  test('writes the lines of one place in the order of the table', () => {
    expect(renderKnobs(table, settings, 'broker')).toEqual([
      ['copies', '3'],
      ['sync', 'true'],
    ]);
  });

  test("writes a value in the broker's own way", () => {
    expect(renderKnobs(table, settings, 'jvm')).toEqual([['HEAP', '-Xmx512m']]);
  });

  test('writes nothing where no knob belongs', () => {
    expect(renderKnobs(table, settings, 'nowhere')).toEqual([]);
  });
});

describe('knobValues', () => {
  test('gives values instead of text', () => {
    expect(knobValues(table, settings, 'broker')).toEqual({ copies: 3, sync: true });
  });
});

describe('knobShape', () => {
  test('lets every row be absent, and refuses what its schema refuses', () => {
    const schema = z.strictObject(knobShape(table));

    expect(schema.safeParse({}).success).toBe(true);
    expect(schema.safeParse({ copies: 7 }).success).toBe(true);
    expect(schema.safeParse({ copies: 8 }).success).toBe(false);
    expect(schema.safeParse({ copy: 1 }).success).toBe(false);
  });
});

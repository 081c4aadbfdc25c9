import type { Credentials } from './credentials';
import type { KnobTable } from './knob';
import { isPinned, knownBad, type KnownBad } from './pinned-image';
import type { Placed } from './placement';
import { when, type Finding, type Rule } from './rule';

interface Named {
  readonly name: string;
}

/** What is known of the versions of a broker. */
export interface Versions {
  /** A reference that names a version. */
  readonly example: string;
  /** The oldest first: what is said is the worst that is known. */
  readonly knownBad: readonly KnownBad[];
  /** Nothing is known against this one and later ones. */
  readonly sound: string;
}

/** Which image a broker may run. */
export const imageRules = (
  broker: string,
  { example, knownBad: table, sound }: Versions,
): readonly Rule<Placed<Named & { readonly image: string }>>[] => [
  {
    id: `${broker}-image-not-pinned`,
    why: 'the next restart of a pod may run another version than its neighbours',
    check: ({ settings: { name, image } }) =>
      when(!isPinned(image), `${name}.image`, image, `name a version such as ${example}, or a digest`),
  },
  {
    id: `${broker}-known-bad-version`,
    why: 'something is known against this version',
    check: ({ settings: { name, image } }) => {
      const bad = knownBad(image, table);
      return bad === undefined
        ? []
        : [{ path: `${name}.image`, value: image, why: bad.why, fix: `use ${sound} or later` }];
    },
  },
];

/** One maker of what clients see is enough. */
export const certificateGivenTwice = (broker: string): Rule<Placed<Named & Credentials>> => ({
  id: `${broker}-certificate-given-twice`,
  acceptable: false,
  why: 'a Secret of your own and cert-manager would both say what clients see',
  check: ({ settings: { name, existingSecrets, tls } }) =>
    when(
      existingSecrets.clients !== undefined && tls.certManager !== undefined,
      `${name}.existingSecrets.clients`,
      existingSecrets.clients,
      `remove it, or ${name}.tls.certManager`,
    ),
});

/** A line that a user writes into the broker's own file, past the knobs. */
export interface Line {
  readonly path: string;
  readonly key: string;
  readonly value: string;
}

/** Lines of one place in the options. */
export const linesOf = (place: string, lines: Readonly<Record<string, string>>): readonly Line[] =>
  Object.entries(lines).map(([key, value]) => ({ path: `${place}.${key}`, key, value }));

/** Lines whose key may not be there. */
export const matching = (lines: readonly Line[], keys: RegExp): readonly Finding[] =>
  lines.flatMap(({ path, key, value }) => when(keys.test(key), path, value, 'remove it'));

/** Lines whose key a knob writes already. */
export function withKnob(lines: readonly Line[], table: KnobTable<never>, name: string): readonly Finding[] {
  const knobs = new Map(Object.entries(table).map(([knob, { key }]) => [key, knob]));
  return lines.flatMap(({ path, key, value }) =>
    when(knobs.has(key), path, value, `use ${name}.${knobs.get(key) ?? key}`),
  );
}

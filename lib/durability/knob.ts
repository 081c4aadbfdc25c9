import type { z } from 'zod';
import type { Profile } from './profile';

/** What the brokers of one cluster have to work with. */
export interface Size {
  /** Brokers, or RabbitMQ nodes. */
  readonly nodes: number;
  readonly cpu: number;
  /** Memory limit of one broker. */
  readonly memoryMiB: number;
  /** Volume of one broker. */
  readonly storageMiB: number;
}

/** One fact about a broker, as a row of its table. `Basis` is what its default is worked out from, beside the profile. */
export interface Knob<T, Where extends string = string, Basis = Size> {
  /** The broker's own key: `min.insync.replicas`. */
  readonly key: string;
  /** Every place it is written to. */
  readonly on: readonly Where[];
  readonly schema: z.ZodType<T>;
  /** Its default. */
  from(profile: Profile, basis: Basis): T;
  /** How the broker writes it, where that is not `String(value)`; `undefined` for what it does without being told: no line. */
  render?(value: T): string | undefined;
}

export type KnobTable<Basis = Size> = Readonly<Record<string, Knob<unknown, string, Basis>>>;
type ValueOf<Row> = Row extends { readonly schema: z.ZodType<infer T> } ? T : never;
/** What a user may write: every row, none required. */
export type OptionsOf<Table> = { readonly [K in keyof Table]?: ValueOf<Table[K]> };
/** What everything below reads: every row has its value. */
export type SettingsOf<Table> = { readonly [K in keyof Table]: ValueOf<Table[K]> };

/** Types a row of a table. */
export const knob = <T, Where extends string, Basis = Size>(row: Knob<T, Where, Basis>): Knob<T, Where, Basis> => row;

/** What the user wrote, otherwise what the profile and the basis say. */
export function resolveKnobs<Table extends KnobTable<Basis>, Basis = Size>(
  table: Table,
  options: OptionsOf<Table>,
  profile: Profile,
  basis: Basis,
): SettingsOf<Table> {
  const values = Object.entries(table).map(([name, row]) => [
    name,
    (options as Readonly<Record<string, unknown>>)[name] ?? row.from(profile, basis),
  ]);
  return Object.fromEntries(values) as SettingsOf<Table>;
}

type Row = readonly [key: string, value: unknown, row: Knob<unknown, string, never>];

function rowsOn<Table extends KnobTable<never>>(
  table: Table,
  settings: SettingsOf<Table>,
  where: readonly string[],
): readonly Row[] {
  return Object.entries(table)
    .filter(([, row]) => where.some((place) => row.on.includes(place)))
    .map(([name, row]) => [row.key, (settings as Readonly<Record<string, unknown>>)[name], row]);
}

/** The lines of one place or several, in the order of the table: `['min.insync.replicas', '2']`. */
export function renderKnobs<Table extends KnobTable<never>>(
  table: Table,
  settings: SettingsOf<Table>,
  ...where: readonly string[]
): readonly (readonly [key: string, value: string])[] {
  return rowsOn(table, settings, where).flatMap(([key, value, row]) => {
    const text = row.render ? row.render(value) : String(value);
    return text === undefined ? [] : [[key, text] as const];
  });
}

/** The same for a place that takes values, not text: `['delivery-limit', 20]`. */
export function knobValues<Table extends KnobTable<never>>(
  table: Table,
  settings: SettingsOf<Table>,
  ...where: readonly string[]
): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    rowsOn(table, settings, where).map(([key, value]) => [key, value as string | number | boolean]),
  );
}

/** The part of an options schema that a table brings. */
export function knobShape(table: KnobTable<never>): Record<string, z.ZodOptional<z.ZodType>> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.schema.optional()]));
}

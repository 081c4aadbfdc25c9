import { z } from 'zod';
import { readYaml } from '../parse';
import { inWords, type Figure, type Sized, type SizedOn } from './sized';

/** What things cost you: `prices.yaml`. Whatever is left out is named in the answer, and is not in the sum. */
export interface Prices {
  /** Three letters, which stand before each sum: `USD`. */
  readonly currency: string;
  /**
   * One node for an hour, by instance type (`express.m7g.large`, `kafka.m7g.large`, `mq.m7g.large`), and `kafka-kubernetes` or
   * `rabbitmq-kubernetes` for a node of your own cluster.
   *
   * @default - none
   */
  readonly perHour?: Readonly<Record<string, number>>;
  /**
   * A GiB of storage for a month (Amazon MQ: a GB), by where it is.
   *
   * @default - none
   */
  readonly perGiBMonth?: Readonly<Partial<Record<SizedOn, number>>>;
  /**
   * A GiB that is moved: `expressIn` what producers write to express brokers, `acrossZones` what goes from one zone to another.
   *
   * @default - none
   */
  readonly perGiB?: { readonly expressIn?: number; readonly acrossZones?: number };
}

const price = z.number().min(0).max(1_000_000);

const prices = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'three capital letters, such as USD' }),
  perHour: z.record(z.string(), price).optional(),
  perGiBMonth: z
    .strictObject({
      'msk-express': price.optional(),
      'msk-standard': price.optional(),
      'kafka-kubernetes': price.optional(),
      'amazon-mq': price.optional(),
      'rabbitmq-kubernetes': price.optional(),
    } satisfies Record<SizedOn, z.ZodType>)
    .optional(),
  perGiB: z.strictObject({ expressIn: price.optional(), acrossZones: price.optional() }).optional(),
}) as z.ZodType as z.ZodType<Prices>;

/**
 * The text of a file of prices.
 *
 * @throws DurabilityError with every problem, and nothing else, whatever the text.
 */
export const parsePrices = (text: string): Prices =>
  readYaml(
    text,
    prices,
    'write a currency and prices, such as `currency: USD` and `perHour: { express.m7g.large: 0.4 }`',
  );

/** What a month of an answer costs. */
export interface Cost {
  readonly perMonth: number;
  readonly parts: readonly { readonly name: string; readonly perMonth: number; readonly formula: string }[];
  /** Prices that the file has not: the sum is without them. */
  readonly missing: readonly string[];
}

const hoursPerMonth = 730;
const secondsPerMonth = hoursPerMonth * 3_600;

interface Item {
  readonly name: string;
  readonly key: string;
  readonly each: number | undefined;
  readonly amount: number;
  readonly unit: string;
}

const amountOf = (figures: readonly Figure[], name: string): number =>
  figures.find((figure) => figure.name === name)?.amount ?? 0;

/** Everything of an answer that is paid for. */
function itemsOf({ on, nodes, instanceType, figures }: Sized, average: number, its: Prices): readonly Item[] {
  const node = instanceType ?? on;
  const monthly = (rate: number): number => (rate * secondsPerMonth) / 1_024;
  // Between brokers AWS takes nothing for what MSK and Amazon MQ move.
  const crossing = amountOf(figures, 'clients across zones') + amountOf(figures, 'copies across zones');
  const storage =
    on === 'msk-express'
      ? amountOf(figures, 'storage')
      : nodes * (amountOf(figures, 'volume') || amountOf(figures, 'disk'));
  const items: readonly Item[] = [
    { name: 'nodes', key: `perHour.${node}`, each: its.perHour?.[node], amount: nodes * hoursPerMonth, unit: 'hours' },
    { name: 'storage', key: `perGiBMonth.${on}`, each: its.perGiBMonth?.[on], amount: storage, unit: 'GiB' },
    {
      name: 'written',
      key: 'perGiB.expressIn',
      each: its.perGiB?.expressIn,
      amount: on === 'msk-express' ? monthly(average) : 0,
      unit: 'GiB',
    },
    {
      name: 'across zones',
      key: 'perGiB.acrossZones',
      each: its.perGiB?.acrossZones,
      amount: monthly(crossing),
      unit: 'GiB',
    },
  ];
  return items.filter(({ amount }) => amount > 0);
}

/** @param average MiB/s from producers */
export function costOf(sized: Sized, average: number, its: Prices): Cost {
  const items = itemsOf(sized, average, its);
  const parts = items.flatMap(({ name, each, amount, unit }) =>
    each === undefined ? [] : [{ name, perMonth: amount * each, formula: `${inWords(amount)} ${unit} x ${each}` }],
  );
  return {
    perMonth: parts.reduce((sum, part) => sum + part.perMonth, 0),
    parts,
    missing: items.filter(({ each }) => each === undefined).map(({ key }) => key),
  };
}

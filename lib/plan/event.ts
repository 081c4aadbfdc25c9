import { z } from 'zod';
import { readOptions } from '../durability/read';
import { channelName, whole } from '../durability/schema';
import { traitList, type Trait } from '../durability/trait';
import { traitRows } from './choose';
import { readYaml } from './parse';
import { highRate } from './published-rates';

/** One kind of event, as a team describes it before it has chosen a broker. */
export interface EventOptions {
  /**
   * What the event needs.
   *
   * @default - none
   */
  readonly traits?: readonly Trait[];
  /**
   * Messages a second at the busiest hour: above a bound they are the trait `high-rate`.
   *
   * @default - none
   */
  readonly messagesPerSecond?: number;
}

const messagesPerSecond = whole(0, 1_000_000_000);

const event = z.strictObject({ traits: traitList.optional(), messagesPerSecond: messagesPerSecond.optional() });
const events = z
  .record(channelName, event)
  .refine((its) => Object.keys(its).length > 0, { error: 'at least one event' }) as z.ZodType as z.ZodType<
  Readonly<Record<string, EventOptions>>
>;

const example = 'write a name and its traits, such as `page-view: { traits: [replay], messagesPerSecond: 80000 }`';

/**
 * The text of a file of events → options by name.
 *
 * @throws DurabilityError with every problem, and nothing else, whatever the text.
 */
export const parseEvents = (text: string): Readonly<Record<string, EventOptions>> => readYaml(text, events, example);

const digits = z.custom<string>((value) => typeof value === 'string' && /^\d{1,9}$/.test(value), {
  error: 'messages a second as a whole number, such as --rate 200000',
});
const alone = z.custom<true>((value) => value === true, { error: 'the flag alone, without a value' });
const flags = z.strictObject({
  ...Object.fromEntries(traitRows.map(({ trait }) => [`--${trait}`, alone.optional()])),
  '--rate': digits.optional(),
}) as z.ZodType as z.ZodType<Readonly<Record<string, unknown>>>;

/**
 * What stands on the command line, by flag: `{ '--replay': true, '--rate': '200000' }` → options.
 *
 * @throws DurabilityError with every problem.
 */
export function readFlags(given: Readonly<Record<string, unknown>>): EventOptions {
  const { '--rate': rate, ...others } = readOptions(flags, given, '');
  return {
    traits: traitRows.map(({ trait }) => trait).filter((trait) => others[`--${trait}`] === true),
    ...(rate === undefined ? {} : { messagesPerSecond: Number(rate) }),
  };
}

/** The traits that an event has, the one its rate makes included. */
export const traitsOf = ({ traits = [], messagesPerSecond: rate = 0 }: EventOptions): readonly Trait[] =>
  rate > highRate && !traits.includes('high-rate') ? [...traits, 'high-rate'] : traits;

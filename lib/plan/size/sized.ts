import type { BrokerName } from '../choose';
import { zones } from './load';
import type { Source } from './sources';

/** What can be sized. */
export type SizedOn = 'msk-express' | 'msk-standard' | 'kafka-kubernetes' | 'amazon-mq' | 'rabbitmq-kubernetes';

/** Something that there must be enough of, and how many nodes that takes. */
export interface Limit {
  readonly name: string;
  /** In all three zones together. */
  readonly nodes: number;
  readonly formula: string;
  readonly source: Source;
}

/** One number of the answer. */
export interface Figure {
  readonly name: string;
  readonly amount: number;
  /** Empty where the name says it. */
  readonly unit: string;
  readonly formula: string;
  readonly source?: Source;
}

/** The answer for one broker in one place. */
export interface Sized {
  readonly on: SizedOn;
  readonly broker: BrokerName;
  readonly title: string;
  /** Whether it can carry the load at all; `wrong-broker` where no size of this broker can be counted on. */
  readonly verdict: 'fits' | 'too-much' | 'wrong-broker';
  /** Where it does not fit. */
  readonly why?: string;
  readonly nodes: number;
  /** On AWS. */
  readonly instanceType?: string;
  /** What decided, the hardest limit first. */
  readonly limits: readonly Limit[];
  readonly figures: readonly Figure[];
  /** Other sizes of machines that would do. */
  readonly instead: readonly string[];
  readonly notes: readonly string[];
}

/** Rounded up; what lies above a whole number by the error of a division alone counts as that number. */
export const up = (amount: number): number => Math.ceil(amount - 1e-9);

/** At least one node in each zone, and as many in each. */
const inAllZones = (nodes: number): number => zones * Math.max(1, up(nodes / zones));

/** Nodes in three zones of which those of two carry the load. */
export const withoutOneZone = (load: number, each: number): number =>
  zones * Math.max(1, up(up(load / each) / (zones - 1)));

/** Nodes in three zones for what the loss of one makes no difference to: what the others hold stays as it is. */
export const inEveryZone = (load: number, each: number): number => inAllZones(up(load / each));

/** Nodes that are left while a zone is missing. */
export const left = (nodes: number): number => (nodes / zones) * (zones - 1);

/** The limit that asks for most comes first; of equals the one that was named first. */
export const hardest = (limits: readonly Limit[]): readonly Limit[] => [...limits].sort((a, b) => b.nodes - a.nodes);

// Made once: each costs more than a whole sizing.
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const thousandths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** `1,953.1`: what people read, rounded to a tenth; below 1 to a thousandth. */
export const inWords = (amount: number): string => (amount < 1 ? thousandths : tenths).format(amount);

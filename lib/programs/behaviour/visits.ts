import { Random } from '../service/random';
import type { BehaviourType } from './events';

export interface VisitSettings {
  readonly users: number;
  readonly skus: number;
  readonly seed: number;
  /** 0: all users and articles alike; 1: the first far more often than the last. */
  readonly skew: number;
  /** Share of the events that are told late. */
  readonly late: number;
}

/** What an event is about; who makes it adds its time and its numbers. */
export interface Visit {
  /** From 0. */
  readonly user: number;
  readonly type: BehaviourType;
  readonly skus: readonly string[];
  readonly late: boolean;
}

/** Articles that are bought together: 0 to 3, 4 to 7 and so on. */
const clusterSize = 4;
/** Far apart, so that neighbours have nothing in common. */
const step = 0x9e3779b1;

/** The visit of this number: the same for the same settings, so a generator needs to remember no more than the number. */
export function visit(number: number, { users, skus, seed, skew, late }: VisitSettings): Visit {
  const random = new Random(Math.imul(number, step) ^ seed);
  const user = random.below(users, skew);
  const type = typeOf(random.next());
  const bought = type === 'purchase' ? basket(random, skus, skew) : [random.below(skus, skew)];
  return { user, type, skus: bought.map((sku) => `sku-${sku}`), late: random.next() < late };
}

const typeOf = (chance: number): BehaviourType => (chance < 0.7 ? 'view' : chance < 0.9 ? 'cart' : 'purchase');

/** Two or three different articles of a cluster; fewer where the last cluster has not as many. */
function basket(random: Random, skus: number, skew: number): readonly number[] {
  const first = clusterSize * random.below(Math.ceil(skus / clusterSize), skew);
  const width = Math.min(clusterSize, skus - first);
  const size = Math.min(width, 2 + random.below(2));
  const from = random.below(width);
  return Array.from({ length: size }, (_, index) => first + ((from + index) % width));
}

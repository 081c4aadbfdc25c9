import { Random } from '../service/random';
import type { Order } from './events';

/** What customers buy. */
export interface ShoppingSettings {
  readonly skus: number;
  readonly users: number;
  /** The most lines of an order. */
  readonly lines: number;
  readonly seed: number;
  /** 0: all users and articles alike; 1: the first far more often than the last. */
  readonly skew: number;
  /** The first so many orders name an article that nobody has. */
  readonly poisoned: number;
}

const mostPieces = 3;
/** Five lines of three pieces stay below the credit limit. */
const mostCents = 6_000;
/** Far apart, so that neighbours have nothing in common. */
const step = 0x9e3779b1;

/** An article's price: the same in every order. */
const centsOf = (sku: number): number => 100 + ((sku * 997) % (mostCents - 100));

/** The order of this number: the same for the same settings, so a generator needs to remember no more than the number. */
export function orderNumber(number: number, its: ShoppingSettings): Omit<Order, 'id'> {
  const random = new Random(Math.imul(number, step) ^ its.seed);
  const user = `user-${random.below(its.users, its.skew) + 1}`;
  const bought = Array.from({ length: 1 + random.below(its.lines) }, () => ({
    sku: 1 + random.below(its.skus, its.skew),
    quantity: 1 + random.below(mostPieces),
  }));
  const cents = bought.reduce((sum, { sku, quantity }) => sum + quantity * centsOf(sku), 0);
  const lines = bought.map(({ sku, quantity }) => ({ sku: `sku-${sku}`, quantity }));
  if (number <= its.poisoned) lines[0] = { sku: 'unknown-sku', quantity: 1 };
  return { user, lines, cents };
}

/** Numbers that look random and are the same for the same seed: a run of a load generator repeats. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to below 1. (mulberry32) */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to below `count`. @param skew 0: all alike; 1: the first far more often than the last */
  below(count: number, skew = 0): number {
    return Math.min(count - 1, Math.floor(count * this.next() ** (1 + 3 * skew)));
  }
}

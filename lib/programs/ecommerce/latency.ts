const windowMs = 60_000;

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

/** How long something took, over the last 60 seconds: as many values as there were. */
export class Latency {
  private readonly taken: { readonly at: number; readonly ms: number }[] = [];

  add(ms: number, now: number): void {
    this.forget(now);
    this.taken.push({ at: now, ms });
  }

  /** In milliseconds, to a tenth; 0 where there was nothing. */
  result(now: number): { readonly count: number; readonly p50: number; readonly p99: number; readonly max: number } {
    this.forget(now);
    const sorted = this.taken.map(({ ms }) => ms).sort((a, b) => a - b);
    /** The smallest that is not exceeded by this share. */
    const reached = (share: number): number => tenths(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
    return { count: sorted.length, p50: reached(0.5), p99: reached(0.99), max: reached(1) };
  }

  private forget(now: number): void {
    const kept = this.taken.findIndex(({ at }) => at > now - windowMs);
    this.taken.splice(0, kept === -1 ? this.taken.length : kept);
  }
}

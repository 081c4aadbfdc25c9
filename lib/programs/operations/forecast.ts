/** How much of its capacity a service used, at a second. */
export interface Point {
  readonly second: number;
  readonly load: number;
}

/** When a load reaches 1, in seconds from the newest point; `earliest` and `latest` are the bounds of its error. */
export interface Forecast {
  readonly load: number;
  readonly expected: number;
  readonly earliest: number;
  readonly latest: number;
}

/** Less than this says nothing. */
export const fewestPoints = 30;
/** Width of the bounds in standard errors: three hold 99.7 % of what is only noise. */
const standardErrors = 3;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A straight line through the points (least squares), and where it reaches 1.
 *
 * With n points, residual variance s² = Σ(residual²) / (n − 2) and S = Σ(second − mean)², the standard error of the slope is
 * s / √S and that of the mean s / √n. The earliest time is that of a line that lies three standard errors of the mean higher and rises three of the
 * slope faster; the latest that of one lower and slower.
 *
 * @returns nothing for too few points, and where a line that is three standard errors slower does not rise
 */
export function forecast(points: readonly Point[]): Forecast | undefined {
  if (points.length < fewestPoints) return undefined;
  const [second, load] = [mean(points.map((point) => point.second)), mean(points.map((point) => point.load))];
  const spread = points.reduce((sum, point) => sum + (point.second - second) ** 2, 0);
  if (spread === 0) return undefined;
  const slope = points.reduce((sum, point) => sum + (point.second - second) * (point.load - load), 0) / spread;
  const residual = (point: Point): number => point.load - load - slope * (point.second - second);
  const variance = points.reduce((sum, point) => sum + residual(point) ** 2, 0) / (points.length - 2);
  const slopeError = standardErrors * Math.sqrt(variance / spread);
  const loadError = standardErrors * Math.sqrt(variance / points.length);
  if (slope - slopeError <= 0) return undefined;
  const newest = Math.max(...points.map((point) => point.second));
  // From the newest point on; a line that is there already has reached it.
  const reached = (from: number, by: number): number => Math.max(0, second + (1 - from) / by - newest);
  return {
    load: load + slope * (newest - second),
    expected: reached(load, slope),
    earliest: reached(load + loadError, slope + slopeError),
    latest: reached(load - loadError, slope - slopeError),
  };
}

/** The loads of one service: the mean of each of the last seconds. */
export class Loads {
  private readonly seconds = new Map<number, { sum: number; count: number }>();
  private newest = 0;

  constructor(private readonly keptSeconds: number) {}

  /** @returns whether a second has ended: the time to look again */
  add(at: number, load: number): boolean {
    const second = Math.floor(at / 1_000);
    // What comes later than what is kept tells nothing of today.
    if (second <= this.newest - this.keptSeconds) return false;
    const known = this.seconds.get(second) ?? { sum: 0, count: 0 };
    this.seconds.set(second, { sum: known.sum + load, count: known.count + 1 });
    if (second <= this.newest) return false;
    this.newest = second;
    for (const old of this.seconds.keys()) if (old <= second - this.keptSeconds) this.seconds.delete(old);
    return true;
  }

  /** Of the seconds that are over. */
  get points(): readonly Point[] {
    return [...this.seconds]
      .filter(([second]) => second < this.newest)
      .map(([second, { sum, count }]) => ({ second, load: sum / count }));
  }
}

import type { LogLine } from '../service/log';
import type { Store } from '../service/store';
import type { Alert } from './events';
import { fewestPoints, forecast, Loads, type Forecast, type Point } from './forecast';
import { Spells } from './spells';

export interface RiseSettings {
  /** Seconds of its load that a forecast is made from. */
  readonly forecastSeconds: number;
  /** Told only when a service surely reaches its capacity within this time. */
  readonly horizonMinutes: number;
}

const kind = 'saturation';
/** A rise that was not seen for this long is another one when it comes back. */
const riseOverMs = 5 * 60_000;
/** The loads of more lanes are not kept: the one that was silent longest is forgotten. */
const mostLanes = 1_000;

/**
 * Services whose load rises, and will reach their capacity soon. A rise is told once.
 *
 * Each lane has a forecast of its own. The lines of a lane come in order, those of a service do not: its lanes lie on several
 * partitions, and whoever catches up reads one of them ahead of the other. Means over both would jump where one is missing, and a
 * jump looks like a rise.
 *
 * The loads are in memory alone: after a restart, the next forecast needs half a minute of new lines. What was told is on the volume.
 */
export class Rises {
  private readonly spells: Spells;
  private readonly lanes = new Map<string, Loads>();

  /** @throws Error where no forecast could ever be made */
  constructor(
    store: Store,
    private readonly settings: RiseSettings,
  ) {
    const { forecastSeconds } = settings;
    // The second that is not over yet is no point.
    if (forecastSeconds <= fewestPoints)
      throw new Error(`a forecast of ${forecastSeconds} seconds is none: it needs more than ${fewestPoints}`);
    this.spells = new Spells(store, kind, riseOverMs);
  }

  /** Only inside of a write: one more line. @returns the alert, when it shows a rise that was not told of */
  learn({ service, lane, at, load }: Pick<LogLine, 'service' | 'lane' | 'at' | 'load'>): Alert | undefined {
    const points = load === undefined ? undefined : this.pointsAfter(lane, at, load);
    const found = points && forecast(points);
    if (found === undefined || found.latest > this.settings.horizonMinutes * 60) return undefined;
    if (this.spells.lasts(service, at)) return undefined;
    this.spells.begin(service, at, at);
    return { id: `${kind}:${service}:${at}`, kind, service, at, text: textOf(service, found) };
  }

  /** Nothing while a second lasts: a look at each line would cost much and tell the same. */
  private pointsAfter(lane: string, at: number, load: number): readonly Point[] | undefined {
    const loads = this.lanes.get(lane) ?? new Loads(this.settings.forecastSeconds);
    const over = loads.add(at, load);
    // Last in the map is who spoke last.
    if (over) this.lanes.delete(lane);
    this.lanes.set(lane, loads);
    const [silent] = this.lanes.keys();
    if (this.lanes.size > mostLanes && silent !== undefined) this.lanes.delete(silent);
    return over ? loads.points : undefined;
  }
}

const minutes = (seconds: number): string => (seconds / 60).toFixed(1);

function textOf(service: string, { load, expected, earliest, latest }: Forecast): string {
  const when = `${minutes(expected)} minutes (between ${minutes(earliest)} and ${minutes(latest)})`;
  return `${service}: load ${load.toFixed(2)}, and rises: at its capacity in ${when}`;
}

import { trafficOf, type TrafficSettings } from '../../../../lib/programs/operations/traffic';
import type { LogLine } from '../../../../lib/programs/service/log';

export const start = 1_700_000_000_000;

/** The log of one caller. */
export function linesOf(
  settings: TrafficSettings,
  seconds: number,
  caller = 'callers-0',
  perSecond = 10,
): readonly LogLine[] {
  let errors = 0;
  return Array.from({ length: seconds * perSecond }, (_, index) => {
    const { service, fail, load } = trafficOf(settings, index + 1, index / perSecond, errors);
    if (fail) errors += 1;
    const [lane, at, level] = [
      `${caller}.${service}`,
      start + (index * 1_000) / perSecond,
      fail ? 'error' : 'info',
    ] as const;
    return { service, lane, number: index + 1, at, level, text: '', load };
  });
}

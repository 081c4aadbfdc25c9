import { trafficOf, type TrafficSettings } from '../../../../lib/programs/operations/traffic';
import type { LogLine } from '../../../../lib/programs/service/log';

export const start = 1_700_000_000_000;

/** The log of one caller with ten calls a second. */
export function linesOf(settings: TrafficSettings, seconds: number, caller = 'callers-0'): readonly LogLine[] {
  let errors = 0;
  return Array.from({ length: seconds * 10 }, (_, index) => {
    const { service, fail, load } = trafficOf(settings, index + 1, index / 10, errors);
    if (fail) errors += 1;
    const [lane, at, level] = [`${caller}.${service}`, start + index * 100, fail ? 'error' : 'info'] as const;
    return { service, lane, number: index + 1, at, level, text: '', load };
  });
}

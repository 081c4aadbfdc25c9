/** A length of time: `250ms`, `30s`, `15m`, `12h`, `7d`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;
/** An amount of memory or disk in powers of 1024: `512Mi`, `100Gi`, `2Ti`. */
export type Bytes = `${number}${'Mi' | 'Gi' | 'Ti'}`;

const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export const bytesPerMiB = 1_048_576;
const mebibytes = { Mi: 1, Gi: 1_024, Ti: 1_048_576 } as const;

export const durationPattern = /^\d{1,9}(ms|s|m|h|d)$/;
export const bytesPattern = /^\d{1,9}(Mi|Gi|Ti)$/;
export const durationFormat = 'a whole number with its unit: 250ms, 30s, 15m, 12h or 7d';
export const bytesFormat = 'a whole number with its unit: 512Mi, 100Gi or 2Ti';

function read<Unit extends string>(text: string, units: Readonly<Record<Unit, number>>): number {
  const unit = text.replace(/^\d+/, '') as Unit;
  return Number.parseInt(text, 10) * units[unit];
}

/** `7d` → 604800000. Takes only what matches `durationPattern`. */
export const toMilliseconds = (duration: Duration): number => read(duration, milliseconds);
/** `100Gi` → 102400. Takes only what matches `bytesPattern`. */
export const toMebibytes = (bytes: Bytes): number => read(bytes, mebibytes);

/** `5368709120` → `5 GiB`, for people: rounded to a tenth. */
export function sizeInWords(size: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.max(0, Math.floor(Math.log2(size) / 10)), units.length - 1);
  return `${Math.round((size / 1_024 ** power) * 10) / 10} ${units[power] ?? ''}`;
}

/** One thing that is wrong, in words the user can act on. */
export interface Problem {
  /** Stable id: `kafka-copies-too-few`. */
  readonly rule: string;
  /** As the user wrote it: `kafka.topics.clicks.replicationFactor`. */
  readonly path: string;
  readonly value: unknown;
  /** What happens because of it. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
}

const longestValue = 60;
const longestPath = 300;

/** One line without control characters: what is shown may come from a file that somebody else wrote. */
function oneLine(text: string, longest: number): string {
  const line = text
    .slice(0, longest * 4)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (odd) => `\\u{${(odd.codePointAt(0) ?? 0).toString(16)}}`);
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function textOf(value: unknown): string {
  if (value === '') return "''";
  // Quoted, as in the file, where it would look like something else.
  if (typeof value === 'string') return /^(\d+(\.\d+)?|true|false|null)$/.test(value) ? `'${value}'` : value;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // It contains itself.
    return Array.isArray(value) ? '[…]' : '{…}';
  }
}

/** `[kafka-min-insync-blocks-restart] kafka.minInsyncReplicas is 3: one restart stops all acknowledged writes; use 2`. */
export function problemText({ rule, path, value, why, fix }: Problem): string {
  const subject = path === '' ? 'the file' : oneLine(path, longestPath);
  const is = value === undefined ? '' : ` is ${oneLine(textOf(value), longestValue)}`;
  return `[${rule}] ${subject}${is}: ${oneLine(why, longestPath)}; ${oneLine(fix, 4 * longestPath)}`;
}

/** Refuses input whole: every problem, none of the work. */
export class DurabilityError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'DurabilityError';
  }
}

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

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replace(/\s+/g, ' ');
  return line.length > longestValue ? `${line.slice(0, longestValue)}…` : line;
}

/** `[kafka-min-insync-blocks-restart] kafka.minInsyncReplicas is 3: one restart stops all acknowledged writes; use 2`. */
export function problemText({ rule, path, value, why, fix }: Problem): string {
  const subject = path === '' ? 'the file' : path;
  return `[${rule}] ${value === undefined ? subject : `${subject} is ${shown(value)}`}: ${why}; ${fix}`;
}

/** Refuses input whole: every problem, none of the work. */
export class DurabilityError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'DurabilityError';
  }
}

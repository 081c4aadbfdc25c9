import { DurabilityError, problemText, type Problem } from '../../../lib/durability/problem';

const problem: Problem = {
  rule: 'kafka-min-insync-blocks-restart',
  path: 'kafka.minInsyncReplicas',
  value: 3,
  why: 'one restart stops all acknowledged writes',
  fix: 'use 2',
};
const shown = (value: unknown): string => problemText({ ...problem, path: 'x', value, rule: 'r', why: 'w', fix: 'f' });

describe('problemText', () => {
  test('tells rule, place, value, reason and fix in one line', () => {
    expect(problemText(problem)).toBe(
      '[kafka-min-insync-blocks-restart] kafka.minInsyncReplicas is 3: one restart stops all acknowledged writes; use 2',
    );
  });

  test('speaks of the file where there is no path, and of no value where there is none', () => {
    expect(problemText({ ...problem, path: '', value: undefined })).toMatch(/^\[\S+\] the file: one restart/);
  });

  const itself: { inner?: unknown } = {};
  itself.inner = itself;
  test.each([
    ['text', 'text'],
    ['', "''"],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [10n, '10'],
    [[1, 'a'], '[1,"a"]'],
    [{ a: { b: 1 } }, '{"a":{"b":1}}'],
    [itself, '{…}'],
    ['one\ntwo\r\n\tthree', 'one two three'],
    ['\u001b[2J\u0000\u202e', String.raw`\u{1b}[2J\u{0}\u{202e}`],
    ['x'.repeat(5_000_000), `${'x'.repeat(60)}…`],
  ])('shows the value %p as %s', (value, text) => {
    expect(shown(value)).toBe(`[r] x is ${text}: w; f`);
  });

  test('stays on one line whatever the key, the reason or the fix', () => {
    const text = problemText({ rule: 'r', path: 'a\nb', value: 'c\nd', why: 'e\nf', fix: 'g\u2028h' });

    expect(text).toBe('[r] a b is c d: e f; g h');
  });
});

describe('DurabilityError', () => {
  test('tells every problem, each on its own line', () => {
    const error = new DurabilityError([problem, { ...problem, path: 'kafka.brokers' }]);

    expect(error.problems).toHaveLength(2);
    expect(error.message.split('\n')).toEqual([
      expect.stringContaining(' kafka.minInsyncReplicas is 3'),
      expect.stringContaining(' kafka.brokers is 3'),
    ]);
  });
});

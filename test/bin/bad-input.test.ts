import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportText } from '../../bin/report';
import { DurabilityError } from '../../lib/durability/problem';
import { soundPlan } from '../../lib/plan/check-plan';
import { parseMessaging } from '../../lib/plan/parse';

// One file for each kind of mistake that a team makes in its first week, and the whole report that it gets.
const folder = join(__dirname, '../bad-input');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

function reportOf(text: string): string {
  try {
    soundPlan(parseMessaging(text));
  } catch (error) {
    if (error instanceof DurabilityError) return reportText(error);
    throw error;
  }
  return 'no problem';
}

test.each(names)('%s is told in the words that stand next to it', (name) => {
  expect(`${reportOf(read(`${name}.yaml`))}\n`).toBe(read(`${name}.report.txt`));
});

test.each(names)('%s is told in at most three lines a problem, none longer than 100 columns', (name) => {
  const lines = reportOf(read(`${name}.yaml`)).split('\n');
  const problems = lines.join('\n').split(/\n(?=\[|\d+ problem)/);
  for (const problem of problems) expect(problem.split('\n').length).toBeLessThan(4);
  for (const line of lines) expect(line.length).toBeLessThan(101);
});

test('there are 24 of them, and every report has its file', () => {
  expect(names).toHaveLength(24);
  expect(readdirSync(folder)).toHaveLength(48);
});

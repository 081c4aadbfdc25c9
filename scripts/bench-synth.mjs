// `npm run bench:synth`: how long a synth takes, and how that grows. Exits with 1 over the budgets.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spread } from './bench/spread.mjs';
import { measureAws } from './bench/synth-aws.mjs';

const budget = { sampleSeconds: 0.6, growth: 11 };
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'brokerkit-bench-'));

function seconds(command, args) {
  const began = performance.now();
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - began) / 1_000;
}

const shown = ({ median, min, max }) =>
  `median ${median.toFixed(3)} s, min ${min.toFixed(3)} s, max ${max.toFixed(3)} s`;

/**
 * So many topics and queues together, half of each; each queue is bound to one exchange. A thousand queues alone would not fit
 * into the one ConfigMap that their provision Job reads, and are refused.
 */
function messaging(count) {
  const numbers = Array.from({ length: count / 2 }, (_, number) => number);
  return [
    'name: bench',
    'kafka:',
    '  topics:',
    ...numbers.map((number) => `    topic-${number}: { partitions: 3, retention: 7d }`),
    'rabbitmq:',
    '  exchanges: { events: { type: topic } }',
    '  queues:',
    ...numbers.map(
      (number) => `    queue-${number}: { bindings: [{ exchange: events, routingKey: 'event.${number}' }] }`,
    ),
    '',
  ].join('\n');
}

const counts = [10, 100, 1_000];

/** One synth of each size in turn, so that a busy minute of the machine touches all of them alike. */
function measureCounts(rounds) {
  for (const count of counts) writeFileSync(join(folder, `${count}.yaml`), messaging(count));
  const run = (count) => {
    const files = ['--config', join(folder, `${count}.yaml`), '--out', join(folder, `k8s-${count}`)];
    return seconds(process.execPath, ['dist/bin/brokerkit.js', 'synth', ...files]);
  };
  const measured = Array.from({ length: rounds }, () => counts.map(run));
  return counts.map((_, index) => spread(measured.map((round) => round[index])));
}

let over = false;
function judge(what, value, most, unit) {
  const kept = value <= most;
  over ||= !kept;
  console.log(`${kept ? 'ok  ' : 'OVER'} ${what}: ${value.toFixed(2)}${unit}, budget ${most}${unit}`);
}

try {
  const load = loadavg()[0];
  if (load > availableParallelism() / 2)
    console.log(`the machine is busy (load ${load.toFixed(1)}): measure again when it is idle`);
  const synth = ['run', '--silent', 'synth', '--', '--out', join(folder, 'sample')];
  const sample = spread(Array.from({ length: 7 }, () => seconds('npm', synth)));
  console.log(`sample, npm run synth        ${shown(sample)}`);
  const measured = measureCounts(5);
  for (const [index, count] of counts.entries())
    console.log(`${String(count).padStart(5)} topics and queues      ${shown(measured[index])}`);
  judge('npm run synth of the sample', sample.median, budget.sampleSeconds, ' s');
  judge('t(1000) / t(100)', measured[2].median / measured[1].median, budget.growth, '');
  for (const { way, budget: most, seconds: cpu, floor } of measureAws(root, 3))
    judge(`app for AWS, ${way} (the smallest app: ${floor.toFixed(2)} s)`, cpu, most, ' s of CPU');
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = over ? 1 : 0;

// `npm run bench:clients`: our publishers and consumers against the brokers' own load tools, on the same brokers with three copies of
// everything, in the namespace `bench` of the current KUBECONFIG. Exits with 1 where a client is slower than 80 % of the tool, or
// takes more than 256 MiB. It needs kubectl, and Maven for PerfTest.
//   npm run bench:clients [-- a part of a comparison's name: consumers read what publishers wrote, so with KEEP]
//   SCALE   of the counts of messages; 1 by default, 0.1 to try it out
//   ROUNDS  5 by default
//   SOAK    seconds, such as 600: instead of the comparisons, our publisher and consumer of each broker at the same time for so long;
//           exits with 1 where one takes more than 256 MiB
//   KEEP    set: works on what an earlier run with KEEP deployed, and leaves it
import { cpus, loadavg, totalmem } from 'node:os';
import { comparisons, soaks } from './bench/clients.mjs';
import { deploy, remove } from './bench/cluster.mjs';
import { measure } from './bench/measure.mjs';
import { perfTestVersion, prepare } from './bench/prepare.mjs';
import { missedBars, missedInSoak, soakTable, tableOf } from './bench/table.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);
const scale = Number(process.env.SCALE ?? 1);
const soak = process.env.SOAK === undefined ? undefined : Number(process.env.SOAK);
const keep = process.env.KEEP !== undefined;
const part = process.argv[2] ?? '';

const scaled = (messages, warmUp = 0, unconfirmed = undefined) => ({
  messages: Math.round(messages * scale),
  warmUp: Math.round(warmUp * scale),
  unconfirmed,
});
const produce = scaled(250_000, 50_000, 10_000);
const written = 2 * rounds * (produce.messages + produce.warmUp);
const counts = {
  kafkaProduce: produce,
  // The tool has no warm-up for readers: both count from the first record.
  kafkaConsume: { messages: Math.min(scaled(1_000_000).messages, written) - 1, warmUp: 1 },
  rabbitMqPublish: scaled(100_000, 10_000, 1_000),
  rabbitMqConsume: scaled(100_000, 10_000),
};

const say = (line) => process.stderr.write(`${String(Math.round(process.uptime())).padStart(5)} s  ${line}\n`);

/** Both clients once, the other one first in every second round: a busy minute of the machine touches both. */
async function both(comparison, round, result) {
  const order = round % 2 === 0 ? ['tool', 'ours'] : ['ours', 'tool'];
  for (const client of order) {
    const figures = await measure(client, comparison[client], comparison);
    result[client].push(figures);
    const { perSecond, cpu, mebibytes } = figures;
    say(
      `${comparison.name}, ${client}: ${Math.round(perSecond)}/s, ${cpu.toFixed(1)} CPU s/million, ${Math.round(mebibytes)} MiB`,
    );
  }
}

/** What is written in a round is read in the same one, but for Kafka, where all of it stays and is read at once. */
async function measureAll() {
  const chosen = comparisons(counts).filter(({ name }) => name.includes(part));
  const results = new Map(chosen.map(({ name, tool }) => [name, { name, toolName: tool.name, tool: [], ours: [] }]));
  const of = (name) => chosen.filter((comparison) => comparison.name.startsWith(name));
  for (const group of [of('Kafka produce'), of('Kafka consume'), of('RabbitMQ')])
    for (let round = 0; round < rounds; round += 1)
      for (const comparison of group) await both(comparison, round, results.get(comparison.name));
  return [...results.values()];
}

/** Both directions of a broker for as long as was asked, the consumer on its heels. */
async function soakAll() {
  const results = [];
  for (const { publisher, consumer } of soaks(soak)) {
    const both = [
      ['ours', publisher],
      ['reader', consumer],
    ].map(async ([container, its]) => ({ name: its.name, ...(await measure(container, its.client, its)) }));
    results.push(...(await Promise.all(both)));
    say(
      results
        .slice(-2)
        .map(({ name, perSecond, mebibytes }) => `${name}: ${Math.round(perSecond)}/s, ${Math.round(mebibytes)} MiB`)
        .join(', '),
    );
  }
  return results;
}

async function run() {
  const load = loadavg()[0];
  const results = soak === undefined ? await measureAll() : await soakAll();
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, load before the first run ${load.toFixed(1)}`,
  );
  const today = new Date().toISOString().slice(0, 10);
  if (soak === undefined)
    console.log(`${today}, ${rounds} rounds, PerfTest ${perfTestVersion}, counts ${JSON.stringify(counts)}\n`);
  else console.log(`${today}, ${soak} seconds each\n`);
  console.log(`${soak === undefined ? tableOf(results) : soakTable(results)}\n`);
  const missed = soak === undefined ? missedBars(results) : missedInSoak(results);
  for (const line of missed) console.log(`MISSED ${line}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

function clean() {
  if (!keep) remove();
}
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    clean();
    process.exit(1);
  });

try {
  say('deploying');
  deploy();
  await prepare();
  await run();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  clean();
}

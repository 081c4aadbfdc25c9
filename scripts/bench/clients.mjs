// What is compared: for each broker and direction the broker's own tool and our client, with the same guarantees and the same data.
//   Kafka      acks=all and idempotence; a reader's position is committed after the work
//   RabbitMQ   confirms, mandatory, persistent; a reader acknowledges each message after the work
export const bytes = 1_024;
/** RabbitMQ: published and not confirmed, and delivered and not acknowledged. It is what our client has. */
const window = 300;

const kafkaTool = (name) =>
  `/opt/kafka/bin/kafka-${name}.sh --bootstrap-server $KAFKA_BOOTSTRAP_SERVERS --topic perf --command-config /tmp/kafka.properties`;

const perfTest = [
  'java -Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit',
  "-cp '/tmp/jars/*' com.rabbitmq.perf.PerfTest --use-default-ssl-context --predeclared --metrics-format compact",
  '--exchange perf --type direct --routing-key perf --queue perf',
].join(' ');
const rabbitMqLogin =
  'export URI="amqps://$RABBITMQ_USERNAME:$(cat $RABBITMQ_PASSWORD_FILE)@$RABBITMQ_HOST:$RABBITMQ_PORT"; export ROUTING_KEY=perf;';

const ours = (bundle, role, { messages, warmUp, unconfirmed = 1, seconds }) =>
  `env BENCH=${role} MESSAGES=${messages} WARM_UP=${warmUp} MESSAGE_BYTES=${bytes} UNCONFIRMED=${unconfirmed} ${seconds === undefined ? '' : `SECONDS=${seconds}`} node /tmp/${bundle}.cjs bench`;

/** What the reader's group has read, is forgotten: every reader reads the same. */
const readAgain = `${kafkaTool('consumer-groups')} --group $KAFKA_GROUP_ID --reset-offsets --to-earliest --execute > /dev/null`;

/** The first group of the last match. @throws Error with the output, where there is none */
function last(output, pattern) {
  const found = [...output.matchAll(pattern)].at(-1)?.[1];
  if (found === undefined) throw new Error(`no figure in:\n${output}`);
  return Number(found);
}
const ourRate = (output) => last(output, /"perSecond":([\d.]+)/g);

/** PerfTest says each second how many it was: the average of those after the warm-up. (Its own average counts its start.) */
function perfTestRate(output, { warmUp }) {
  let before = 0;
  let from = 0;
  const counted = [];
  for (const [, at, rate] of output.matchAll(/^(\d+\.\d+)s +(\d+) msg\/s/gm)) {
    const seconds = Number(at) - from;
    const count = Number(rate) * seconds;
    if (before >= warmUp) counted.push({ seconds, count });
    before += count;
    from = Number(at);
  }
  const sum = (key) => counted.reduce((total, interval) => total + interval[key], 0);
  if (counted.length === 0) throw new Error(`too short for a figure:\n${output}`);
  return sum('count') / sum('seconds');
}

/** @param counts messages of a run, by the broker and direction */
export const comparisons = (counts) => [
  {
    name: 'Kafka produce',
    load: counts.kafkaProduce,
    tool: {
      name: 'kafka-producer-perf-test',
      // One payload for all, as ours: making one up for each would cost the tool more than sending it.
      command: ({ messages, warmUp }) =>
        `${kafkaTool('producer-perf-test')} --num-records ${messages + warmUp} --warmup-records ${warmUp} --throughput -1 ` +
        '--payload-file /tmp/payload --command-property acks=all enable.idempotence=true linger.ms=5 batch.size=524288',
      rate: (output) => last(output, /steady state records sent, ([\d.]+) records\/sec/g),
    },
    ours: { command: (load) => ours('kafka', 'publish', load), rate: ourRate },
  },
  {
    name: 'Kafka consume',
    load: counts.kafkaConsume,
    before: readAgain,
    tool: {
      name: 'kafka-consumer-perf-test',
      command: ({ messages, warmUp }) =>
        `${kafkaTool('consumer-perf-test')} --group $KAFKA_GROUP_ID --num-records ${messages + warmUp} --hide-header ` +
        '--command-property group.protocol=consumer check.crcs=true',
      // fetch.nMsg.sec: without the time in which the group came together, which ours does not count either.
      rate: (output) => last(output, /^\d{4}-.*, ([\d.]+)$/gm),
    },
    ours: { command: (load) => ours('kafka', 'consume', load), rate: ourRate },
  },
  {
    name: 'RabbitMQ publish',
    load: counts.rabbitMqPublish,
    setUp: rabbitMqLogin,
    tool: {
      name: 'PerfTest',
      command: ({ messages, warmUp }) =>
        `${perfTest} --producers 1 --consumers 0 --size ${bytes} --confirm ${window} --flag persistent --flag mandatory --pmessages ${messages + warmUp}`,
      rate: perfTestRate,
    },
    ours: { command: (load) => ours('rabbitmq', 'publish', load), rate: ourRate },
  },
  {
    name: 'RabbitMQ consume',
    load: counts.rabbitMqConsume,
    setUp: rabbitMqLogin,
    tool: {
      name: 'PerfTest',
      command: ({ messages, warmUp }) =>
        `${perfTest} --producers 0 --consumers 1 --qos ${window} --cmessages ${messages + warmUp}`,
      rate: perfTestRate,
    },
    ours: { command: (load) => ours('rabbitmq', 'consume', load), rate: ourRate },
  },
];

/** Our publisher and our consumer of a broker at the same time, each for so many seconds. */
export const soaks = (seconds) =>
  [
    { broker: 'Kafka', bundle: 'kafka', unconfirmed: 10_000 },
    { broker: 'RabbitMQ', bundle: 'rabbitmq', unconfirmed: 1_000, setUp: rabbitMqLogin },
  ].map(({ broker, bundle, unconfirmed, setUp }) => {
    const load = { messages: Number.MAX_SAFE_INTEGER, warmUp: 1, unconfirmed, seconds };
    const run = (direction, role) => ({
      name: `${broker} ${direction}`,
      load,
      setUp,
      client: { command: (its) => ours(bundle, role, its), rate: ourRate },
    });
    return { publisher: run('produce', 'publish'), consumer: run('consume', 'consume') };
  });

import { kubectl } from './kubectl';

/** One of Kafka's own tools, in a broker's or controller's pod, with the internal certificate: nothing of ours is asked. */
function tool(namespace: string, pod: string, command: string): Promise<string> {
  const java =
    "KAFKA_HEAP_OPTS=-Xmx128m KAFKA_JVM_PERFORMANCE_OPTS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1' KAFKA_GC_LOG_OPTS=' '";
  return kubectl(
    'exec',
    '-n',
    namespace,
    pod,
    '--',
    'bash',
    '-c',
    `cd /opt/kafka/bin && unset KAFKA_LOG4J_OPTS && ${java} ./${command}`,
  );
}

const config = '--command-config /etc/brokerkit/config/internal.properties';
const controllerAddress =
  'kafka-controller-0.kafka-controller:9093,kafka-controller-1.kafka-controller:9093,kafka-controller-2.kafka-controller:9093';
const brokerAddress =
  'kafka-broker-0.kafka-broker:9091,kafka-broker-1.kafka-broker:9091,kafka-broker-2.kafka-broker:9091';

export interface Partition {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number | undefined;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

const numbers = (list: string): readonly number[] =>
  list
    .split(',')
    .filter(Boolean)
    .map(Number)
    .sort((a, b) => a - b);

export async function partitions(namespace: string, pod: string): Promise<readonly Partition[]> {
  const text = await tool(namespace, pod, `kafka-topics.sh --bootstrap-server ${brokerAddress} ${config} --describe`);
  return [
    ...text.matchAll(/Topic: (\S+)\s+Partition: (\d+)\s+Leader: (\S+)\s+Replicas: ([\d,]+)\s+Isr: ([\d,]*)/g),
  ].map(([, topic = '', partition, leader, replicas = '', isr = '']) => ({
    topic,
    partition: Number(partition),
    leader: leader === 'none' ? undefined : Number(leader),
    replicas: numbers(replicas),
    isr: numbers(isr),
  }));
}

export interface Voter {
  readonly id: number;
  readonly directory: string;
  readonly leads: boolean;
}

export async function voters(namespace: string, pod: string): Promise<readonly Voter[]> {
  const text = await tool(
    namespace,
    pod,
    `kafka-metadata-quorum.sh --bootstrap-controller ${controllerAddress} ${config} describe --replication`,
  );
  return [...text.matchAll(/^(\d+)\s+(\S+)\s+\d+\s+-?\d+\s+.*(Leader|Follower)\s*$/gm)].map(
    ([, id, directory = '', status]) => ({
      id: Number(id),
      directory,
      leads: status === 'Leader',
    }),
  );
}

/** The directory id and cluster id on a controller's own disk. */
export async function diskIdentity(namespace: string, pod: string): Promise<{ directory: string; cluster: string }> {
  const text = await kubectl('exec', '-n', namespace, pod, '--', 'cat', '/var/lib/kafka/data/logs/meta.properties');
  const read = (key: string): string => new RegExp(String.raw`^${key}=(.+)$`, 'm').exec(text)?.[1] ?? '';
  return { directory: read(String.raw`directory\.id`), cluster: read(String.raw`cluster\.id`) };
}

/** The cluster-wide value that brokers act by, whatever their files say. */
export async function effectiveMinInsync(namespace: string, pod: string): Promise<string | undefined> {
  const text = await tool(
    namespace,
    pod,
    `kafka-configs.sh --bootstrap-server ${brokerAddress} ${config} --describe --entity-type brokers --entity-default`,
  );
  return /min\.insync\.replicas=(\d+)/.exec(text)?.[1];
}

/**
 * Every record of a topic, read with Kafka's own consumer: each partition from its beginning to what is its end now, since
 * others may go on writing.
 */
export async function readTopic(namespace: string, pod: string, topic: string): Promise<string> {
  const address = `--bootstrap-server ${brokerAddress} ${config} --topic ${topic}`;
  const offsets = await tool(namespace, pod, `kafka-get-offsets.sh ${address}`);
  const ends = [...offsets.matchAll(/^\S+:(\d+):(\d+)$/gm)].filter(([, , end]) => end !== '0');
  const texts: string[] = [];
  for (const [, partition, end] of ends) {
    const limits = `--partition ${partition} --offset earliest --max-messages ${end} --timeout-ms 60000`;
    texts.push(await tool(namespace, pod, `kafka-console-consumer.sh ${address} ${limits} 2>/dev/null`));
  }
  return texts.join('');
}

/** Which partition lacks a leader or a replica; nothing when none does. */
export async function replicaFlaw(namespace: string): Promise<string | undefined> {
  const all = await partitions(namespace, 'kafka-broker-0');
  if (all.length === 0) return 'no partitions';
  const flawed = all.find(({ replicas, isr, leader }) => leader === undefined || replicas.join() !== isr.join());
  return (
    flawed && `${flawed.topic}-${flawed.partition}: replicas ${flawed.replicas.join()}, in sync ${flawed.isr.join()}`
  );
}

/** Why the cluster is not whole; nothing when it is. */
export async function kafkaFlaw(namespace: string): Promise<string | undefined> {
  const flaw = await replicaFlaw(namespace);
  if (flaw !== undefined) return flaw;
  const voting = await voters(namespace, 'kafka-broker-0');
  if (
    voting
      .map(({ id }) => id)
      .sort()
      .join() !== '100,101,102'
  )
    return `voters ${voting.map(({ id }) => id).join()}`;
  const disks = await Promise.all([0, 1, 2].map((ordinal) => diskIdentity(namespace, `kafka-controller-${ordinal}`)));
  const missing = voting.find(({ id, directory }) => disks[id - 100]?.directory !== directory);
  if (missing !== undefined) return `voter ${missing.id} with directory ${missing.directory}, which is not on its disk`;
  if (new Set(voting.map(({ directory }) => directory)).size !== 3) return 'voters share a directory id';
  const brokers = await Promise.all([0, 1, 2].map((ordinal) => diskIdentity(namespace, `kafka-broker-${ordinal}`)));
  if (new Set([...disks, ...brokers].map(({ cluster }) => cluster)).size !== 1) return 'more than one cluster id';
  return undefined;
}

export async function leaderPod(namespace: string, topic: string, partition: number): Promise<string> {
  const found = (await partitions(namespace, 'kafka-broker-0')).find(
    (its) => its.topic === topic && its.partition === partition,
  );
  if (found?.leader === undefined) throw new Error(`${topic}-${partition} has no leader`);
  return `kafka-broker-${found.leader}`;
}

export async function activeController(namespace: string): Promise<string> {
  const leader = (await voters(namespace, 'kafka-broker-0')).find(({ leads }) => leads);
  if (leader === undefined) throw new Error('no active controller');
  return `kafka-controller-${leader.id - 100}`;
}

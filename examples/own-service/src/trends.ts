// The program of the trends team: which articles are looked at most, every ten seconds. It is bundled when the manifests are written,
// and runs on Node 24; what it is granted comes in its environment.
import {
  kafkaClientFromEnv,
  KafkaConsumer,
  KafkaPublisher,
  onStop,
  PoisonError,
  withDeadLetters,
  type KafkaRecord,
} from 'brokerkit/clients/kafka';

const settings = kafkaClientFromEnv(process.env);
const consumer = new KafkaConsumer(settings, ['user-behaviour']);
const publisher = new KafkaPublisher(settings);

/** Views of each article since the last line. A record that comes twice is a view too many, and no trend. */
let views = new Map<string, number>();

/** The article that was looked at; none where somebody did something else. */
function articleOf({ value }: KafkaRecord): string | undefined {
  try {
    const { type, skus } = JSON.parse(value.toString()) as {
      readonly type?: unknown;
      readonly skus?: readonly unknown[];
    };
    const article = skus?.[0];
    if (typeof type === 'string' && typeof article === 'string') return type === 'view' ? article : undefined;
  } catch {
    // Told below.
  }
  // No use in trying again: it goes to the dead letters, and the next record is read.
  throw new PoisonError(`no article in ${value.toString().slice(0, 40)}`);
}

// An async function: an error that it throws is a rejection.
const count = async (record: KafkaRecord): Promise<void> => {
  const article = articleOf(record);
  if (article !== undefined) views.set(article, (views.get(article) ?? 0) + 1);
};

function tell(): void {
  const most = [...views].sort(([, a], [, b]) => b - a).slice(0, 3);
  console.log(most.map(([article, times]) => `${article} ${times}`).join(', ') || 'nobody looks at anything');
  views = new Map();
}

setInterval(tell, 10_000);
onStop(async () => {
  await consumer.drain();
  // What was counted since the last line is not read again.
  tell();
  await publisher.drain();
});

consumer.run(withDeadLetters(publisher, settings.groupId, count)).catch((error: unknown) => {
  // Started again, it reads on from what was done.
  console.error(error);
  process.exit(1);
});

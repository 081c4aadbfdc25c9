import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { alarmsDoc } from '../lib/aws/watch/alarms-doc';
import { choosingDoc } from '../lib/plan/choosing-doc';
import { messagingJsonSchema } from '../lib/plan/json-schema';
import { settingsDoc, type About, type Abouts } from '../lib/plan/settings-doc';
import { knobDocstrings, propertyDocstrings, type Docstring } from './docstrings';

/** Where a user writes what an interface or a table holds. */
const places: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'lib/plan': {
    MessagingOptions: [''],
    WorkloadOptions: ['workloads.*'],
    KubernetesOptions: ['kubernetes'],
    AwsOptions: ['aws'],
  },
  'lib/kafka': {
    KafkaOptions: ['kafka'],
    durabilityKnobs: ['kafka'],
    capacityKnobs: ['kafka'],
    timingKnobs: ['kafka'],
    TopicOptions: ['kafka.topics.*'],
    topicKnobs: ['kafka.topics.*'],
  },
  'lib/rabbitmq': {
    RabbitMqOptions: ['rabbitmq'],
    durabilityKnobs: ['rabbitmq'],
    capacityKnobs: ['rabbitmq'],
    timingKnobs: ['rabbitmq'],
    ExchangeOptions: ['rabbitmq.exchanges.*'],
    QueueOptions: ['rabbitmq.queues.*'],
    queueKnobs: ['rabbitmq.queues.*'],
    BindingOptions: ['rabbitmq.queues.*.bindings.*'],
  },
  'lib/durability': {
    Resources: ['kafka.resources', 'kafka.controllerResources', 'rabbitmq.resources', 'workloads.*.resources'],
    ExistingSecrets: ['kafka.existingSecrets', 'rabbitmq.existingSecrets'],
    TlsOptions: ['kafka.tls', 'rabbitmq.tls'],
    AcceptedRisk: ['kafka', 'kafka.topics.*', 'rabbitmq', 'rabbitmq.queues.*'].map((place) => `${place}.acceptRisk.*`),
  },
};

const read = (path: string): readonly Docstring[] =>
  basename(path).startsWith('knobs-') ? knobDocstrings(path) : propertyDocstrings(path);

function aboutOf({ text, tags }: Docstring): About {
  const { default: told, see } = tags;
  return { text, ...(told === undefined ? {} : { default: told }), ...(see === undefined ? {} : { see }) };
}

/** Every docstring of an option, by the paths that a user writes it at. */
export function abouts(root: string): Abouts {
  const found = Object.entries(places).flatMap(([folder, owners]) =>
    readdirSync(join(root, folder))
      .filter((file) => /^((aws-)?options|schema|risk|credentials|knobs-.*)\.ts$/.test(file))
      .flatMap((file) => read(join(root, folder, file)))
      .flatMap((doc) => {
        // A type within an interface stands where its property does: `WorkloadOptions.kafka`.
        const [owner = '', ...within] = doc.owner.split('.');
        return (owners[owner] ?? []).map((place): [string, About] => [
          [place, ...within, doc.name].filter((part) => part !== '').join('.'),
          aboutOf(doc),
        ]);
      }),
  );
  return new Map(found);
}

function hover({ text, default: told }: About): string {
  const lines = text.split('\n\n').map((paragraph) => paragraph.replaceAll(/\s+/g, ' '));
  return [...lines, ...(told === undefined ? [] : [`Default: ${told.replace(/^- /, '')}`])].join('\n\n');
}

/** Every file that is written from the source: its path → its text before it is formatted. */
export function generatedFiles(root: string): Readonly<Record<string, string>> {
  const all = abouts(root);
  const schema = messagingJsonSchema((path) => {
    const about = all.get(path);
    return about === undefined ? undefined : hover(about);
  });
  return {
    'messaging.schema.json': JSON.stringify(schema, undefined, 2),
    'docs/settings.md': settingsDoc(all),
    'docs/choosing.md': choosingDoc(),
    'docs/aws-alarms.md': alarmsDoc(),
  };
}

import { defaultProfile } from '../durability/profiles';
import type { KafkaOptions } from '../kafka/options';
import { resolveKafka, type KafkaSettings } from '../kafka/settings';
import type { RabbitMqOptions } from '../rabbitmq/options';
import type { GivenDisk } from '../rabbitmq/disk';
import { resolveRabbitMq, type RabbitMqSettings } from '../rabbitmq/settings';
import type { KubernetesOptions, MessagingOptions, WorkloadOptions } from './options';

/** Both brokers and the workloads as one whole. The brokers' options have the whole's durability where they name none. */
export interface Plan {
  readonly name: string;
  readonly namespace: string;
  readonly kubernetes: KubernetesOptions;
  readonly kafka: Broker<KafkaOptions, KafkaSettings> | undefined;
  readonly rabbitmq: Broker<RabbitMqOptions, RabbitMqSettings> | undefined;
  readonly workloads: Readonly<Record<string, WorkloadOptions>>;
}

export interface Broker<Options, Settings> {
  readonly options: Options;
  readonly settings: Settings;
}

/**
 * Options → plan. Nothing is judged yet: see `checkPlan`.
 *
 * @param rabbitMqDisk of each node of RabbitMQ, where a service decides it
 */
export function planMessaging(options: MessagingOptions, rabbitMqDisk?: GivenDisk): Plan {
  const durability = options.durability ?? defaultProfile;
  const broker = <Options extends { readonly durability?: typeof durability }, Settings>(
    its: Options | undefined,
    resolve: (its: Options) => Settings,
  ): Broker<Options, Settings> | undefined => {
    if (its === undefined) return undefined;
    const whole = { ...its, durability: its.durability ?? durability };
    return { options: whole, settings: resolve(whole) };
  };
  return {
    name: options.name,
    namespace: options.kubernetes?.namespace ?? options.name,
    kubernetes: options.kubernetes ?? {},
    kafka: broker(options.kafka, (its) => resolveKafka('kafka', its)),
    rabbitmq: broker(options.rabbitmq, (its) => resolveRabbitMq('rabbitmq', its, rabbitMqDisk)),
    workloads: options.workloads ?? {},
  };
}

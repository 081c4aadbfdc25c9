import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { DeadLetters } from '../lib/plan/dead-letters';
import type { MessagingOptions } from '../lib/plan/options';
import { planMessaging } from '../lib/plan/plan';
import { KafkaCluster } from './kafka-cluster';
import { program } from './parts/files';
import { clientLabel, labels } from './parts/labels';
import { fromSecret, plainEnv, pod } from './parts/pod';
import { nodeImage, nodeUser, programCommand } from './parts/node';
import { programMount, ProgramMaps } from './parts/program';
import { RabbitMqCluster } from './rabbitmq-cluster';

export interface ReplayRequest extends DeadLetters {
  /** Of the pod. */
  readonly name: string;
  /** Back to where they come from; otherwise they are only listed. */
  readonly putBack: boolean;
  /** Messages a second. */
  readonly rate: number;
  /** Messages that are listed or put back. */
  readonly limit: number;
}

export interface ReplayPod {
  readonly namespace: string;
  /** The ConfigMap that has the program: a synthesis of the same version has it. */
  readonly programMap: string;
  readonly manifest: object;
}

const resources = { cpu: 0.1, memory: '256Mi' } as const;

/**
 * A pod that lists dead letters or puts them back, once: with the rights of the broker's own administrator, and on the network path of the
 * provision Job. When it is asked to stop it finishes the message that is under way.
 */
export function replayPod(options: MessagingOptions, request: ReplayRequest): ReplayPod {
  const { namespace, kafka, rabbitmq } = planMessaging(options);
  const chart = new Chart(new App(), 'replay', { namespace, disableResourceNameHashes: true });
  const { broker, source, letters } = request;
  const { administrator } =
    broker === 'kafka'
      ? new KafkaCluster(chart, 'kafka', kafka?.options ?? {})
      : new RabbitMqCluster(chart, 'rabbitmq', rabbitmq?.options ?? {});
  const programMap = ProgramMaps.of(chart).nameOf(program(broker));
  new k8s.KubePod(chart, 'Replay', {
    metadata: { name: request.name, labels: { ...labels(broker, 'provision'), ...clientLabel(broker) } },
    spec: pod({
      image: nodeImage,
      user: nodeUser,
      command: programCommand(broker, 'replay'),
      resources,
      restartPolicy: 'Never',
      env: plainEnv({
        ...administrator.env,
        REPLAY_FROM: letters,
        REPLAY_TO: source,
        REPLAY_PUT_BACK: String(request.putBack),
        REPLAY_RATE: String(request.rate),
        REPLAY_LIMIT: String(request.limit),
        // How far dead letters of a topic were put back.
        ...(broker === 'kafka' ? { KAFKA_GROUP_ID: `brokerkit-replay.${letters}` } : {}),
      }),
      mounts: [
        { name: 'administrator', path: administrator.secretPath, source: fromSecret(administrator.secretName) },
        programMount(programMap),
      ],
    }),
  });
  const manifest = (chart.toJson() as { readonly kind: string }[]).find(({ kind }) => kind === 'Pod');
  return { namespace, programMap, manifest: manifest ?? {} };
}

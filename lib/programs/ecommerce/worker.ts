import { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import { required, type Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';
import { atMost } from '../service/at-most';
import { PatientKafka } from '../service/patient-kafka';
import { readQueues } from '../service/queues';
import { runService, storeOf } from '../service/service';
import { Desk, type Business } from './desk';

/** A desk on the pod's volume, with publishers to both brokers. */
export function openDesk(
  env: Environment,
  service: string,
): { readonly desk: Desk; readonly close: () => Promise<void> } {
  const lane = required(env, 'POD_NAME');
  const kafka = new PatientKafka(kafkaClientFromEnv(env));
  const rabbitMq = new RabbitMqPublisher(rabbitMqClientFromEnv(env), lane);
  const desk = new Desk(storeOf(env), service, lane, { kafka, rabbitMq });
  const close = async (): Promise<void> => {
    await desk.drain();
    // What they have not stored is in the outboxes.
    await atMost(Promise.all([kafka.drain(), rabbitMq.drain()]));
  };
  return { desk, close };
}

/** Works on every queue that it may consume, until it is asked to stop. */
export async function runWorker(env: Environment, service: string, at: (desk: Desk) => Business): Promise<void> {
  const { desk, close } = openDesk(env, service);
  const business = at(desk);
  const queues = readQueues(env, ({ content }) => business.work(content));
  const drain = async (): Promise<void> => {
    await queues.drain();
    await close();
  };
  await runService(env, { result: () => business.result, drain, running: queues.running });
}

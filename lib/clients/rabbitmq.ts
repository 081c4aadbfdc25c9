// `brokerkit/clients/rabbitmq`: what a program of your own speaks to RabbitMQ with. It needs `amqplib` and Node 24.
export type { Environment } from '../durability/environment';
export { rabbitMqClientFromEnv, type RabbitMqClientSettings } from '../rabbitmq/client';
export { onStop } from './drain';
export { PoisonError } from './poison';
export type { Consumer, Publisher } from './publisher';
export { RabbitMqConsumer, type RabbitMqDelivery } from './rabbitmq-consumer';
export { NotRoutedError, UnknownError, type RabbitMqMessage } from './rabbitmq-exchange';
export { RabbitMqPublisher } from './rabbitmq-publisher';

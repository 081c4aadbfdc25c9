// `brokerkit/clients/kafka`: what a program of your own speaks to Kafka with. It needs `@platformatic/kafka` and Node 24.
export type { Environment } from '../durability/environment';
export { kafkaClientFromEnv, type KafkaClientSettings } from '../kafka/client';
export { deadLetterHeaders, deadLetterTopicOf } from '../kafka/dead-letter';
export { onStop } from './drain';
export { KafkaConsumer, type KafkaRecord } from './kafka-consumer';
export { withDeadLetters } from './kafka-dead-letters';
export { KafkaPublisher, type KafkaMessage } from './kafka-publisher';
export { PoisonError } from './poison';
export type { Consumer, Publisher } from './publisher';

export { AmazonMqBroker, type AmazonMqBrokerProps } from './amazon-mq-broker';
export type { BrokerPlace } from './broker-network';
export { featureFlags } from './feature-flags';
export { KafkaStack, type KafkaStackProps } from './kafka-stack';
export { addMessagingStacks } from './messaging';
export { MskCluster, type MskClusterProps } from './msk-cluster';
export { NetworkStack, type NetworkStackProps } from './network-stack';
export { soundAwsPlan, type AwsPlan } from './plan';
export { RabbitMqStack, type RabbitMqStackProps } from './rabbitmq-stack';

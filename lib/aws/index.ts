export { AmazonMqBroker, type AmazonMqBrokerProps } from './amazon-mq/amazon-mq-broker';
export type { BrokerPlace } from './broker-network';
export { featureFlags } from './feature-flags';
export { KafkaStack, type KafkaStackProps } from './stacks/kafka-stack';
export { addMessagingStacks } from './stacks/messaging';
export { MskCluster, type MskClusterProps } from './msk/msk-cluster';
export { NetworkStack, type NetworkStackProps } from './stacks/network-stack';
export { soundAwsPlan, type AwsPlan } from './plan';
export { RabbitMqStack, type RabbitMqStackProps } from './stacks/rabbitmq-stack';

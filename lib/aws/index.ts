export { AmazonMqBroker, type AmazonMqBrokerProps } from './amazon-mq/amazon-mq-broker';
export type { AmazonMqBrokerAttributes, IAmazonMqBroker, IRabbitMqGrantee } from './amazon-mq/broker';
export type { EngineVersion } from './amazon-mq/engine';
export type { BrokerPlace } from './broker-network';
export { EksCluster, type EksClusterProps } from './eks/eks-cluster';
export { EksMessaging, type EksMessagingProps } from './eks/eks-messaging';
export { EksMessagingStack, type EksMessagingStackProps } from './stacks/eks-messaging-stack';
export { EksStack, type EksStackProps } from './stacks/eks-stack';
export { onEks } from './eks/eks-options';
export { featureFlags } from './feature-flags';
export { checkTemplate, durabilityPack } from './guard/pack';
export { checkReplacements, recordTemplates } from './guard/recorded';
export { checkReplacement, recordedPart } from './guard/replacement';
export type { Resource, Template } from './guard/template';
export { KafkaStack, type KafkaStackProps } from './stacks/kafka-stack';
export { addMessagingStacks } from './stacks/messaging';
export { MessagingWorkload } from './workload/messaging-workload';
export type { MskClusterAttributes } from './msk/imported-cluster';
export { MskCluster } from './msk/msk-cluster';
export type { IMskCluster } from './msk/msk-cluster-base';
export type { MskClusterProps } from './msk/msk-cluster-props';
export { mskPorts } from './msk/ports';
export { NetworkStack, type NetworkStackProps } from './stacks/network-stack';
export { soundAwsPlan, type AwsPlan } from './plan';
export { AlarmTopic } from './watch/alarm-topic';
export { Alarms, type AlarmsProps } from './watch/alarms';
export { MessagingDashboard, type MessagingDashboardProps } from './watch/messaging-dashboard';
export {
  readsOf,
  servicesOf,
  type Read,
  type Watched,
  type WatchedKafka,
  type WatchedRabbitMq,
  type WatchedWorkloads,
} from './watch/watched';
export { WatchStack, type WatchStackProps } from './stacks/watch-stack';
export { RabbitMqStack, type RabbitMqStackProps } from './stacks/rabbitmq-stack';
export type { KafkaBroker, RabbitMqBroker, RabbitMqUser } from './workload/brokers';
export type { MessagingWorkloadProps } from './workload/workload-props';
export { WorkloadCluster, type WorkloadClusterProps } from './workload/workload-cluster';
export { WorkloadsStack, type WorkloadsStackProps } from './stacks/workloads-stack';

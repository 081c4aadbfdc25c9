export { KafkaCluster, type ITopic, type KafkaClusterProps, type KubernetesPlace } from './kafka-cluster';
export { addMessaging } from './messaging';
export { MessagingWorkload, type MessagingWorkloadProps } from './messaging-workload';
export { RabbitMqCluster, type IExchange, type IQueue, type RabbitMqClusterProps } from './rabbitmq-cluster';

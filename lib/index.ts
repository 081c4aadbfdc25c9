// What needs no framework: read, plan, judge and explain. Constructs are in brokerkit/charts and brokerkit/aws.
export { DurabilityError, problemText, type Problem } from './durability/problem';
export type { Profile, ProfileName } from './durability/profile';
export { profiles } from './durability/profiles';
export type { AcceptedRisk } from './durability/risk';
export type { KafkaOptions, TopicOptions } from './kafka/options';
export type { KafkaSettings, TopicSettings } from './kafka/settings';
export { acceptedRisks, checkPlan, soundPlan } from './plan/check-plan';
export { choose, type Choice } from './plan/choose';
export { describePlan } from './plan/describe';
export { explainPlan, type LossRow, type StreamExplained } from './plan/explain';
export { explainText, type TextOptions } from './plan/explain-text';
export type { Connection, GrantedName, IMessagingGrantee } from './plan/grantee';
export type { MessagingOptions, WorkloadOptions } from './plan/options';
export { parseMessaging } from './plan/parse';
export { planMessaging, type Plan } from './plan/plan';
export { printMessaging } from './plan/print';
export type { QueueOptions, RabbitMqOptions } from './rabbitmq/options';
export type { QueueSettings, RabbitMqSettings } from './rabbitmq/settings';

import { KafkaCluster, MessagingWorkload, RabbitMqCluster } from 'brokerkit/charts';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** Both brokers of the shop, and the services on them: checkout takes orders, two others read what visitors look at. */
export class Shop extends Chart {
  readonly kafka = new KafkaCluster(this, 'kafka', {
    durability: 'survives-zone-loss',
    topics: {
      clicks: { partitions: 12, retention: '7d' },
      'user-behaviour': { partitions: 12, retention: '7d' },
      'user-behaviour.dead-letters': { partitions: 3, retention: '30d' },
    },
  });

  readonly rabbitmq = new RabbitMqCluster(this, 'rabbitmq', {
    durability: 'survives-zone-loss',
    exchanges: { orders: { type: 'topic' } },
    queues: {
      payment: { bindings: [{ exchange: 'orders', routingKey: 'order.placed' }], deliveryLimit: 5 },
    },
  });

  readonly checkout = new MessagingWorkload(this, 'checkout', { image: 'registry.example/checkout:1.4', replicas: 2 });
  readonly web = new MessagingWorkload(this, 'web', { image: 'registry.example/web:3.0', replicas: 3 });
  readonly analytics = new MessagingWorkload(this, 'analytics', { image: 'registry.example/analytics:2.2' });
  readonly recommendation = new MessagingWorkload(this, 'recommendation', { image: 'registry.example/recommend:0.9' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'shop', disableResourceNameHashes: true });
    // A grant is a user, its rights, a Secret, the environment and the network path.
    this.kafka.topic('clicks').grantProduce(this.checkout);
    this.rabbitmq.exchange('orders').grantPublish(this.checkout);
    this.rabbitmq.queue('payment').grantConsume(this.checkout);

    this.kafka.topic('user-behaviour').grantProduce(this.web);
    // Each reader is a group of its own, which reads everything.
    this.kafka.topic('user-behaviour').grantConsume(this.analytics);
    this.kafka.topic('user-behaviour').grantConsume(this.recommendation);
  }
}

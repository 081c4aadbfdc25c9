import { KafkaCluster, MessagingWorkload, RabbitMqCluster } from 'brokerkit/charts';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** Both brokers of the shop, and the team's own service, which takes orders. */
export class Shop extends Chart {
  readonly kafka = new KafkaCluster(this, 'kafka', {
    durability: 'survives-zone-loss',
    topics: { clicks: { partitions: 12, retention: '7d' } },
  });

  readonly rabbitmq = new RabbitMqCluster(this, 'rabbitmq', {
    durability: 'survives-zone-loss',
    exchanges: { orders: { type: 'topic' } },
    queues: {
      payment: { bindings: [{ exchange: 'orders', routingKey: 'order.placed' }], deliveryLimit: 5 },
    },
  });

  readonly checkout = new MessagingWorkload(this, 'checkout', { image: 'registry.example/checkout:1.4', replicas: 2 });

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'shop', disableResourceNameHashes: true });
    // A grant is a user, its rights, a Secret, the environment and the network path.
    this.kafka.topic('clicks').grantProduce(this.checkout);
    this.rabbitmq.exchange('orders').grantPublish(this.checkout);
    this.rabbitmq.queue('payment').grantConsume(this.checkout);
  }
}

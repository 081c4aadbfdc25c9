import { MessagingWorkload } from 'brokerkit/charts';
import { Construct } from 'constructs';
import type { Shop } from './shop.ts';

/** One more reader of what visitors look at, by another team: neither the producer nor the other readers notice. */
export class TrendsTeam extends Construct {
  constructor(shop: Shop, id: string) {
    super(shop, id);
    const trends = new MessagingWorkload(this, 'trends', { entry: 'src/trends.ts' });
    shop.kafka.topic('user-behaviour').grantConsume(trends);
    shop.kafka.topic('user-behaviour.dead-letters').grantProduce(trends);
  }
}

import type { MessageProperties } from 'amqplib';

/** What a publisher may say of a message, in AMQP's own words. */
export interface RabbitMqProperties {
  /** The message's own; otherwise one is made. The same for every delivery. */
  readonly messageId?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly type?: string;
  readonly appId?: string;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
}

const names = [
  ...['messageId', 'contentType', 'contentEncoding', 'correlationId', 'replyTo', 'type', 'appId', 'timestamp'],
] as (keyof RabbitMqProperties)[];

/** Those that a delivery has. */
export const propertiesOf = (properties: MessageProperties): RabbitMqProperties =>
  Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name] as unknown]),
  );

import { z } from 'zod';

const id = z.string().min(1).max(100);
const cents = z.number().int().positive();
/** Milliseconds since the epoch. */
const at = z.number().int().positive();
const lines = z
  .array(z.object({ sku: id, quantity: z.number().int().min(1) }))
  .min(1)
  .max(50);

/** What a customer sends. A key that nobody knows is a mistake of whoever wrote it. */
export const order = z.strictObject({ id, user: id, lines, cents });
export type Order = z.infer<typeof order>;

/** What happened to an order. The `id` is the same however often it is told. */
export const orderEvent = z.object({
  id: z.string(),
  type: z.enum(['placed', 'reserved', 'shipped']),
  order: id,
  user: id,
  at,
  lines,
  cents,
});
export type OrderEvent = z.infer<typeof orderEvent>;
export const placed = orderEvent.extend({ type: z.literal('placed') });
export const reserved = orderEvent.extend({ type: z.literal('reserved') });

/** What came of its payment. */
export const paymentEvent = z.object({
  id: z.string(),
  type: z.enum(['paid', 'declined']),
  order: id,
  at,
  cents,
});
export type PaymentEvent = z.infer<typeof paymentEvent>;
export const paid = paymentEvent.extend({ type: z.literal('paid') });
export const declined = paymentEvent.extend({ type: z.literal('declined') });

/** What a customer is to be told. */
export const notice = z.object({ id: z.string(), order: id, user: id, text: z.string(), at });
export type Notice = z.infer<typeof notice>;

/** An event, and where it is published. */
export interface Told {
  readonly exchange: 'orders' | 'payments' | 'notices';
  readonly routingKey: string;
  readonly event: OrderEvent | PaymentEvent | Notice;
}

/** The next thing that happened to an order, told to whoever wants to know of it. */
export const tellOrder = (
  type: OrderEvent['type'],
  of: Omit<OrderEvent, 'id' | 'type' | 'at'>,
): Told & { readonly event: OrderEvent } => ({
  exchange: 'orders',
  routingKey: `order.${type}`,
  event: {
    id: `${of.order}:${type}`,
    type,
    order: of.order,
    user: of.user,
    at: Date.now(),
    lines: of.lines,
    cents: of.cents,
  },
});

export const tellPayment = (
  type: PaymentEvent['type'],
  of: Pick<OrderEvent, 'order' | 'cents'>,
): Told & { readonly event: PaymentEvent } => ({
  exchange: 'payments',
  routingKey: type,
  event: { id: `${of.order}:${type}`, type, order: of.order, at: Date.now(), cents: of.cents },
});

export const tellCustomer = (
  of: Pick<OrderEvent, 'order' | 'user'>,
  text: string,
): Told & { readonly event: Notice } => ({
  exchange: 'notices',
  routingKey: '',
  event: { id: `${of.order}:notice`, order: of.order, user: of.user, text, at: Date.now() },
});

import { positive, type Environment } from '../../durability/environment';
import type { Program } from '../dispatch';
import { runService } from '../service/service';
import { collector } from './collector';
import { customers } from './customers';
import { Inventory, skusFromEnv } from './inventory';
import { Mail } from './mail';
import { Orders } from './order';
import { Payments } from './payment';
import { Shipping } from './shipping';
import { openDesk, runWorker } from './worker';

/** The order API: accepts orders, and tells the others of them. */
async function order(env: Environment): Promise<void> {
  const { desk, close } = openDesk(env, 'order');
  const orders = new Orders(desk);
  const routes = { 'POST /orders': (body: string) => orders.accept(body) };
  await runService(env, { result: () => orders.result, routes, drain: close });
}

async function payment(env: Environment): Promise<void> {
  const limit = positive(env, 'CREDIT_LIMIT_CENTS', 100_000);
  await runWorker(env, 'payment', (desk) => new Payments(desk, limit));
}

async function inventory(env: Environment): Promise<void> {
  const skus = skusFromEnv(env);
  await runWorker(env, 'inventory', (desk) => new Inventory(desk, skus));
}

const shipping: Program = (env) => runWorker(env, 'shipping', (desk) => new Shipping(desk));
const mail: Program = (env) => runWorker(env, 'mail', (desk) => new Mail(desk));

/** The shop: what its services do is in a file each. */
export const ecommercePrograms: Readonly<Record<string, Program>> = {
  order,
  payment,
  inventory,
  shipping,
  mail,
  collector,
  customers,
};

import type { AddressInfo } from 'node:net';
import { Orders } from '../../../../lib/programs/ecommerce/order';
import { serve } from '../../../../lib/programs/service/http';
import { Store } from '../../../../lib/programs/service/store';
import { deskAt, silence } from './fakes';

// A process to be killed: `node killed-order-api.cjs FILE` takes orders, and writes its port to stdout.
const orders = new Orders(deskAt(new Store(process.argv[2] ?? ''), silence));
const routes = { 'POST /orders': (body: string) => orders.accept(body) };
void serve(0, { result: () => orders.result, ready: () => true, routes }).then((server) =>
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`),
);

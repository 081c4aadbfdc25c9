import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority, makeCertificate } from '../../lib/programs/certificates';

type Body = Readonly<Record<string, unknown>>;

/** A broker's management API that remembers what it is told: enough for the provisioner, and for answers that a real one rarely gives. */
export interface FakeManagement {
  readonly url: string;
  /** Authority of its certificate, as PEM. */
  readonly ca: string;
  /** `PUT queues/payment`, in order; requests that only read are left out. */
  readonly writes: string[];
  /** Every request of any kind. */
  requests: number;
  /** What is there: `queues` → name → as it was put. */
  readonly state: Map<string, Map<string, Body>>;
  /** Nodes that are members. */
  nodes: readonly { readonly name: string; readonly running: boolean }[];
  close(): Promise<void>;
}

const administrator = `Basic ${Buffer.from('provisioner:right').toString('base64')}`;

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString() || '{}') as Body;
}

/** As the broker stores it: four bytes of salt, and the hash of salt and password. */
function hashed(password: unknown): Body {
  const salt = Buffer.from('salt');
  const hash = createHash('sha256').update(salt).update(String(password)).digest();
  return {
    password_hash: Buffer.concat([salt, hash]).toString('base64'),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
  };
}

/** Kind, name and record of what a write names. */
function written(path: readonly string[], body: Body): readonly [kind: string, name: string, record: Body] {
  const [kind = '', first = '', second = '', third = '', , fifth = ''] = path;
  if (kind === 'users') return [kind, first, { name: first, tags: [], ...hashed(body['password']) }];
  if (kind === 'permissions') return [kind, second, { user: second, ...body }];
  if (kind === 'bindings') {
    const binding = { source: third, destination: fifth, destination_type: 'queue', routing_key: body['routing_key'] };
    return [kind, `${third}.${fifth}`, binding];
  }
  const type = (body['arguments'] as Body | undefined)?.['x-queue-type'];
  return [kind, second, { ...body, name: second, ...(kind === 'queues' ? { type } : {}) }];
}

export async function fakeManagement(): Promise<FakeManagement> {
  const authority = await makeAuthority('shop clients');
  const { key, certificate } = await makeCertificate(authority, { commonName: 'rabbitmq', dnsNames: ['localhost'] });
  const state = new Map<string, Map<string, Body>>();
  const recordsOf = (kind: string): Map<string, Body> => {
    const records = state.get(kind) ?? new Map<string, Body>();
    state.set(kind, records);
    return records;
  };
  const server = createServer({ key, cert: certificate }, (request, response) => {
    fake.requests += 1;
    const answer = (status: number, body?: unknown): void => {
      response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body));
    };
    if (request.headers.authorization !== administrator) {
      answer(401, { error: 'not_authorized', reason: 'Not_Authorized' });
      return;
    }
    const [path = ''] = (request.url ?? '').replace('/api/', '').split('?');
    const parts = path.split('/').map(decodeURIComponent);
    if (request.method === 'GET') {
      const kind = parts[0] === 'vhosts' ? 'permissions' : (parts[0] ?? '');
      answer(200, kind === 'nodes' ? fake.nodes : [...recordsOf(kind).values()]);
      return;
    }
    void bodyOf(request).then((body) => {
      const [kind, name, record] = written(parts, body);
      fake.writes.push(`${request.method} ${kind}/${name}`);
      recordsOf(kind).set(name, record);
      answer(201);
    });
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const fake: FakeManagement = {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: authority.certificate,
    writes: [],
    requests: 0,
    state,
    nodes: ['a', 'b', 'c'].map((name) => ({ name, running: true })),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return fake;
}

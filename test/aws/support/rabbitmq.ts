import { spawn } from 'node:child_process';
import { createServer, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { provisionerUser } from '../../../lib/durability/schema';
import { ports } from '../../../lib/rabbitmq/listeners';
import { makeAuthority, makeCertificate } from '../../../lib/programs/certificates';
import type { MessagingOptions } from '../../../lib/plan/options';
import { apply, clear, namespaceOf, sample, synthesize } from '../../live/support/deployment';
import { kubectl, kubectlJson, until } from '../../live/support/kubectl';

/** Three nodes, as Amazon MQ has them, with nothing on them: what is made is made through the account. */
const { exchanges: _, queues: __, ...nodes } = sample().rabbitmq ?? {};
const empty: MessagingOptions = { name: 'aws', rabbitmq: nodes };
const namespace = namespaceOf(empty);
const service = `rabbitmq.${namespace}.svc`;

interface Login {
  readonly user: string;
  readonly password: string;
}

const headerOf = ({ user, password }: Login): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function loginOf(header = ''): Login {
  const [user = '', ...password] = Buffer.from(header.replace('Basic ', ''), 'base64').toString().split(':');
  return { user, password: password.join(':') };
}

/** A real RabbitMQ, in front of which stands what Amazon MQ does itself: the one administrator is made with the password of the secret. */
export interface Broker {
  /** The management API, as Amazon MQ calls it. */
  readonly consoleUrl: string;
  /** Who signed the certificate of the console, as PEM. */
  readonly authority: string;
  /** What a path of the management API answers. */
  get(path: string): Promise<unknown>;
  /** As if somebody had changed the password of the administrator. */
  lockedOut: boolean;
  /** What was written through the console so far: a method and a path each. */
  readonly written: readonly string[];
  close(): Promise<void>;
}

export async function openBroker(): Promise<Broker> {
  await clear(namespace);
  await apply(synthesize(empty));
  const made = ['--for=condition=complete', 'job', '-l', 'brokerkit/part=provision'];
  await kubectl('wait', '-n', namespace, '--timeout=5m', ...made);
  const { data } = await kubectlJson<{ readonly data: Readonly<Record<'ca.crt' | 'password', string>> }>(
    ...['get', 'secret', '-n', namespace, `rabbitmq-user-${provisionerUser}`],
  );
  const text = (base64: string): string => Buffer.from(base64, 'base64').toString();
  const ca = text(data['ca.crt']);
  let administrator: Login = { user: provisionerUser, password: text(data.password) };

  const forward = spawn('kubectl', ['port-forward', '-n', namespace, 'pod/rabbitmq-0', `:${ports.management}`]);
  let said = '';
  forward.stdout.on('data', (part: Buffer) => (said += part.toString()));
  const port = await until('the port is forwarded', 30, () => Promise.resolve(/127\.0\.0\.1:(\d+)/.exec(said)?.[1]));

  const ask = (options: RequestOptions, body?: Buffer): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, ca, servername: service, ...options }, resolve);
      asked.on('error', reject);
      asked.end(body);
    });
  const textOf = async (message: IncomingMessage): Promise<Buffer> =>
    Buffer.concat((await message.toArray()) as Buffer[]);

  /** The service makes the administrator that the template names. */
  async function learn(login: Login): Promise<void> {
    if (login.user !== administrator.user || login.password === administrator.password) return;
    const body = Buffer.from(JSON.stringify({ password: login.password, tags: 'administrator' }));
    const headers = { authorization: headerOf(administrator), 'content-type': 'application/json' };
    const { statusCode = 0 } = await ask({ method: 'PUT', path: `/api/users/${login.user}`, headers }, body);
    if (statusCode >= 300) throw new Error(`the administrator can't be made: ${statusCode}`);
    administrator = login;
  }

  // Not localhost: an emulated account may take that for its own.
  const host = hostname();
  const authority = await makeAuthority('console');
  const certificate = await makeCertificate(authority, { commonName: host, dnsNames: [host] });
  const written: string[] = [];
  const broker = { lockedOut: false, written };
  const front = createServer({ key: certificate.key, cert: certificate.certificate }, (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const serve = async (): Promise<void> => {
      if (broker.lockedOut) return void outgoing.writeHead(401).end();
      await learn(loginOf(headers.authorization));
      if (method !== 'GET') written.push(`${method} ${path}`);
      const answer = await ask({ method, path, headers: { ...headers, host: service } }, await textOf(incoming));
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.end(await textOf(answer));
    };
    serve().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, resolve));

  return Object.assign(broker, {
    consoleUrl: `https://${host}:${(front.address() as AddressInfo).port}`,
    authority: authority.certificate,
    get: async (path: string) => {
      const answer = await ask({ path, headers: { authorization: headerOf(administrator) } });
      return JSON.parse((await textOf(answer)).toString()) as unknown;
    },
    close: async () => {
      front.close();
      forward.kill();
      await clear(namespace);
    },
  });
}

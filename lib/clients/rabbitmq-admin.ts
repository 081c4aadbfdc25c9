import { Agent } from 'node:https';
import { request } from './https';

type Arguments = Readonly<Record<string, string | number | boolean>>;

export interface ExchangeState {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
}

export interface QueueState {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly arguments: Arguments;
  /** Nodes with a member, and those whose member answers. Quorum queues only; a few seconds old. */
  readonly members?: readonly string[];
  readonly online?: readonly string[];
  readonly leader?: string;
}

export interface BindingState {
  readonly source: string;
  readonly destination: string;
  readonly destination_type: string;
  readonly routing_key: string;
}

export interface PolicyState {
  readonly name: string;
  readonly pattern: string;
  readonly 'apply-to': string;
  readonly priority: number;
  readonly definition: Arguments;
}

export interface UserState {
  readonly name: string;
  readonly password_hash: string;
  readonly hashing_algorithm: string;
  readonly tags: readonly string[] | string;
}

export interface PermissionState {
  readonly user: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

export interface NodeState {
  readonly name: string;
  readonly running: boolean;
}

export interface FeatureFlagState {
  readonly name: string;
  readonly state: string;
  readonly stability: string;
}

export interface RabbitMqAdminSettings {
  /** `https://<service>:15671` */
  readonly url: string;
  readonly vhost: string;
  readonly username: string;
  readonly password: string;
  readonly ca: string | undefined;
}

/** The broker answered, and not what was asked for. */
export class RabbitMqAnswerError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'RabbitMqAnswerError';
  }
}

const timeoutMs = 15_000;
const part = encodeURIComponent;

/** The management API of a RabbitMQ cluster: the calls that a topology needs, and no deletion. */
export class RabbitMqAdmin {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 10 });
  private readonly vhost: string;

  constructor(private readonly settings: RabbitMqAdminSettings) {
    this.vhost = part(settings.vhost);
  }

  readonly nodes = (): Promise<readonly NodeState[]> => this.get('nodes?columns=name,running');
  readonly exchanges = (): Promise<readonly ExchangeState[]> => this.get(`exchanges/${this.vhost}`);
  readonly queues = (): Promise<readonly QueueState[]> => this.get(`queues/${this.vhost}`);
  readonly bindings = (): Promise<readonly BindingState[]> => this.get(`bindings/${this.vhost}`);
  readonly policies = (): Promise<readonly PolicyState[]> => this.get(`policies/${this.vhost}`);
  readonly users = (): Promise<readonly UserState[]> => this.get('users');
  readonly permissions = (): Promise<readonly PermissionState[]> => this.get(`vhosts/${this.vhost}/permissions`);
  readonly featureFlags = (): Promise<readonly FeatureFlagState[]> => this.get('feature-flags');

  enableFeatureFlag(name: string): Promise<void> {
    return this.send('PUT', `feature-flags/${part(name)}/enable`, {});
  }

  putExchange(name: string, type: string): Promise<void> {
    return this.send('PUT', `exchanges/${this.vhost}/${part(name)}`, { type, durable: true, auto_delete: false });
  }

  putQueue(name: string, its: Arguments): Promise<void> {
    return this.send('PUT', `queues/${this.vhost}/${part(name)}`, {
      durable: true,
      auto_delete: false,
      arguments: its,
    });
  }

  putBinding(exchange: string, queue: string, routingKey: string): Promise<void> {
    const path = `bindings/${this.vhost}/e/${part(exchange)}/q/${part(queue)}`;
    return this.send('POST', path, { routing_key: routingKey, arguments: {} });
  }

  putPolicy({ name, ...policy }: PolicyState): Promise<void> {
    return this.send('PUT', `policies/${this.vhost}/${part(name)}`, policy);
  }

  /** A user without tags: it may use the broker, not administer it. */
  putUser(name: string, password: string): Promise<void> {
    return this.send('PUT', `users/${part(name)}`, { password, tags: '' });
  }

  putPermission({ user, ...rights }: PermissionState): Promise<void> {
    return this.send('PUT', `permissions/${this.vhost}/${part(user)}`, rights);
  }

  /** Ends the connections that are kept. */
  close(): void {
    this.agent.destroy();
  }

  private async get<State>(path: string): Promise<State> {
    return JSON.parse(await this.call('GET', path)) as State;
  }

  private async send(method: string, path: string, body: unknown): Promise<void> {
    await this.call(method, path, JSON.stringify(body));
  }

  private async call(method: string, path: string, body?: string): Promise<string> {
    const { url, username, password, ca } = this.settings;
    const answer = await request(`${url}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      timeoutMs,
      auth: { username, password },
      agent: this.agent,
      ...(ca === undefined ? {} : { ca }),
      ...(body === undefined ? {} : { body }),
    }).catch((error: unknown) => {
      throw new Error(`${method} ${url}/api/${path}: no answer: ${(error as Error).message}`, { cause: error });
    });
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    const reason = reasonOf(answer.body) ?? `status ${answer.status}`;
    throw new RabbitMqAnswerError(`${method} ${url}/api/${path}: ${reason}`, answer.status);
  }
}

function reasonOf(body: string): string | undefined {
  try {
    const { error, reason } = JSON.parse(body) as { error?: string; reason?: unknown };
    return reason === undefined ? error : typeof reason === 'string' ? reason : JSON.stringify(reason);
  } catch {
    return undefined;
  }
}

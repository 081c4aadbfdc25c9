import { readFileSync } from 'node:fs';
import { request, type HttpsAnswer } from './https';

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
const manager = 'fieldManager=brokerkit';

type Data = Readonly<Record<string, string>>;
type Verb = 'get' | 'create' | 'patch';
const methods: Readonly<Record<Verb, string>> = { get: 'GET', create: 'POST', patch: 'PATCH' };

/** A Secret as it stands: its decoded keys, and the version that a change can insist on. */
export interface StoredSecret {
  readonly data: Data;
  readonly version: string;
}

/** The API server said no, in its own words. */
export class KubernetesError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'KubernetesError';
  }
}

const encoded = (data: Data): Data =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'utf8').toString('base64')]));

const decoded = (data: Data): Data =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));

function messageOf({ status, body }: HttpsAnswer): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? `status ${status}`;
  } catch {
    return `status ${status}`;
  }
}

/** The few calls our programs make to the API server, with the rights of the pod's service account. */
export class KubernetesApi {
  private constructor(
    private readonly server: string,
    private readonly folder: string,
  ) {}

  static inCluster(): KubernetesApi {
    return new KubernetesApi('https://kubernetes.default.svc', accountFolder);
  }

  async readSecret(namespace: string, name: string): Promise<StoredSecret | undefined> {
    const answer = await this.call('get', namespace, name);
    if (answer.status === 404) return undefined;
    const secret = JSON.parse(this.accepted('get', namespace, name, answer).body) as {
      metadata: { resourceVersion: string };
      data?: Data;
    };
    return { data: decoded(secret.data ?? {}), version: secret.metadata.resourceVersion };
  }

  async createSecret(namespace: string, name: string, data: Data, labels: Data): Promise<'created' | 'exists'> {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels },
      type: 'Opaque',
      data: encoded(data),
    };
    const answer = await this.call('create', namespace, name, secret);
    if (answer.status === 409) return 'exists';
    this.accepted('create', namespace, name, answer);
    return 'created';
  }

  /** Adds keys to a Secret as long as it is what it was when `stored` was read; 'changed' says it is not any more. */
  async addSecretKeys(namespace: string, name: string, data: Data, stored: StoredSecret): Promise<'added' | 'changed'> {
    const missing = Object.fromEntries(Object.entries(data).filter(([key]) => stored.data[key] === undefined));
    if (Object.keys(missing).length === 0) return 'added';
    const patch = { metadata: { resourceVersion: stored.version }, data: encoded(missing) };
    const answer = await this.call('patch', namespace, name, patch);
    if (answer.status === 409) return 'changed';
    this.accepted('patch', namespace, name, answer);
    return 'added';
  }

  /** Nothing happens where the key is not there. */
  async removeSecretKey(namespace: string, name: string, key: string): Promise<void> {
    this.accepted('patch', namespace, name, await this.call('patch', namespace, name, { data: { [key]: null } }));
  }

  private async call(verb: Verb, namespace: string, name: string, body?: unknown): Promise<HttpsAnswer> {
    const object = verb === 'create' ? '' : `/${name}`;
    const query = verb === 'get' ? '' : `?${manager}`;
    try {
      return await request(`${this.server}/api/v1/namespaces/${namespace}/secrets${object}${query}`, {
        method: methods[verb],
        // Read anew each time: the kubelet replaces the token before it expires.
        ca: readFileSync(`${this.folder}/ca.crt`, 'utf8'),
        headers: {
          authorization: `Bearer ${readFileSync(`${this.folder}/token`, 'utf8').trim()}`,
          accept: 'application/json',
          'content-type': verb === 'patch' ? 'application/merge-patch+json' : 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new Error(`${verb} secret ${namespace}/${name}: no answer: ${(error as Error).message}`, { cause: error });
    }
  }

  private accepted(verb: Verb, namespace: string, name: string, answer: HttpsAnswer): HttpsAnswer {
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new KubernetesError(answer.status, `${verb} secret ${namespace}/${name}: ${messageOf(answer)}`);
  }
}

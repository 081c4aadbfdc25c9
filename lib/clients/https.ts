import { request as send, type Agent } from 'node:https';

export interface HttpsRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Authorities to trust, as PEM; the system's where it is not given. */
  readonly ca?: string;
  readonly timeoutMs?: number;
  readonly auth?: { readonly username: string; readonly password: string };
  /** Keeps connections between requests. */
  readonly agent?: Agent;
}

export interface HttpsAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request, whole. Rejects when no answer came; an answer of any status resolves. */
export function request(url: string, options: HttpsRequest = {}): Promise<HttpsAnswer> {
  const { method, headers, body, ca, timeoutMs, auth, agent } = options;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method: method ?? 'GET',
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
        signal: AbortSignal.timeout(timeoutMs ?? 10_000),
        ...(ca === undefined ? {} : { ca }),
        ...(auth === undefined ? {} : { auth: `${auth.username}:${auth.password}` }),
        ...(agent === undefined ? {} : { agent }),
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

import { createHash, createHmac } from 'node:crypto';

/** Who signs. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of credentials that end by themselves. */
  readonly sessionToken?: string;
}

/** A GET request to be signed in its address. */
export interface Presigned {
  readonly host: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly service: string;
  readonly region: string;
  readonly at: Date;
  /** Whoever holds the address can use it for this long. */
  readonly seconds: number;
  /**
   * SHA-256 of the body, or what the service takes in its place.
   *
   * @default - of a body that is empty
   */
  readonly payloadHash?: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Everything but letters, digits, hyphen, dot, underscore and tilde as `%XX`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const queryString = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');

/**
 * The address of a GET request with the signature in it (Signature Version 4).
 *
 * Written here, not taken from AWS's packages: a bundle that is read from a ConfigMap has to stay small.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presign(request: Presigned, credentials: AwsCredentials): string {
  const { host, path, service, region, payloadHash = sha256('') } = request;
  const at = request.at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = [at.slice(0, 8), region, service, 'aws4_request'];
  const query = queryString({
    ...request.query,
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': [credentials.accessKeyId, ...scope].join('/'),
    'X-Amz-Date': at,
    'X-Amz-Expires': String(request.seconds),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  });
  const canonical = ['GET', path, query, `host:${host}`, '', 'host', payloadHash].join('\n');
  const toSign = [algorithm, at, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${credentials.secretAccessKey}`);
  return `https://${host}${path}?${query}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`;
}

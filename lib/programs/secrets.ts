import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Voter, WantedSecret } from '../plan/secrets';
import { makeAuthority, makeCertificate, type KeyAndCertificate } from './certificates';

export type SecretData = Readonly<Record<string, string>>;

/** What stands in the Secret of an authority; undefined where there is none. */
export type AuthorityOf = (name: string) => SecretData | undefined;

/** A Secret that is half there in a way that nobody but a person can mend. */
export class HalfSecretError extends Error {}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits only: safe in files, shells, URLs and Erlang alike. 32 of them hold 190 bits. */
const word = (length = 32): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A UUID as Kafka writes it: 22 characters of base64url. A leading hyphen would look like an option to its scripts. */
function kafkaUuid(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? kafkaUuid() : id;
}

const firstVoters = (voters: readonly Voter[]): string =>
  voters.map(({ id, host, port }) => `${id}@${host}:${port}:${kafkaUuid()}`).join(',');

function kafkaCluster(voters: readonly Voter[], there: SecretData): SecretData {
  return there['clusterId'] === undefined ? { clusterId: kafkaUuid(), seed: firstVoters(voters) } : {};
}

function rabbitMqCluster(there: SecretData): SecretData {
  return {
    cookie: word(),
    ...(there['clusterId'] === undefined ? { clusterId: randomUUID(), seed: '0' } : {}),
  };
}

/** Whether both halves are there; with one alone, nothing that we could make would fit it. */
function pairIsThere(name: string, there: SecretData): boolean {
  const [certificate, key] = [there['tls.crt'], there['tls.key']];
  if ((certificate === undefined) === (key === undefined)) return certificate !== undefined;
  throw new HalfSecretError(
    `secret ${name} has ${key === undefined ? 'tls.crt without tls.key' : 'tls.key without tls.crt'}: add the other, or delete it`,
  );
}

async function authority(name: string, commonName: string, there: SecretData): Promise<SecretData> {
  // A certificate alone is somebody's own authority, whose key they keep: enough as long as nothing must be signed.
  if (there['tls.crt'] !== undefined || pairIsThere(name, there)) return {};
  const made = await makeAuthority(commonName);
  return { 'tls.crt': made.certificate, 'tls.key': made.key };
}

function signer(name: string, wanted: string, authorityOf: AuthorityOf): KeyAndCertificate {
  const { 'tls.crt': certificate, 'tls.key': key } = authorityOf(wanted) ?? {};
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  throw new HalfSecretError(`secret ${name} can't be signed: its authority ${wanted} has no tls.crt and tls.key`);
}

function trusted(name: string, wanted: string, authorityOf: AuthorityOf): string {
  const certificate = authorityOf(wanted)?.['tls.crt'];
  if (certificate !== undefined) return certificate;
  throw new HalfSecretError(`secret ${name} can't say what to trust: its authority ${wanted} has no tls.crt`);
}

async function certificate(
  wanted: Extract<WantedSecret, { make: 'certificate' }>,
  there: SecretData,
  authorityOf: AuthorityOf,
): Promise<SecretData> {
  const pair = pairIsThere(wanted.name, there)
    ? { certificate: there['tls.crt'] ?? '', key: there['tls.key'] ?? '' }
    : await makeCertificate(signer(wanted.name, wanted.authority, authorityOf), wanted);
  return {
    'tls.crt': pair.certificate,
    'tls.key': pair.key,
    'tls-combined.pem': `${pair.key}${pair.certificate}`,
    ...(there['ca.crt'] === undefined ? { 'ca.crt': trusted(wanted.name, wanted.authority, authorityOf) } : {}),
  };
}

function user(
  wanted: Extract<WantedSecret, { make: 'user' }>,
  there: SecretData,
  authorityOf: AuthorityOf,
): SecretData {
  return {
    username: wanted.username,
    password: word(),
    ...(there['ca.crt'] === undefined ? { 'ca.crt': trusted(wanted.name, wanted.authority, authorityOf) } : {}),
  };
}

async function made(wanted: WantedSecret, there: SecretData, authorityOf: AuthorityOf): Promise<SecretData> {
  switch (wanted.make) {
    case 'kafka-cluster':
      return kafkaCluster(wanted.voters, there);
    case 'rabbitmq-cluster':
      return rabbitMqCluster(there);
    case 'authority':
      return authority(wanted.name, wanted.commonName, there);
    case 'certificate':
      return certificate(wanted, there, authorityOf);
    case 'given':
      return {};
    case 'user':
      return user(wanted, there, authorityOf);
  }
}

/**
 * The keys to add to a Secret of which `there` exists: nothing that is there is ever among them.
 *
 * @throws HalfSecretError where what is there can't be completed.
 */
export async function missingKeys(
  wanted: WantedSecret,
  there: SecretData,
  authorityOf: AuthorityOf,
): Promise<SecretData> {
  const all = Object.entries(await made(wanted, there, authorityOf));
  return Object.fromEntries(all.filter(([key]) => there[key] === undefined));
}

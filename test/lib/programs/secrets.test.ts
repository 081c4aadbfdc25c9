import { X509Certificate } from 'node:crypto';
import type { WantedSecret } from '../../../lib/plan/secrets';
import { HalfSecretError, missingKeys, type SecretData } from '../../../lib/programs/secrets';

const nobody = (): undefined => undefined;
const kafka: WantedSecret = {
  make: 'kafka-cluster',
  name: 'kafka-cluster',
  voters: [100, 101, 102].map((id, index) => ({ id, host: `kafka-controller-${index}.shop.svc`, port: 9093 })),
};
const rabbitMq: WantedSecret = { make: 'rabbitmq-cluster', name: 'rabbitmq-cluster' };
const authority: WantedSecret = { make: 'authority', name: 'kafka-clients-ca', commonName: 'kafka clients' };
const certificate: WantedSecret = {
  make: 'certificate',
  name: 'kafka-clients-tls',
  authority: 'kafka-clients-ca',
  commonName: 'kafka',
  dnsNames: ['kafka.shop.svc'],
};
const user: WantedSecret = { make: 'user', name: 'kafka-user-shop', username: 'shop', authority: 'kafka-clients-ca' };
const uuid = '[A-Za-z0-9_][A-Za-z0-9_-]{21}';

let signing: SecretData;
const authorityOf = (name: string): SecretData | undefined => (name === 'kafka-clients-ca' ? signing : undefined);
beforeAll(async () => {
  signing = await missingKeys(authority, {}, nobody);
});

test('a new Kafka cluster gets an id, and a seed that names every voter with a directory of its own', async () => {
  const { clusterId, seed, ...more } = await missingKeys(kafka, {}, nobody);
  expect(clusterId).toMatch(new RegExp(`^${uuid}$`));
  const voters = (seed ?? '').split(',').map((voter) => voter.split(':'));
  expect(voters.map(([place, port]) => `${place}:${port}`)).toEqual([
    '100@kafka-controller-0.shop.svc:9093',
    '101@kafka-controller-1.shop.svc:9093',
    '102@kafka-controller-2.shop.svc:9093',
  ]);
  for (const [, , directory] of voters) expect(directory).toMatch(new RegExp(`^${uuid}$`));
  expect(new Set(voters.map(([, , directory]) => directory)).size).toBe(3);
  expect(more).toEqual({});
});

test('ids never begin with a hyphen, which scripts would take for an option', async () => {
  for (let round = 0; round < 300; round += 1) {
    const { clusterId, seed } = await missingKeys(kafka, {}, nobody);
    expect(`${clusterId},${seed}`).not.toMatch(/(^|:)-/);
  }
});

test('a new RabbitMQ cluster gets an id, a cookie and a seed', async () => {
  const made = await missingKeys(rabbitMq, {}, nobody);
  expect(Object.keys(made).sort()).toEqual(['clusterId', 'cookie', 'seed']);
  expect(made['cookie']).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(made['seed']).toBe('0');
});

test.each([kafka, rabbitMq])('a seed that was used up is never made again: $make', async (wanted) => {
  const there = { clusterId: 'somewhere', cookie: 'c' };
  await expect(missingKeys(wanted, there, nobody)).resolves.toEqual({});
  await expect(missingKeys(wanted, { clusterId: 'somewhere' }, nobody)).resolves.not.toHaveProperty('seed');
});

test('a lost cookie is made again, for no node could start without', async () => {
  expect(Object.keys(await missingKeys(rabbitMq, { clusterId: 'somewhere' }, nobody))).toEqual(['cookie']);
});

test.each([kafka, rabbitMq, authority, certificate, user])(
  'nothing is missing once it was made: $make',
  async (wanted) => {
    const made = await missingKeys(wanted, {}, authorityOf);
    await expect(missingKeys(wanted, made, authorityOf)).resolves.toEqual({});
  },
);

test.each([rabbitMq, certificate, user])('what is there is never among what is made: $make', async (wanted) => {
  const made = await missingKeys(wanted, {}, authorityOf);
  for (const key of Object.keys(made)) {
    if (key === 'clusterId' || key === 'tls.crt' || key === 'tls.key') continue;
    const { [key]: _, ...rest } = made;
    expect(Object.keys(await missingKeys(wanted, rest, authorityOf))).toEqual(key === 'seed' ? [] : [key]);
  }
});

test('a certificate comes with its authority, and with key and certificate in one file', async () => {
  const made = await missingKeys(certificate, {}, authorityOf);
  expect(made['ca.crt']).toBe(signing['tls.crt']);
  expect(made['tls-combined.pem']).toBe(`${made['tls.key']}${made['tls.crt']}`);
  const issuer = new X509Certificate(made['ca.crt'] ?? '');
  expect(new X509Certificate(made['tls.crt'] ?? '').verify(issuer.publicKey)).toBe(true);
});

test('a combined file that is missing is put together from the pair that is there', async () => {
  const { 'tls-combined.pem': combined, ...rest } = await missingKeys(certificate, {}, authorityOf);
  await expect(missingKeys(certificate, rest, nobody)).resolves.toEqual({ 'tls-combined.pem': combined });
});

test.each([authority, certificate])('half a pair is refused, because nothing would fit it: $make', async (wanted) => {
  await expect(missingKeys(wanted, { 'tls.key': 'key' }, authorityOf)).rejects.toThrow(HalfSecretError);
  await expect(missingKeys(wanted, { 'tls.key': 'key' }, authorityOf)).rejects.toThrow('tls.key without tls.crt');
});

test('an authority whose key somebody else keeps is left alone, but can sign nothing', async () => {
  const kept = { 'tls.crt': signing['tls.crt'] ?? '' };
  await expect(missingKeys(authority, kept, nobody)).resolves.toEqual({});
  await expect(missingKeys(certificate, {}, () => kept)).rejects.toThrow(
    "secret kafka-clients-tls can't be signed: its authority kafka-clients-ca has no tls.crt and tls.key",
  );
});

test('a user gets a password of letters and digits, and what to trust', async () => {
  const made = await missingKeys(user, {}, authorityOf);
  expect(made).toEqual({
    username: 'shop',
    password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
    'ca.crt': signing['tls.crt'],
  });
});

test('a user trusts somebody else’s authority, of which only the certificate is known', async () => {
  const given = { 'tls.crt': 'somebody else' };
  await expect(missingKeys(user, {}, () => given)).resolves.toMatchObject({ 'ca.crt': 'somebody else' });
});

test('no two passwords are alike', async () => {
  const [one, other] = [await missingKeys(user, {}, authorityOf), await missingKeys(user, {}, authorityOf)];
  expect(one['password']).not.toBe(other['password']);
});

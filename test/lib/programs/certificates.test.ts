import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { makeAuthority, makeCertificate, type KeyAndCertificate } from '../../../lib/programs/certificates';

const names = ['rabbitmq.shop.svc', 'rabbitmq-0.rabbitmq-nodes.shop.svc.cluster.local'];
let authority: KeyAndCertificate;
let stranger: KeyAndCertificate;
let node: KeyAndCertificate;

beforeAll(async () => {
  authority = await makeAuthority('shop clients');
  stranger = await makeAuthority('shop clients');
  node = await makeCertificate(authority, { commonName: 'brokerkit-internal', dnsNames: names });
});

const parsed = ({ certificate }: KeyAndCertificate): X509Certificate => new X509Certificate(certificate);
const yearsOf = (certificate: X509Certificate): number =>
  (Date.parse(certificate.validTo) - Date.now()) / (365.25 * 24 * 3_600_000);

test('an authority signs itself, for ten years, and says that it is one', () => {
  const certificate = parsed(authority);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect(Math.round(yearsOf(certificate))).toBe(10);
});

test('a certificate is signed by its authority and by no other of the same name', () => {
  const certificate = parsed(node);
  expect(certificate.checkIssued(parsed(authority))).toBe(true);
  expect(certificate.verify(parsed(authority).publicKey)).toBe(true);
  expect(certificate.verify(parsed(stranger).publicKey)).toBe(false);
});

test('a certificate is good for its names alone, and for nobody else as an authority', () => {
  const certificate = parsed(node);
  for (const name of names) expect(certificate.checkHost(name)).toBe(name);
  expect(certificate.checkHost('rabbitmq-1.rabbitmq-nodes.shop.svc.cluster.local')).toBeUndefined();
  expect(certificate.ca).toBe(false);
});

test('the subject of a certificate is its common name and nothing more', () => {
  expect(parsed(node).subject).toBe('CN=brokerkit-internal');
});

test('a certificate serves both ends of a connection', () => {
  expect(parsed(node).keyUsage).toEqual(expect.arrayContaining(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']));
});

test('a certificate is valid already, and its authority outlives it', () => {
  expect(Date.parse(parsed(node).validFrom)).toBeLessThan(Date.now() - 60_000);
  expect(yearsOf(parsed(node))).toBeLessThan(yearsOf(parsed(authority)) - 1);
});

test('the key is PKCS #8 and fits the certificate', () => {
  expect(node.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(parsed(node).checkPrivateKey(createPrivateKey(node.key))).toBe(true);
  expect(parsed(node).checkPrivateKey(createPrivateKey(authority.key))).toBe(false);
});

test('key and certificate end with a line break, so that a file of both can be read', () => {
  expect(`${node.key}${node.certificate}`).toMatch(
    /-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n[^]*-----\n$/,
  );
});

test('no two certificates have the same serial number', async () => {
  const again = await makeCertificate(authority, { commonName: 'brokerkit-internal', dnsNames: names });
  expect(parsed(again).serialNumber).not.toBe(parsed(node).serialNumber);
});

test('both ends of a connection accept each other, and nobody from another authority', async () => {
  const server = createServer({
    key: node.key,
    cert: node.certificate,
    ca: authority.certificate,
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on('secureConnection', (socket: TLSSocket) => socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const meet = async (ca: KeyAndCertificate): Promise<string> => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: names[0] ?? '',
      key: node.key,
      cert: node.certificate,
      ca: ca.certificate,
    });
    return once(socket, 'secureConnect').then(
      () => 'met',
      (error: NodeJS.ErrnoException) => error.code ?? 'failed',
    );
  };
  try {
    await expect(meet(authority)).resolves.toBe('met');
    await expect(meet(stranger)).resolves.toMatch(/SIGNATURE|SELF_SIGNED|UNABLE_TO_VERIFY/);
  } finally {
    server.close();
  }
});

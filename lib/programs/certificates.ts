// The X.509 library finds its parts by decorators, which need this first.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its key (PKCS #8), both as PEM. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly certificate: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const usages = ['sign', 'verify'] as const;
const subtle = webcrypto.subtle;

const authorityYears = 10;
/** Nothing renews certificates yet: a shorter life would stop a forgotten cluster. Still well inside its authority's. */
const certificateYears = 5;

/** Clocks of nodes differ: a certificate is good from a little before it was made. */
const earlierMs = 5 * 60_000;

function validity(years: number): { notBefore: Date; notAfter: Date } {
  const notAfter = new Date();
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore: new Date(Date.now() - earlierMs), notAfter };
}

/** 127 random bits: positive, and never with a leading zero byte. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

const pemKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${PemConverter.encode(await subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;

const pemCertificate = (certificate: X509Certificate): string => `${certificate.toString('pem')}\n`;

/** A self-signed authority that may sign certificates of nodes, but no further authority. */
export async function makeAuthority(commonName: string): Promise<KeyAndCertificate> {
  const keys = await subtle.generateKey(algorithm, true, usages);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    serialNumber: serialNumber(),
    ...validity(authorityYears),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await pemKey(keys.privateKey), certificate: pemCertificate(certificate) };
}

/**
 * A certificate for one kind of node, as server and as client.
 *
 * Its subject is the common name alone: Kafka compares the whole subject with its super users.
 */
export async function makeCertificate(
  authority: KeyAndCertificate,
  { commonName, dnsNames }: { readonly commonName: string; readonly dnsNames: readonly string[] },
): Promise<KeyAndCertificate> {
  const issuer = new X509Certificate(authority.certificate);
  const signingKey = await subtle.importKey('pkcs8', PemConverter.decodeFirst(authority.key), algorithm, false, [
    'sign',
  ]);
  const keys = await subtle.generateKey(algorithm, true, usages);
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    serialNumber: serialNumber(),
    ...validity(certificateYears),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns' as const, value }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export()),
    ],
  });
  return { key: await pemKey(keys.privateKey), certificate: pemCertificate(certificate) };
}

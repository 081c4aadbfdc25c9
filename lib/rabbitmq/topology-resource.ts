import { gunzipSync, gzipSync } from 'node:zlib';
import type { RabbitMqTopology } from './topology';

/** What the custom resource of a topology is given. CloudFormation logs it: there is nothing secret in it. */
export interface TopologyResource {
  /** Address of the management API, without its `/api`. */
  readonly ConsoleUrl: string;
  /** A packed topology. */
  readonly Topology: string;
  /** Secret with `username` and `password` of an administrator of the broker. */
  readonly AdministratorSecretArn: string;
  /** User of the topology → secret with its `password`. */
  readonly UserSecretArns?: Readonly<Record<string, string>>;
  /** Authority that signed the broker's certificate, as PEM; those that Node.js trusts where it is absent. */
  readonly CaCertificate?: string;
  /** Not read: another text is an update, and an update reads every secret. */
  readonly PasswordsAsOf?: string;
}

/**
 * Up to here a topology stands in the template as it is, so that `cdk diff` shows what changes. A larger one is compressed: an update
 * sends the old one along with the new one, and both must fit into one event of 256 KiB.
 */
const readableLength = 50_000;

/** A topology as one property of a resource. Property values are strings, so that numbers stay numbers only within a text. */
export function packTopology(topology: RabbitMqTopology): string {
  const text = JSON.stringify(topology);
  return text.length <= readableLength ? text : gzipSync(text, { level: 9 }).toString('base64');
}

/** @throws Error for what `packTopology` did not make */
export function unpackTopology(packed: string): RabbitMqTopology {
  const text = packed.startsWith('{') ? packed : gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
  return JSON.parse(text) as RabbitMqTopology;
}

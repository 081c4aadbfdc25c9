import { z } from 'zod';

/**
 * Secrets of a cluster that a team keeps in a store of its own (External Secrets, Vault, SOPS). A Secret that is named here is
 * used as it is: the bootstrap Job neither makes, reads nor changes it.
 */
export interface ExistingSecrets {
  /**
   * Identity of the cluster, with the keys `clusterId` and `seed`, and `cookie` for RabbitMQ. `seed` lets the cluster form once,
   * and is removed by the provision Job: the store must not put it back (External Secrets: `refreshPolicy: CreatedOnce`),
   * or a disk that is lost later comes back as a voter that has forgotten what it knew.
   *
   * @default - made by the bootstrap Job
   */
  readonly cluster?: string;
  /**
   * Certificate among the nodes, with `tls.crt`, `tls.key`, `ca.crt` and `tls-combined.pem` (key and certificate in one). Its
   * authority must sign nothing else: whoever has a certificate of it is taken for a node. It must be good for servers and clients
   * and name every node; for Kafka its subject is `CN=brokerkit-internal` alone, and its key is PKCS #8.
   *
   * @default - made by the bootstrap Job
   */
  readonly internal?: string;
  /**
   * Certificate that clients see, with `tls.crt`, `tls.key`, `ca.crt` and `tls-combined.pem`. It must name the Service that they
   * connect to, and for Kafka every broker; for Kafka its key is PKCS #8.
   *
   * @default - made by the bootstrap Job
   */
  readonly clients?: string;
  /**
   * Secrets of users by the name of the workload, with `username` (that name), `password` (letters and digits) and the `ca.crt` to
   * trust; `provisioner` is the administrator.
   *
   * @default - made by the bootstrap Job
   */
  readonly users?: Readonly<Record<string, string>>;
}

/** Where the certificate that clients see comes from. */
export interface TlsOptions {
  /**
   * Lets cert-manager (1.15 or later) issue and renew it; Kafka takes a renewed one when its brokers start again. The issuer must
   * put a `ca.crt` into the Secret (a CA or Vault issuer does, a public one does not). The certificate among the nodes stays with
   * the kit: whoever has one of the same authority is taken for a node.
   *
   * @default - signed by an authority of the cluster's own
   */
  readonly certManager?: {
    /** Name of the issuer. */
    readonly issuer: string;
    /**
     * Kind of the issuer.
     *
     * @default 'Issuer'
     */
    readonly kind?: 'Issuer' | 'ClusterIssuer';
  };
}

/** What both brokers' options say about Secrets. */
export interface Credentials {
  readonly existingSecrets: ExistingSecrets;
  readonly tls: TlsOptions;
}

/** Of any object in Kubernetes. */
const dnsName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, {
  error: 'the name of an object: lower-case letters, digits, hyphens and dots',
});

/** The part of an options schema that credentials bring. */
export const credentialsShape = {
  existingSecrets: z
    .strictObject({
      cluster: dnsName.optional(),
      internal: dnsName.optional(),
      clients: dnsName.optional(),
      users: z.record(dnsName, dnsName).optional(),
    })
    .optional(),
  tls: z
    .strictObject({
      certManager: z.strictObject({ issuer: dnsName, kind: z.enum(['Issuer', 'ClusterIssuer']).optional() }).optional(),
    })
    .optional(),
};

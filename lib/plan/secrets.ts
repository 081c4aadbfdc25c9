/**
 * A Secret that must exist, and how the bootstrap program makes what is missing of it. It never changes what is there.
 *
 * - `kafka-cluster`: `clusterId` and the seed, the first voters with their directory ids
 * - `rabbitmq-cluster`: `clusterId`, the Erlang `cookie` and the seed
 * - `authority`: `tls.crt` and `tls.key` of a certificate authority
 * - `certificate`: `ca.crt`, `tls.crt`, `tls.key` and `tls-combined.pem` (key and certificate), signed by an authority
 * - `given`: nothing is made; somebody else's authority, whose certificate stands in a file
 * - `user`: `username`, `password` and the `ca.crt` to trust
 *
 * `seed` is written only together with a new `clusterId`: a cluster forms once.
 */
export type WantedSecret =
  | { readonly make: 'kafka-cluster'; readonly name: string; readonly voters: readonly Voter[] }
  | { readonly make: 'rabbitmq-cluster'; readonly name: string }
  | { readonly make: 'authority'; readonly name: string; readonly commonName: string }
  | {
      readonly make: 'certificate';
      readonly name: string;
      readonly authority: string;
      readonly commonName: string;
      readonly dnsNames: readonly string[];
    }
  | { readonly make: 'given'; readonly name: string; readonly caFile: string }
  | { readonly make: 'user'; readonly name: string; readonly username: string; readonly authority: string };

export interface Voter {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/** What the bootstrap Job is given, as YAML. Authorities stand before what they sign. */
export interface SecretsPlan {
  readonly namespace: string;
  /** On every Secret it makes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly secrets: readonly WantedSecret[];
}

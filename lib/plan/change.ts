/** One difference between a topology and what the broker has. */
export interface Change {
  /** `topics.clicks.partitions` */
  readonly path: string;
  readonly is: unknown;
  readonly wanted: unknown;
  readonly action: 'create' | 'alter' | 'grow' | 'refuse';
  /** Why it may not be mended, where it is refused. */
  readonly why?: string;
}

/** Brings a broker to a topology: never deletes, never shrinks. */
export interface Provisioner<Topology> {
  /** Reads only. */
  plan(topology: Topology): Promise<readonly Change[]>;
  /** Creates, alters, grows. One refused change, and nothing is applied. */
  apply(topology: Topology, changes: readonly Change[]): Promise<void>;
}

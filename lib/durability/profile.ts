/** What acknowledged messages survive, in numbers both brokers understand. */
export interface Profile {
  readonly name: 'development' | 'survives-node-loss' | 'survives-zone-loss' | 'survives-power-loss';
  /** The promise in one sentence, as `synth` prints it. */
  readonly promise: string;
  /** Copies of every acknowledged message, on as many brokers. */
  readonly copies: 1 | 3 | 5;
  /** Copies that exist before the producer hears "stored". */
  readonly copiesBeforeAck: 1 | 2 | 3;
  /** Where no two copies may be together. */
  readonly spread: 'none' | 'host' | 'zone';
  /** Whether a copy counts only once it is on the disk, not merely in the memory of a broker. */
  readonly syncBeforeAck: boolean;
}

export type ProfileName = Profile['name'];

const reach = { none: 0, host: 1, zone: 2 } as const;

/** Whether one profile needs its copies spread more widely than another gives. */
export const isWider = (one: Profile, other: Profile): boolean => reach[one.spread] > reach[other.spread];

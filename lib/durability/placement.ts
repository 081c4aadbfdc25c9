/** What is known of the places where brokers run. */
export interface Placement {
  /** Zones that have nodes. */
  readonly zones: number;
  /** Whether a broker can learn which zone it is in. */
  readonly podKnowsZone: boolean;
}

/** Three zones, and a cluster of any version. */
export const unknownPlacement: Placement = { zones: 3, podKnowsZone: false };

/** What rules judge: settings, and where they will run. */
export interface Placed<Settings> {
  readonly settings: Settings;
  readonly placement: Placement;
}

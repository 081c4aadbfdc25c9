/** Consumers read from the copy in their own zone, unless the team says otherwise: on AWS traffic between zones is paid for. */
export const readInOwnZone = { replicaSelectorClass: 'RackAwareReplicaSelector' } as const;

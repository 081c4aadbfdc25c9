import type { Profile, ProfileName } from './profile';

/** The promises a team can choose from. A new promise is a new row. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  development: {
    name: 'development',
    promise: 'acknowledged messages survive a restart of the broker, nothing more',
    copies: 1,
    copiesBeforeAck: 1,
    spread: 'none',
    syncBeforeAck: false,
  },
  'survives-node-loss': {
    name: 'survives-node-loss',
    promise: 'acknowledged messages survive the loss of any one node with its disk, and writes go on meanwhile',
    copies: 3,
    copiesBeforeAck: 2,
    spread: 'host',
    syncBeforeAck: false,
  },
  'survives-zone-loss': {
    name: 'survives-zone-loss',
    promise: 'acknowledged messages survive the loss of any one zone, and writes go on meanwhile',
    copies: 3,
    copiesBeforeAck: 2,
    spread: 'zone',
    syncBeforeAck: false,
  },
  'survives-power-loss': {
    name: 'survives-power-loss',
    promise: 'acknowledged messages survive the loss of any one zone, and of the power of all nodes at once',
    copies: 3,
    copiesBeforeAck: 2,
    spread: 'zone',
    syncBeforeAck: true,
  },
};

/** From the weakest to the strongest. */
export const profileNames = Object.keys(profiles) as readonly ProfileName[] as readonly [ProfileName, ...ProfileName[]];

/** What a file or a construct that names none gets. */
export const defaultProfile: ProfileName = 'survives-zone-loss';

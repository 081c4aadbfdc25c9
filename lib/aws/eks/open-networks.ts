import { when, type Finding } from '../../durability/rule';

/** What a rule says of networks that are nearly everybody's. */
export const openToAll = {
  id: 'eks-open-to-all',
  why: 'everybody in the internet could reach the API of the cluster, so one stolen credential, or one flaw of it, is enough',
  fix: 'name the networks that people come from, or leave it out and come over a VPN',
} as const;

/** No team has a network that large, and two of them are the whole internet. */
const nearlyAll = /\/0*[0-7]$/;

export const openNetworks = (networks: readonly string[], path: string): readonly Finding[] =>
  networks.flatMap((cidr, index) => when(nearlyAll.test(cidr), `${path}.${index}`, cidr, openToAll.fix));

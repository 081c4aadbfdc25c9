import type { Rule } from '../../durability/rule';
import { cidrOf, cidrs, overlap, privateNetworks, type Cidr } from '../cidr';

/** Networks that reach the API of a cluster through the internet, and where they are written down. */
export interface Access {
  readonly path: string;
  /** `undefined` for one that only the deployment knows. */
  readonly networks: readonly (string | undefined)[];
}

interface Judgement {
  readonly id: string;
  readonly why: string;
  readonly fix: string;
  /** `undefined`: what is written there is no network. */
  readonly wrong: (network: Cidr | undefined) => boolean;
}

/**
 * Networks that nobody in the internet comes from: those of one's own, of a provider, of a machine, of a link, of measurements, of
 * groups, and what is kept for later.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
const reserved: readonly Cidr[] = [
  ...privateNetworks,
  ...cidrs('0.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '198.18.0.0/15', '224.0.0.0/3'),
];

/** No team has a network that large, and two of them are the whole internet. */
const isNearlyAll = (network: Cidr | undefined): boolean => network !== undefined && network.prefix < 8;

const judgements: readonly Judgement[] = [
  {
    id: 'eks-network-malformed',
    why: 'EKS lets in networks of IPv4, written as an address and a prefix, and this is none',
    fix: 'write one such as 203.0.113.0/24, or 203.0.113.7/32 for a single address',
    wrong: (network) => network === undefined,
  },
  {
    id: 'eks-open-to-all',
    why: 'everybody in the internet could reach the API of the cluster, so one stolen credential, or one flaw of it, is enough',
    fix: 'name the networks that people come from, or leave it out and come over a VPN',
    wrong: isNearlyAll,
  },
  {
    // https://repost.aws/knowledge-center/eks-lock-api-access-IP-addresses: "These CIDR blocks can't include reserved addresses."
    id: 'eks-network-not-public',
    why: 'it has private or reserved addresses, which nobody has who comes through the internet, and EKS refuses those',
    fix: 'name the public address that people come from, or leave it out: from within the network, or over a VPN, the API is open to them',
    wrong: (network) =>
      network !== undefined && !isNearlyAll(network) && reserved.some((other) => overlap(network, other)),
  },
];

/**
 * What is wrong with networks that reach the API of a cluster: of each at most one thing, and nothing of what only the deployment
 * knows.
 */
export const accessRules = <Facts>(read: (facts: Facts) => Access): readonly Rule<Facts>[] =>
  judgements.map(({ id, why, fix, wrong }) => ({
    id,
    why,
    check: (facts) => {
      const { path, networks } = read(facts);
      return networks
        .map((value, index) => ({ path: `${path}.${index}`, value, fix }))
        .filter(({ value }) => value !== undefined && wrong(cidrOf(value)));
    },
  }));

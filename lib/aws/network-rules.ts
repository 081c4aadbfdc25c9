import { when, type Rule } from '../durability/rule';
import { cidrOf, isFirst, isWithin, privateNetworks, type Cidr } from './cidr';

/** The addresses that a network is to have, and where they are written down. */
export interface NetworkFacts {
  readonly path: string;
  /** `undefined` where only the deployment knows them. */
  readonly cidr: string | undefined;
}

/** How large the network may be: AWS has none larger, and in a smaller one the subnets have no room. */
const largest = 16;
const smallest = 20;

const example = '10.1.0.0/16';

const known = (cidr: string | undefined): Cidr | undefined => (cidr === undefined ? undefined : cidrOf(cidr));

/** What is wrong with the addresses of a network. */
export const networkRules: readonly Rule<NetworkFacts>[] = [
  {
    id: 'aws-network-malformed',
    why: 'it is no network of IPv4, written as its first address and its prefix',
    check: ({ path, cidr }) => {
      const its = known(cidr);
      const wrong = cidr !== undefined && (its === undefined || !isFirst(its));
      return when(wrong, path, cidr, `write one such as ${example}`);
    },
  },
  {
    id: 'aws-network-size',
    why: 'AWS has no larger network than a /16, and the subnets of brokers and workloads need a /20',
    check: ({ path, cidr }) => {
      const { prefix = largest } = known(cidr) ?? {};
      return when(
        prefix < largest || prefix > smallest,
        path,
        cidr,
        `use /${largest} to /${smallest}, such as ${example}`,
      );
    },
  },
  {
    id: 'aws-network-not-private',
    why: 'these addresses belong to somebody in the internet, who could then not be reached any more',
    check: ({ path, cidr }) => {
      const its = known(cidr);
      const wrong = its !== undefined && !privateNetworks.some((network) => isWithin(its, network));
      return when(wrong, path, cidr, 'use a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16');
    },
  },
];

/**
 * Bits of the subnet of workloads in each zone: a sixteenth of the network. So in a /20 it has 251 addresses for tasks or pods, beside
 * the brokers' own, which have as many whatever the size of the network.
 */
export const workloadsMask = (cidr: string): number => (known(cidr)?.prefix ?? largest) + 4;

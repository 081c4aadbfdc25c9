import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';

type Labels = Readonly<Record<string, string>>;

/** A port, or all from the first to the last. */
export type Ports = number | readonly [first: number, last: number];

/** One open path: with whom, on which ports. No peer: anybody. */
export interface Path {
  readonly peers?: readonly Labels[];
  readonly ports: readonly Ports[];
}

export interface NetworkPolicyOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly pods: Labels;
  /** Both are asked for at synthesis: grants may still come until then. */
  readonly ingress: () => readonly Path[];
  readonly egress: () => readonly Path[];
}

function tcp(ports: Ports): k8s.NetworkPolicyPort {
  const [first, last] = typeof ports === 'number' ? [ports] : ports;
  return {
    protocol: 'TCP',
    port: k8s.IntOrString.fromNumber(first),
    ...(last === undefined ? {} : { endPort: last }),
  };
}

const peers = (list: readonly Labels[]): k8s.NetworkPolicyPeer[] =>
  list.map((matchLabels) => ({ podSelector: { matchLabels: { ...matchLabels } } }));

/** To anybody: some clusters answer from the node itself, or from no pod at all. */
const nameService: k8s.NetworkPolicyEgressRule = {
  ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: k8s.IntOrString.fromNumber(53) })),
};

const toIngress = (path: Path): k8s.NetworkPolicyIngressRule => ({
  ...(path.peers === undefined ? {} : { from: peers(path.peers) }),
  ports: path.ports.map(tcp),
});

const toEgress = (path: Path): k8s.NetworkPolicyEgressRule => ({
  ...(path.peers === undefined ? {} : { to: peers(path.peers) }),
  ports: path.ports.map(tcp),
});

const orNothing = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

/** Closes a set of pods but for the named paths and the name service. */
export class NetworkPolicy extends Construct {
  constructor(scope: Construct, id: string, options: NetworkPolicyOptions) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: options.name, labels: { ...options.labels } },
      spec: {
        podSelector: { matchLabels: { ...options.pods } },
        policyTypes: ['Ingress', 'Egress'],
        // An empty list is dropped by Kubernetes, and would show as a difference for ever.
        ingress: Lazy.any({ produce: () => orNothing(options.ingress().map(toIngress)) }) as never,
        egress: Lazy.any({ produce: () => [nameService, ...options.egress().map(toEgress)] }) as never,
      },
    });
  }
}

/** Ports of a Kubernetes API server, before and behind its Service. Which addresses it has, a manifest can't know. */
export const kubernetesApi: Path = { ports: [443, 6443] };

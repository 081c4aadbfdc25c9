// What is measured on: both brokers with three copies of everything, and a workload with rights on both.
export const namespace = 'bench';

/** Our container gets no more memory than a workload of the kit does. */
const ours = { image: 'node:24.21.0-bookworm-slim', memory: '256Mi' };
export const containers = {
  ours,
  /** A second one, for publisher and consumer at the same time. */
  reader: ours,
  tool: { image: 'apache/kafka:4.3.1', memory: '1Gi' },
};

export const messaging = {
  name: namespace,
  durability: 'survives-zone-loss',
  kafka: {
    storage: '9Gi',
    controllerStorage: '1Gi',
    resources: { cpu: 0.25, memory: '900Mi' },
    controllerResources: { cpu: 0.1, memory: '600Mi' },
    // What a soak writes in ten minutes must not fill a disk: 1.5 GiB stay, which is more than a reader reads.
    brokerProperties: { 'log.segment.bytes': '67108864', 'log.retention.check.interval.ms': '10000' },
    topics: { perf: { partitions: 6, retentionBytes: 268_435_456 } },
  },
  rabbitmq: {
    storage: '5Gi',
    resources: { cpu: 0.25, memory: '900Mi' },
    walMaxSizeBytes: 67_108_864,
    exchanges: { perf: { type: 'direct' } },
    queues: { perf: { bindings: [{ exchange: 'perf', routingKey: 'perf' }] } },
  },
  workloads: {
    bench: {
      image: containers.ours.image,
      // Node makes room for 1 MiB of young objects where a container has 256 MiB: a fetch outlives that, and is copied again and again.
      env: { NODE_OPTIONS: '--max-semi-space-size=16' },
      kafka: { produce: ['perf'], consume: ['perf'] },
      rabbitmq: { publish: ['perf'], consume: ['perf'] },
    },
  },
};

/** One pod instead of the workload's Deployment, with all that its grants bring: both clients on the same node, with the same rights. */
export function podOf({ metadata, spec }) {
  const [main] = spec.containers;
  const made = Object.entries(containers).map(([name, { image, memory }]) => ({
    ...main,
    name,
    image,
    command: ['sleep', 'infinity'],
    resources: { requests: { cpu: '0.1', memory }, limits: { memory } },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: namespace, namespace, labels: metadata.labels },
    spec: { ...spec, securityContext: { ...spec.securityContext, runAsUser: 1000 }, containers: made },
  };
}

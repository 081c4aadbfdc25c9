import type { Construct } from 'constructs';
import { ports, toolPorts } from '../lib/rabbitmq/listeners';
import type { RabbitMqSettings } from '../lib/rabbitmq/settings';
import { clientLabel, labels, selector } from './parts/labels';
import { kubernetesApi, NetworkPolicy } from './parts/network-policy';

/** Who may speak to whom: nodes among themselves, clients to nodes, the provisioner to the management API. */
export function rabbitMqNetwork(scope: Construct, { name, plaintextPort }: RabbitMqSettings): void {
  const nodes = selector(name, 'node');
  const provisioner = selector(name, 'provision');
  const amongNodes = [ports.epmd, ports.distribution, toolPorts];
  const clientPorts = [ports.amqps, ...(plaintextPort === 'none' ? [] : [plaintextPort])];
  new NetworkPolicy(scope, 'NodeNetwork', {
    name,
    labels: labels(name, 'node'),
    pods: nodes,
    ingress: () => [
      { peers: [nodes], ports: amongNodes },
      { peers: [clientLabel(name)], ports: clientPorts },
      { peers: [provisioner], ports: [ports.management] },
    ],
    egress: () => [{ peers: [nodes], ports: amongNodes }],
  });
  new NetworkPolicy(scope, 'ProvisionNetwork', {
    name: `${name}-provision`,
    labels: labels(name, 'provision'),
    pods: provisioner,
    ingress: () => [],
    // Whoever puts dead letters back is a client as well.
    egress: () => [{ peers: [nodes], ports: [ports.management, ...clientPorts] }, kubernetesApi],
  });
}

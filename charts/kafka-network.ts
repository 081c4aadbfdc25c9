import type { Construct } from 'constructs';
import { listeners } from '../lib/kafka/listeners';
import { isCombined } from '../lib/kafka/server-properties';
import type { KafkaSettings } from '../lib/kafka/settings';
import { clientLabel, labels, selector } from './parts/labels';
import { kubernetesApi, NetworkPolicy } from './parts/network-policy';

const { controller, replication, clients } = listeners;

/** Who may speak to whom: controllers among themselves, brokers among themselves and to controllers, clients to brokers. */
export function kafkaNetwork(scope: Construct, settings: KafkaSettings): void {
  const { name } = settings;
  const [controllers, brokers] = [selector(name, 'controller'), selector(name, 'broker')];
  const provisioner = selector(name, 'provision');
  const voting = isCombined(settings) ? brokers : controllers;

  if (!isCombined(settings)) {
    new NetworkPolicy(scope, 'ControllerNetwork', {
      name: `${name}-controller`,
      labels: labels(name, 'controller'),
      pods: controllers,
      ingress: () => [{ peers: [controllers, brokers], ports: [controller.port] }],
      egress: () => [{ peers: [controllers], ports: [controller.port] }],
    });
  }
  new NetworkPolicy(scope, 'BrokerNetwork', {
    name: `${name}-broker`,
    labels: labels(name, 'broker'),
    pods: brokers,
    ingress: () => [
      { peers: [clientLabel(name), provisioner], ports: [clients.port] },
      { peers: [brokers], ports: [replication.port, ...(isCombined(settings) ? [controller.port] : [])] },
    ],
    egress: () => [
      { peers: [brokers], ports: [replication.port] },
      { peers: [voting], ports: [controller.port] },
    ],
  });
  new NetworkPolicy(scope, 'ProvisionNetwork', {
    name: `${name}-provision`,
    labels: labels(name, 'provision'),
    pods: provisioner,
    ingress: () => [],
    egress: () => [{ peers: [brokers], ports: [clients.port] }, kubernetesApi],
  });
}

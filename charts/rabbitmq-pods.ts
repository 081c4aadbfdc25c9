import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { certificateFolders, ports } from '../lib/rabbitmq/listeners';
import { enabledPlugins, interNodeTls, rabbitMqConf } from '../lib/rabbitmq/rabbitmq-conf';
import { rabbitMqAcceptances } from '../lib/rabbitmq/rules';
import type { RabbitMqSettings } from '../lib/rabbitmq/settings';
import { provisionerUser } from '../lib/durability/schema';
import { checksum, script } from './parts/files';
import { labels } from './parts/labels';
import {
  emptyDir,
  fieldEnv,
  fromConfigMap,
  fromSecret,
  plainEnv,
  secretEnv,
  type Mount,
  type PodOptions,
} from './parts/pod';
import { secretNames } from './parts/secrets';
import { StatefulSet, type Place } from './parts/stateful-set';

/** The user that the image is made for. */
const imageUser = 999;
const configFolder = '/etc/brokerkit/config';
const scriptsFolder = '/etc/brokerkit/scripts';
const home = '/var/lib/rabbitmq';
const startScript = 'rabbitmq-start.sh';
const stopScript = 'rabbitmq-stop.sh';

export const headlessName = (cluster: string): string => `${cluster}-nodes`;

/** A node's name for its peers. It is part of the node's data, so it says nothing about the cluster's domain. */
export const nodeHost = (cluster: string, ordinal: number, namespace: string): string =>
  `${cluster}-${ordinal}.${headlessName(cluster)}.${namespace}.svc`;

/** The nodes of a RabbitMQ cluster. */
export function rabbitMqPods(scope: Construct, settings: RabbitMqSettings, namespace: string, place: Place): void {
  const { name } = settings;
  const files = {
    'rabbitmq.conf': rabbitMqConf(settings),
    enabled_plugins: enabledPlugins,
    'inter-node-tls.config': interNodeTls(),
  };
  const scripts = { [startScript]: script(startScript), [stopScript]: script(stopScript) };
  const own = labels(name, 'node');
  new k8s.KubeConfigMap(scope, 'config', { metadata: { name: `${name}-config`, labels: own }, data: files });
  new k8s.KubeConfigMap(scope, 'scripts', { metadata: { name: `${name}-scripts`, labels: own }, data: scripts });

  const open = nodePorts(settings);
  new StatefulSet(scope, 'node', {
    name,
    serviceName: headlessName(name),
    instance: name,
    component: 'node',
    replicas: settings.size.nodes,
    spread: settings.profile.spread,
    zones: place.zones,
    storage: settings.storage,
    storageClass: place.storageClass,
    dataPath: `${home}/mnesia`,
    checksum: checksum(...Object.values(files), ...Object.values(scripts)),
    ports: open,
    accepted: rabbitMqAcceptances(settings),
    pod: {
      image: settings.image,
      user: imageUser,
      command: [`${scriptsFolder}/${startScript}`],
      resources: settings.resources,
      graceSeconds: settings.stopGraceSeconds,
      ports: open,
      env: nodeEnv(settings, namespace),
      mounts: nodeMounts(settings),
      preStop: [`${scriptsFolder}/${stopScript}`],
      ...probes(settings),
    },
  });
}

function nodePorts({ plaintextPort }: RabbitMqSettings): Readonly<Record<string, number>> {
  return {
    amqps: ports.amqps,
    management: ports.management,
    metrics: ports.metrics,
    epmd: ports.epmd,
    distribution: ports.distribution,
    ...(plaintextPort === 'none' ? {} : { amqp: plaintextPort }),
  };
}

/** Ready only as part of the whole cluster: a node that is alone answers too. Nothing kills a node that recovers within hours. */
function probes(settings: RabbitMqSettings): Pick<PodOptions, 'startupProbe' | 'readinessProbe'> {
  const ask = (check: string): k8s.HttpGetAction => ({
    path: `/api/health/checks/${check}`,
    port: k8s.IntOrString.fromNumber(ports.management),
    scheme: 'HTTPS',
  });
  return {
    startupProbe: {
      httpGet: ask(settings.size.nodes > 1 ? 'reached-target-cluster-size' : 'ready-to-serve-clients'),
      periodSeconds: 3,
      timeoutSeconds: 5,
      failureThreshold: 14_400,
    },
    readinessProbe: {
      httpGet: ask('ready-to-serve-clients'),
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
  };
}

function nodeEnv(settings: RabbitMqSettings, namespace: string): readonly k8s.EnvVar[] {
  const erlang = `-proto_dist inet_tls -ssl_dist_optfile ${configFolder}/inter-node-tls.config`;
  const service = headlessName(settings.name);
  return [
    fieldEnv('POD_NAME', 'metadata.name'),
    // Kubernetes puts in the variable that stands above.
    { name: 'RABBITMQ_NODENAME', value: `rabbit@$(POD_NAME).${service}.${namespace}.svc` },
    ...plainEnv({
      HOME: home,
      NODES: String(settings.size.nodes),
      RABBITMQ_USE_LONGNAME: 'true',
      RABBITMQ_CONFIG_FILE: '/tmp/rabbitmq.conf',
      // The image's own folder opens guest to everybody.
      RABBITMQ_CONFIG_FILES: '/tmp/no-further-files',
      RABBITMQ_ENABLED_PLUGINS_FILE: `${configFolder}/enabled_plugins`,
      RABBITMQ_LOGS: '-',
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: erlang,
      // The command line tools speak to nodes in the same way.
      RABBITMQ_CTL_ERL_ARGS: erlang,
    }),
    // Read at each start of the container; a mounted copy would lag. Its absence is safe: a node without it can only join.
    secretEnv('SEED', secretNames(settings).cluster, 'seed', true),
  ];
}

function nodeMounts(settings: RabbitMqSettings): readonly Mount[] {
  const { name } = settings;
  const names = secretNames(settings);
  const cookie = {
    secret: { secretName: names.cluster, defaultMode: 0o440, items: [{ key: 'cookie', path: 'cookie' }] },
  };
  return [
    { name: 'config', path: configFolder, source: fromConfigMap(`${name}-config`) },
    { name: 'scripts', path: scriptsFolder, source: fromConfigMap(`${name}-scripts`, 0o555) },
    { name: 'internal', path: certificateFolders.internal, source: fromSecret(names.internal) },
    { name: 'clients', path: certificateFolders.clients, source: fromSecret(names.clients) },
    { name: 'provisioner', path: '/etc/brokerkit/provisioner', source: fromSecret(names.user(provisionerUser)) },
    { name: 'cookie', path: '/etc/brokerkit/cookie', source: cookie },
    { name: 'home', path: home, source: emptyDir('64Mi'), readOnly: false },
    { name: 'tmp', path: '/tmp', source: emptyDir('256Mi'), readOnly: false },
  ];
}

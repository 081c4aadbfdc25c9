import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { renderKnobs } from '../lib/durability/knob';
import { provisionerUser } from '../lib/durability/schema';
import { kafkaKnobs } from '../lib/kafka/knobs';
import { certificateFolders, controllerIdOffset, dataFolder, listeners } from '../lib/kafka/listeners';
import {
  internalClientProperties,
  isCombined,
  log4j2,
  quorumName,
  roleName,
  serverProperties,
  type KafkaRole,
} from '../lib/kafka/server-properties';
import { kafkaAcceptances } from '../lib/kafka/rules';
import type { KafkaSettings } from '../lib/kafka/settings';
import { toMebibytes } from '../lib/durability/quantity';
import { checksum, script } from './parts/files';
import { labels, selector } from './parts/labels';
import {
  emptyDir,
  fieldEnv,
  fromConfigMap,
  fromSecret,
  plainEnv,
  secretEnv,
  zoneLabel,
  type Mount,
  type PodOptions,
} from './parts/pod';
import { secretNames } from './parts/secrets';
import { StatefulSet, type Place } from './parts/stateful-set';

/** The user that the image is made for. */
const imageUser = 1000;
const startScript = 'kafka-start.sh';
const readyScript = 'kafka-ready.sh';
const readyFile = '/tmp/ready';

/** Controllers and brokers, or brokers that are both. */
export function kafkaPods(scope: Construct, settings: KafkaSettings, place: Place): void {
  if (!isCombined(settings)) {
    kafkaRole(scope, settings, 'controller', place);
    quorumService(scope, settings);
  }
  kafkaRole(scope, settings, 'broker', place);
}

/** What a new broker waits for (docs/adr/0010). The headless Service of the controllers can't tell: it names them before they are ready. */
function quorumService(scope: Construct, settings: KafkaSettings): void {
  new k8s.KubeService(scope, 'QuorumService', {
    metadata: { name: quorumName(settings), labels: labels(settings.name, 'controller') },
    spec: {
      clusterIp: 'None',
      selector: selector(settings.name, 'controller'),
      ports: [{ name: 'controller', port: listeners.controller.port }],
    },
  });
}

/** A configuration of its own for each role: a broker's setting never restarts a controller. */
function kafkaRole(scope: Construct, settings: KafkaSettings, role: KafkaRole, place: Place): void {
  const name = roleName(settings, role);
  const files = {
    'server.properties': serverProperties(settings, role),
    'internal.properties': internalClientProperties(),
    'log4j2.yaml': log4j2,
  };
  const scripts = { [startScript]: script(startScript), [readyScript]: script(readyScript) };
  const own = labels(settings.name, role);
  new k8s.KubeConfigMap(scope, `${role}-config`, { metadata: { name: `${name}-config`, labels: own }, data: files });
  new k8s.KubeConfigMap(scope, `${role}-scripts`, {
    metadata: { name: `${name}-scripts`, labels: own },
    data: scripts,
  });

  new StatefulSet(scope, role, {
    name,
    instance: settings.name,
    component: role,
    replicas: role === 'broker' ? settings.size.nodes : settings.controllers,
    spread: settings.profile.spread,
    zones: place.zones,
    storage: role === 'broker' ? settings.storage : settings.controllerStorage,
    storageClass: place.storageClass,
    dataPath: dataFolder,
    checksum: checksum(...Object.values(files), ...Object.values(scripts)),
    ports: rolePorts(settings, role),
    accepted: kafkaAcceptances(settings),
    pod: rolePod(settings, role),
  });
}

function rolePorts(settings: KafkaSettings, role: KafkaRole): Readonly<Record<string, number>> {
  const controller = { controller: listeners.controller.port };
  const broker = { replication: listeners.replication.port, clients: listeners.clients.port };
  if (role === 'controller') return controller;
  return isCombined(settings) ? { ...controller, ...broker } : broker;
}

function rolePod(settings: KafkaSettings, role: KafkaRole): PodOptions {
  const name = roleName(settings, role);
  const resources = role === 'broker' ? settings.resources : settings.controllerResources;
  return {
    image: settings.image,
    user: imageUser,
    command: [`/etc/brokerkit/scripts/${startScript}`],
    resources,
    graceSeconds: settings.stopGraceSeconds,
    ports: rolePorts(settings, role),
    env: roleEnv(settings, role),
    mounts: roleMounts(settings, role, name),
    // The roll waits for replicas, not for a port: hours, since a broker may have a whole disk to copy. Nothing kills a broker
    // that reads its logs back within them.
    startupProbe: {
      exec: { command: ['test', '-f', readyFile] },
      periodSeconds: 2,
      timeoutSeconds: 5,
      failureThreshold: 21_600,
    },
  };
}

function roleEnv(settings: KafkaSettings, role: KafkaRole): readonly k8s.EnvVar[] {
  const names = secretNames(settings);
  const votes = role === 'controller' || isCombined(settings);
  const port = role === 'broker' ? listeners.replication.port : listeners.controller.port;
  return [
    ...plainEnv({
      SERVICE: roleName(settings, role),
      ROLE: role === 'broker' && votes ? 'both' : role,
      NODE_ID_OFFSET: String(role === 'controller' ? controllerIdOffset : 0),
      READY_PORT: String(port),
      ...Object.fromEntries(renderKnobs(kafkaKnobs, { ...settings, heapMiB: heap(settings, role) }, 'jvm')),
      // A pod's address changes with each start: neither answers nor their absence may be kept for long.
      KAFKA_OPTS: '-Dsun.net.inetaddr.ttl=5 -Dsun.net.inetaddr.negative.ttl=0',
      KAFKA_LOG4J_OPTS: '-Dlog4j2.configurationFile=/etc/brokerkit/config/log4j2.yaml',
      KAFKA_GC_LOG_OPTS: '-Xlog:gc*:file=/tmp/gc.log:time:filecount=2,filesize=8M',
      LOG_DIR: '/tmp/kafka-logs',
    }),
    fieldEnv('POD_NAME', 'metadata.name'),
    fieldEnv('POD_NAMESPACE', 'metadata.namespace'),
    ...(votes ? [] : plainEnv({ QUORUM: quorumName(settings) })),
    // Empty before Kubernetes 1.35.
    ...(role === 'broker' ? [fieldEnv('ZONE', zoneLabel)] : []),
    secretEnv('CLUSTER_ID', names.cluster, 'clusterId'),
    // Read at each start of the container; a mounted copy would lag. Its absence is safe: a pod without it can only join.
    ...(votes ? [secretEnv('SEED', names.cluster, 'seed', true)] : []),
  ];
}

/** Controllers hold metadata alone: half of their memory, whatever the brokers' knob says. */
function heap(settings: KafkaSettings, role: KafkaRole): number {
  return role === 'broker' ? settings.heapMiB : Math.floor(toMebibytes(settings.controllerResources.memory) / 2);
}

function roleMounts(settings: KafkaSettings, role: KafkaRole, name: string): readonly Mount[] {
  const names = secretNames(settings);
  const votes = role === 'controller' || isCombined(settings);
  return [
    { name: 'config', path: '/etc/brokerkit/config', source: fromConfigMap(`${name}-config`) },
    { name: 'scripts', path: '/etc/brokerkit/scripts', source: fromConfigMap(`${name}-scripts`, 0o555) },
    { name: 'internal', path: certificateFolders.internal, source: fromSecret(names.internal) },
    ...(role === 'broker'
      ? [{ name: 'clients', path: certificateFolders.clients, source: fromSecret(names.clients) }]
      : []),
    ...(votes
      ? [{ name: 'provisioner', path: '/etc/brokerkit/provisioner', source: fromSecret(names.user(provisionerUser)) }]
      : []),
    { name: 'tmp', path: '/tmp', source: emptyDir('512Mi'), readOnly: false },
  ];
}

import type { CustomResourceEvent } from '../../lib/programs/handlers/provided-resource';
import { packTopology, type TopologyResource } from '../../lib/rabbitmq/topology-resource';
import type { RabbitMqTopology } from '../../lib/rabbitmq/topology';

/** What is known of a broker and its secrets, for an event as the provider framework hands it on. */
export interface Target {
  readonly consoleUrl: string;
  readonly caCertificate?: string;
  readonly topology: RabbitMqTopology;
}

const arnOf = (name: string): string => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}`;

export const topologyResource = ({ consoleUrl, caCertificate, topology }: Target): TopologyResource => ({
  ConsoleUrl: consoleUrl,
  Topology: packTopology(topology),
  AdministratorSecretArn: arnOf('provisioner'),
  UserSecretArns: Object.fromEntries(topology.users.map(({ name }) => [name, arnOf(name)])),
  ...(caCertificate === undefined ? {} : { CaCertificate: caCertificate }),
});

export const topologyEvent = (
  RequestType: CustomResourceEvent<TopologyResource>['RequestType'],
  target: Target,
  PhysicalResourceId?: string,
): CustomResourceEvent<TopologyResource> => ({
  RequestType,
  LogicalResourceId: 'RabbitMqTopologyResource',
  ...(PhysicalResourceId === undefined ? {} : { PhysicalResourceId }),
  ResourceProperties: topologyResource(target),
});

/** Reads secrets as Secrets Manager would, from passwords by user. */
export const secretsOf =
  (passwords: Readonly<Record<string, string>>) =>
  (arn: string): Promise<string> => {
    const username = arn.split(':').at(-1) ?? '';
    const password = passwords[username];
    return password === undefined
      ? Promise.reject(new Error(`there is no secret ${arn}`))
      : Promise.resolve(JSON.stringify({ username, password }));
  };

import { setTimeout as wait } from 'node:timers/promises';
import { RabbitMqAdmin, RabbitMqAnswerError } from '../../clients/rabbitmq-admin';
import { unpackTopology, type TopologyResource } from '../../rabbitmq/topology-resource';
import { provision } from '../provision';
import { RabbitMqProvisioner } from '../rabbitmq-provisioner';
import {
  reasonError,
  type CustomResourceAnswer,
  type CustomResourceEvent,
  type FunctionContext,
} from './provided-resource';

export interface TopologyOptions {
  /** The text of a secret. */
  readonly secretText: (arn: string) => Promise<string>;
  readonly say?: (line: string) => void;
  /** How long the broker may take until all of it answers. */
  readonly patienceMs: number;
  readonly pollMs?: number;
  /** How long a right that was just granted may take until Secrets Manager knows it. */
  readonly secretPatienceMs?: number;
}

/** What is done after the broker answered needs time, too. */
const reserveMs = 60_000;

const writeOut = (line: string): void => void process.stdout.write(`${line}\n`);

/** Brings a broker to the topology of a resource. The same again changes nothing. */
export async function provisionTopology(resource: TopologyResource, options: TopologyOptions): Promise<void> {
  const topology = unpackTopology(resource.Topology);
  const administrator = await credentials('the administrator', resource.AdministratorSecretArn, options);
  const passwords = await passwordsOf(resource.UserSecretArns ?? {}, options);
  const admin = new RabbitMqAdmin({
    url: resource.ConsoleUrl.replace(/\/$/, ''),
    vhost: topology.vhost,
    username: administrator.username,
    password: administrator.password,
    ca: resource.CaCertificate,
  });
  const passwordOf = (user: string): string => {
    const password = passwords.get(user);
    if (password === undefined) throw new Error(`the resource names no secret for the user ${user}`);
    return password;
  };
  try {
    // Whoever upgrades the nodes turns their feature flags on: here that is the service.
    await provision(new RabbitMqProvisioner(admin, passwordOf, false), topology, {
      // A managed cluster forms by itself.
      useUpSeed: () => Promise.resolve(),
      hopeless: (error) => error instanceof RabbitMqAnswerError && error.status === 401,
      say: options.say ?? writeOut,
      patienceMs: options.patienceMs,
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
  } finally {
    admin.close();
  }
}

/**
 * The custom resource of a topology: creates and updates alike bring the broker to it.
 *
 * Its deletion changes nothing on the broker, which may be gone: queues hold messages, and users may be connected.
 */
export const rabbitMqTopologyHandler =
  (options: Omit<TopologyOptions, 'patienceMs'>) =>
  async (
    { RequestType, LogicalResourceId, PhysicalResourceId, ResourceProperties }: CustomResourceEvent<TopologyResource>,
    context: FunctionContext,
  ): Promise<CustomResourceAnswer> => {
    // The same for every event of one resource: another id would be another resource, and the old one would be deleted.
    const answer = { PhysicalResourceId: PhysicalResourceId ?? `rabbitmq-topology-${LogicalResourceId}` };
    if (RequestType === 'Delete') return answer;
    const patienceMs = Math.max(0, context.getRemainingTimeInMillis() - reserveMs);
    try {
      await provisionTopology(ResourceProperties, { ...options, patienceMs });
    } catch (error) {
      // All of it: what CloudFormation shows may be cut.
      (options.say ?? writeOut)(error instanceof Error ? error.message : String(error));
      throw reasonError(error);
    }
    return answer;
  };

interface Credentials {
  readonly username: string;
  readonly password: string;
}

async function passwordsOf(
  arns: Readonly<Record<string, string>>,
  options: TopologyOptions,
): Promise<ReadonlyMap<string, string>> {
  const entries = Object.entries(arns).map(
    async ([user, arn]) => [user, (await credentials(`the user ${user}`, arn, options)).password] as const,
  );
  return new Map(await Promise.all(entries));
}

async function credentials(whose: string, arn: string, options: TopologyOptions): Promise<Credentials> {
  const text = await patiently(() => options.secretText(arn), options).catch((error: unknown) => {
    throw new Error(
      `the secret of ${whose} can't be read: ${(error as Error).message}; ` +
        "the function's subnets need a way to Secrets Manager, such as an interface endpoint, and its role the right to read it",
      { cause: error },
    );
  });
  const { username, password } = parsed(text);
  if (typeof username !== 'string' || typeof password !== 'string')
    throw new Error(`the secret of ${whose} holds no username and password as JSON`);
  return { username, password };
}

/** Never throws: its message would show a part of the secret. */
function parsed(text: string): { readonly username?: unknown; readonly password?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { readonly username?: unknown };
  } catch {
    return {};
  }
}

async function patiently<Value>(
  work: () => Promise<Value>,
  { secretPatienceMs = 60_000, pollMs = 2_000 }: TopologyOptions,
): Promise<Value> {
  const deadline = Date.now() + secretPatienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(pollMs);
    }
  }
}

import { execFileSync } from 'node:child_process';

/**
 * A command that makes an empty AWS account which may be broken, somewhere near: `up` with the words below, `env` prints the exports for
 * CDK, `events` and `resources` print JSON lines, `down` ends it.
 */
const command = process.env['BROKERKIT_ACCOUNT'] ?? '';

const run = (...words: readonly string[]): string =>
  execFileSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });

const lines = <Line>(text: string): readonly Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** What it starts keeps its output open: nobody may wait for the end of that. */
const start = (...words: readonly string[]): void =>
  void execFileSync(command, words, { stdio: ['ignore', 'ignore', 'ignore'] });

/** What a real part of the account is reached at. */
export interface Reach {
  /** The management API of a RabbitMQ, `https://…`. */
  readonly rabbitMqConsole?: string;
  readonly kubeconfig?: string;
}

/** An empty account that evaluates every right. @returns the environment of whoever works in it */
export function openAccount({ rabbitMqConsole, kubeconfig }: Reach = {}): NodeJS.ProcessEnv {
  closeAccount();
  start(
    'up',
    '--iam',
    ...(rabbitMqConsole === undefined ? [] : ['--rabbitmq-console', rabbitMqConsole]),
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
  );
  const set = [...run('env').matchAll(/(?<=^export |\s)([A-Z_0-9]+)=(\S+)/gm)];
  return {
    ...process.env,
    ...Object.fromEntries(set.map(([, name, value]): [string, string] => [name ?? '', value ?? ''])),
  };
}

export const closeAccount = (): void => void run('down');

/** An event that a handler of a custom resource was sent, or its answer. */
export interface HandlerLine {
  readonly event?: {
    readonly RequestType: 'Create' | 'Update' | 'Delete';
    readonly ResourceType: string;
    readonly ResourceProperties: Readonly<Record<string, string>>;
  };
  readonly response?: {
    readonly Status: 'SUCCESS' | 'FAILED';
    readonly Reason: string;
    readonly PhysicalResourceId: string;
    readonly LogicalResourceId: string;
  };
}

export const handlerLines = (): readonly HandlerLine[] => lines<HandlerLine>(run('events'));

export interface AccountResource {
  readonly type: string;
  readonly id: string;
  readonly logicalId: string;
  readonly stack: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const accountResources = (): readonly AccountResource[] => lines<AccountResource>(run('resources'));

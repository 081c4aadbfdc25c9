import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagingOptions } from '../../../lib/plan/options';
import { printMessaging } from '../../../lib/plan/print';

const root = join(__dirname, '../../..');
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');

export interface Ended {
  readonly code: number;
  /** All that it wrote. */
  readonly text: string;
}

/** The app of this package with one messaging.yaml, and CDK's command line for it. */
export class DeployedApp {
  private readonly folder = mkdtempSync(join(tmpdir(), 'brokerkit-aws-'));

  /** @param authority who signed the certificate of the console, as PEM; without it the app is the one of cdk.json, as it is */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private options: MessagingOptions,
    private readonly authority?: string,
  ) {
    this.write(options);
    if (authority !== undefined) writeFileSync(join(this.folder, 'authority.pem'), authority);
  }

  write(options: MessagingOptions): void {
    this.options = options;
    writeFileSync(join(this.folder, 'messaging.yaml'), printMessaging(options));
  }

  bootstrap(): Promise<Ended> {
    const { CDK_DEFAULT_ACCOUNT: account, AWS_REGION: region } = this.env;
    return this.cdk('bootstrap', `aws://${account}/${region}`);
  }

  /**
   * Every stack but the one that watches: the emulated account refuses alarms of more than one metric. Its templates are held against
   * the schemas, linted and tested one by one.
   */
  private get stacks(): readonly string[] {
    const { kafka, rabbitmq, workloads, aws } = this.options;
    if (aws?.target === 'eks') return ['ShopNetwork', 'ShopEks', 'ShopMessaging'];
    return [
      'ShopNetwork',
      ...(kafka ? ['ShopKafka'] : []),
      ...(rabbitmq ? ['ShopRabbitMq'] : []),
      ...(workloads ? ['ShopWorkloads'] : []),
    ];
  }

  deploy(...words: readonly string[]): Promise<Ended> {
    const unattended = ['--require-approval', 'never', '--progress', 'events', '--concurrency', '4'];
    return this.cdk('deploy', ...this.stacks, ...unattended, ...words);
  }

  /** Everything but the network, which the brokers that stay are in. Whoever means it takes the protection of the stacks away first. */
  async destroy(): Promise<Ended> {
    const stacks = this.stacks.filter((name) => name !== 'ShopNetwork');
    await this.unprotect();
    return this.cdk('destroy', ...stacks, '--force', '--exclusively');
  }

  /** What a person does who means it: also after a first deployment that failed, whose stack can only be deleted. */
  async unprotect(): Promise<void> {
    for (const stack of this.stacks) await this.unprotectStack(stack);
  }

  private async unprotectStack(stack: string): Promise<void> {
    const body = new URLSearchParams({
      Action: 'UpdateTerminationProtection',
      Version: '2010-05-15',
      StackName: stack,
      EnableTerminationProtection: 'false',
    });
    const { ok, status } = await this.ask('cloudformation', '/', { method: 'POST', body });
    // One that was not made yet has nothing to be taken away.
    if (!ok && status !== 400) throw new Error(`the protection of ${stack} can't be taken away: ${status}`);
  }

  /** The cluster of EKS, and when it was made: one that takes its place was made later. */
  async eksCluster(): Promise<unknown> {
    const answer = await this.ask('eks', `/clusters/${this.options.name}`);
    const { cluster } = (await answer.json()) as {
      readonly cluster?: { readonly arn: string; readonly createdAt: unknown };
    };
    return cluster && [cluster.arn, cluster.createdAt];
  }

  /** A call of the API of AWS. */
  private ask(service: string, path: string, init: RequestInit = {}): Promise<Response> {
    const { AWS_ENDPOINT_URL: url = '', AWS_ACCESS_KEY_ID: key, AWS_REGION: region } = this.env;
    const scope = `${key}/20260101/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    return fetch(new URL(path, url), { ...init, headers: { authorization } });
  }

  private cdk(...words: readonly string[]): Promise<Ended> {
    const ownApp = [
      '--app',
      `${process.execPath} test/aws/support/team-app.cjs`,
      '-c',
      `authority=${join(this.folder, 'authority.pem')}`,
    ];
    const app = [
      '--no-notices',
      ...['-c', `config=${join(this.folder, 'messaging.yaml')}`, '-o', join(this.folder, 'cdk.out')],
      ...(this.authority === undefined ? [] : ownApp),
    ];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [cdk, ...words, ...app], { cwd: root, env: this.env });
      let text = '';
      child.stdout.on('data', (part: Buffer) => (text += part.toString()));
      child.stderr.on('data', (part: Buffer) => (text += part.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 1, text }));
    });
  }
}

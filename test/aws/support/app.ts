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
    options: MessagingOptions,
    private readonly authority?: string,
  ) {
    this.write(options);
    if (authority !== undefined) writeFileSync(join(this.folder, 'authority.pem'), authority);
  }

  write(options: MessagingOptions): void {
    writeFileSync(join(this.folder, 'messaging.yaml'), printMessaging(options));
  }

  bootstrap(): Promise<Ended> {
    const { CDK_DEFAULT_ACCOUNT: account, AWS_REGION: region } = this.env;
    return this.cdk('bootstrap', `aws://${account}/${region}`);
  }

  deploy(...words: readonly string[]): Promise<Ended> {
    const unattended = ['--require-approval', 'never', '--progress', 'events', '--concurrency', '4'];
    return this.cdk('deploy', '--all', ...unattended, ...words);
  }

  destroy(): Promise<Ended> {
    return this.cdk('destroy', '--all', '--force');
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

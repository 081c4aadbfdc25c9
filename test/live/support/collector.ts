import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pods, type Pod } from './deployment';
import { outputFolder, run } from './kubectl';

export const ledgerFolder = join(outputFolder, 'ledger');

interface Container {
  readonly pod: string;
  readonly file: string;
  /** Time stamp of the last line that was kept: none is kept twice when a broken stream is taken up again. */
  last: string;
  follower: ChildProcess | undefined;
  recovered: boolean;
}

/**
 * Keeps what the workloads print, in one file for each container, whatever happens to pods, nodes and connections. What was printed
 * but could not be fetched before a node died is fetched when the node is back.
 */
export class Collector {
  private readonly containers = new Map<string, Container>();
  private readonly timer: NodeJS.Timeout;
  private busy = false;

  constructor(private readonly namespace: string) {
    rmSync(ledgerFolder, { recursive: true, force: true });
    mkdirSync(ledgerFolder, { recursive: true });
    this.timer = setInterval(() => void this.look(), 1_000);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const { follower } of this.containers.values()) follower?.kill();
  }

  private async look(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const workloads = (await pods(this.namespace)).filter(
        ({ component, containerId }) => component === 'workload' && containerId !== '',
      );
      for (const pod of workloads) await this.attend(pod);
    } catch {
      // The API server does not answer: the next look may find it.
    } finally {
      this.busy = false;
    }
  }

  private async attend(pod: Pod): Promise<void> {
    const known = this.containers.get(pod.containerId);
    if (known === undefined) await this.recoverEarlier(pod);
    const container = known ?? {
      pod: pod.name,
      file: this.fileOf(pod),
      last: '',
      follower: undefined,
      recovered: false,
    };
    this.containers.set(pod.containerId, container);
    if (container.follower !== undefined) return;
    const follower = spawn('kubectl', ['logs', '-n', this.namespace, pod.name, '--follow', '--timestamps'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    container.follower = follower;
    createInterface(follower.stdout).on('line', (line) => this.keep(container, line));
    follower.on('close', () => (container.follower = undefined));
    follower.on('error', () => (container.follower = undefined));
  }

  /** A container that ended may have printed more than the stream carried. */
  private async recoverEarlier(pod: Pod): Promise<void> {
    const earlier = [...this.containers.values()]
      .filter((container) => container.pod === pod.name && !container.recovered)
      .at(-1);
    if (earlier === undefined) return;
    earlier.recovered = true;
    const { code, out } = await run('kubectl', ['logs', '-n', this.namespace, pod.name, '--previous', '--timestamps']);
    if (code === 0) for (const line of out.split('\n')) this.keep(earlier, line);
  }

  private keep(container: Container, line: string): void {
    const at = line.slice(0, line.indexOf(' '));
    if (at === '' || at <= container.last) return;
    container.last = at;
    appendFileSync(container.file, `${line.slice(at.length + 1)}\n`);
  }

  private fileOf(pod: Pod): string {
    return join(ledgerFolder, `${pod.name}.${pod.containerId.slice(-8)}.log`);
  }
}

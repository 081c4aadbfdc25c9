import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import { KubernetesApi } from '../clients/kubernetes';
import { required, type Environment } from '../durability/environment';
import type { SecretsPlan, WantedSecret } from '../plan/secrets';
import { HalfSecretError, missingKeys, type SecretData } from './secrets';

/** How long the API server may be away, or the Job's rights be late. After that the Job's own retries go on. */
const patienceMs = 120_000;
const pauseMs = 2_000;

interface Run {
  readonly api: KubernetesApi;
  readonly plan: SecretsPlan;
  readonly deadline: number;
  /** Authorities seen so far. */
  readonly known: Map<string, SecretData>;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function made({ api, plan, known }: Run, wanted: WantedSecret): Promise<string> {
  if (wanted.make === 'given') {
    known.set(wanted.name, { 'tls.crt': readFileSync(wanted.caFile, 'utf8') });
    return `secret ${wanted.name}: somebody else's, its authority is trusted`;
  }
  const { namespace, labels } = plan;
  const { name } = wanted;
  for (;;) {
    const stored = await api.readSecret(namespace, name);
    const there = stored?.data ?? {};
    const missing = await missingKeys(wanted, there, (authority) => known.get(authority));
    const keys = Object.keys(missing).join(', ');
    // 'exists' and 'changed': somebody else was here between reading and writing. What they wrote counts, so look again.
    const result =
      stored === undefined
        ? await api.createSecret(namespace, name, missing, labels)
        : await api.addSecretKeys(namespace, name, missing, stored);
    if (result === 'exists' || result === 'changed') continue;
    if (wanted.make === 'authority') known.set(name, { ...missing, ...there });
    if (stored === undefined) return `secret ${name}: created with ${keys}`;
    return keys === '' ? `secret ${name}: nothing is missing` : `secret ${name}: added ${keys}`;
  }
}

async function patiently(run: Run, wanted: WantedSecret): Promise<string> {
  for (;;) {
    try {
      return await made(run, wanted);
    } catch (error) {
      if (error instanceof HalfSecretError || Date.now() > run.deadline) throw error;
      process.stderr.write(`${(error as Error).message}; trying again\n`);
      await wait(pauseMs);
    }
  }
}

/** Makes what is missing of the Secrets in SECRETS_FILE, one after the other, and changes nothing that is there. */
export async function bootstrap(env: Environment): Promise<void> {
  const plan = parse(readFileSync(required(env, 'SECRETS_FILE'), 'utf8')) as SecretsPlan;
  const run: Run = { api: KubernetesApi.inCluster(), plan, deadline: Date.now() + patienceMs, known: new Map() };
  for (const wanted of plan.secrets) say(await patiently(run, wanted));
}

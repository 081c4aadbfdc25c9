import { namespaceOf, sample } from './support/deployment';
import { kubectl, kubectlJson, run, say, until } from './support/kubectl';

const namespace = namespaceOf(sample());

/** Every port that the brokers' Services name, asked at each pod behind them. */
async function openPorts(): Promise<readonly string[]> {
  const { items } = await kubectlJson<{
    items: { metadata: { name: string }; spec: { clusterIP: string; ports: { port: number }[] } }[];
  }>('get', 'services', '-n', namespace);
  return items.flatMap(({ metadata, spec }) => spec.ports.map(({ port }) => `${metadata.name}:${port}`));
}

/** Prints each address that takes a connection. */
const connect = (addresses: readonly string[]): string => `
  const { connect } = require('node:net');
  const ask = (address) => new Promise((resolve) => {
    const [host, port] = address.split(':');
    const socket = connect({ host, port: Number(port) });
    const end = (open) => { socket.destroy(); resolve(open ? address : undefined); };
    socket.setTimeout(3000, () => end(false)).on('connect', () => end(true)).on('error', () => end(false));
  });
  Promise.all(${JSON.stringify(addresses)}.map(ask)).then((all) => console.log('open: ' + all.filter(Boolean).join(' ')));`;

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

async function strangerSays(name: string, labels: Record<string, string>, script: string): Promise<string> {
  const image = 'node:24.21.0-bookworm-slim';
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['node', '-e', script],
          securityContext: restricted,
        },
      ],
    },
  };
  const { code, err } = await run('kubectl', ['apply', '-f', '-'], { input: JSON.stringify(pod) });
  if (code !== 0) throw new Error(err);
  const said = await until(`${name} ends`, 60, async () => {
    const text = await kubectl('logs', '-n', namespace, name);
    return text.includes('open: ') ? text : undefined;
  });
  await kubectl('delete', 'pod', '-n', namespace, name, '--wait=false');
  return said.trim();
}

describe('a pod without a grant', () => {
  test('reaches no port of any broker, where a pod with one reaches exactly the client ports', async () => {
    const ports = await openPorts();
    expect(ports).toContain('kafka-bootstrap:9092');
    expect(ports).toContain('rabbitmq-nodes:25672');
    expect(await strangerSays('stranger', {}, connect(ports))).toBe('open:');
    // The same question with the label of a client: this test could see an open port.
    const client = { 'brokerkit/client-of-kafka': 'true', 'brokerkit/client-of-rabbitmq': 'true' };
    const open = (await strangerSays('client', client, connect(ports))).replace('open: ', '').split(' ').sort();
    say(`  with a client's label: ${open.join(' ')}`);
    expect(open).toEqual(['kafka-bootstrap:9092', 'kafka-broker:9092', 'rabbitmq-nodes:5671', 'rabbitmq:5671']);
  });

  test.each([
    ['clicks-producer', 'KAFKA_SASL_PASSWORD_FILE', '/etc/brokerkit/kafka/ca.crt', /authentication|SASL/i],
    ['orders-producer', 'RABBITMQ_PASSWORD_FILE', '/etc/brokerkit/rabbitmq/ca.crt', /ACCESS_REFUSED|ACCESS-REFUSED/],
  ])('gets no answer to a login as %s with a wrong password', async (workload, variable, wrongFile, refusal) => {
    interface Deployment {
      metadata: { name: string; namespace: string; labels?: unknown };
      spec: {
        replicas: number;
        selector: unknown;
        template: {
          metadata: { labels: Record<string, string> };
          spec: { containers: { env: { name: string; value?: string }[] }[] };
        };
      };
    }
    const deployment = await kubectlJson<Deployment>('get', 'deployment', workload, '-n', namespace);
    const name = `wrong-${workload}`;
    const { template } = deployment.spec;
    const mark = { 'brokerkit/test': name };
    // Another component than the real one: the ledger must not read what it prints.
    template.metadata.labels = { ...template.metadata.labels, ...mark, 'app.kubernetes.io/component': 'stranger' };
    for (const entry of template.spec.containers[0]?.env ?? []) if (entry.name === variable) entry.value = wrongFile;
    const wrong = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: { replicas: 1, selector: { matchLabels: mark }, template },
    };
    // The network path of the real one, which its policy gives by its component.
    const egress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: { podSelector: { matchLabels: mark }, policyTypes: ['Egress'], egress: [{}] },
    };
    const { code, err } = await run('kubectl', ['apply', '-f', '-'], {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [wrong, egress] }),
    });
    if (code !== 0) throw new Error(err);
    const logs = await until(`${name} is refused`, 90, async () => {
      const text = await kubectl('logs', '-n', namespace, '-l', `brokerkit/test=${name}`, '--tail=-1');
      return refusal.test(text) ? text : undefined;
    });
    await kubectl('delete', 'deployment,networkpolicy', name, '-n', namespace);
    expect(logs).not.toMatch(/"acknowledged":\[\[/);
  });
});

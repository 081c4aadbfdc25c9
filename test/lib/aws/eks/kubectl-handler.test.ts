import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const handler = join(__dirname, '..', '..', '..', '..', 'lib', 'aws', 'eks', 'kubectl-handler');
/** The interpreter itself: a stand-in that chooses one by version would put commands of its own before those of a test. */
const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout?.trim();

const properties = { ServiceToken: 'arn', ClusterName: 'shop', Part: '20-kafka', Bucket: 'assets', Key: '1.json' };
const created = { RequestType: 'Create', ResourceProperties: properties };
const later = { PhysicalResourceId: 'shop/20-kafka', ResourceProperties: properties };

interface Outcome {
  readonly answer: unknown;
  readonly error: string;
  /** Every command that was run, with its arguments. */
  readonly commands: readonly string[];
  readonly log: string;
}

/**
 * Sends one event to the handler as Lambda does, with stand-ins for the two commands and for S3.
 *
 * @param kubectl what the stand-in does: the script of a shell, in a folder where it may remember something
 * @param refusals what S3 says, one after the other, before it gives the file
 */
function send(event: object, kubectl = 'exit 0', refusals: readonly string[] = []): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-handler-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const [name, script] of Object.entries({ aws: 'exit 0', kubectl })) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/commands\ncd ${folder}\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const s3 =
      'class S3:\n  def download_file(self, *its):\n    if refusals: raise Exception(refusals.pop(0))\n    open(its[2], "w").write("/".join(its[:2]))\n';
    const all = `refusals = ${JSON.stringify(refusals)}\n${s3}def client(name):\n  return S3()\n`;
    writeFileSync(join(folder, 'boto3.py'), all);
    const program =
      'import index, json, sys; print("ANSWER", json.dumps(index.on_event(json.loads(sys.argv[1]), None)))';
    const { stdout, stderr } = spawnSync(python, ['-B', '-c', program, JSON.stringify(event)], {
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env['PATH']}`, PYTHONPATH: `${folder}:${handler}`, PAUSE_SECONDS: '0' },
    });
    const [log = '', answer = 'null'] = stdout.split('ANSWER ');
    const commands = join(folder, 'commands');
    const run = existsSync(commands) ? readFileSync(commands, 'utf8').trim().split('\n') : [];
    const error = stderr.trim().split('\nRuntimeError: ')[1] ?? stderr;
    // The stand-ins and the handler have folders of their own, made for one event.
    return { answer: JSON.parse(answer), error, commands: run.map((its) => its.replaceAll(/\/\S+\//g, '')), log };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const applied = [
  'aws eks update-kubeconfig --name shop --kubeconfig kubeconfig',
  expect.stringMatching(
    /^kubectl apply --kubeconfig kubeconfig --cache-dir \S+ --server-side --force-conflicts --field-manager brokerkit -f objects.json$/,
  ),
];

// It is written in Python, as the command line of AWS beside it is: without one there is nothing to run it with.
(python ? describe : describe.skip)('the function that applies manifests', () => {
  test('applies the file that S3 has, on the side of the server', () => {
    const { answer, commands, log } = send(created, 'while [ "$1" != -f ]; do shift; done; cat "$2"');

    expect(answer).toEqual({ PhysicalResourceId: 'shop/20-kafka' });
    expect(commands).toEqual(applied);
    expect(log).toContain('assets/1.json');
  });

  test('answers with the same id whenever it is asked, in a retry and after a change', () => {
    const changed = { ...later, ResourceProperties: { ...properties, ClusterName: 'other', Key: '2.json' } };

    for (const event of [created, { ...later, RequestType: 'Update' }, { ...changed, RequestType: 'Update' }]) {
      expect(send(event).answer).toEqual({ PhysicalResourceId: 'shop/20-kafka' });
    }
  });

  test('answers the same Create twice the same: what is there is applied again, which changes nothing', () => {
    const [first, second] = [send(created), send(created)];

    expect(first.answer).toEqual({ PhysicalResourceId: 'shop/20-kafka' });
    expect(second.answer).toEqual(first.answer);
    expect([first.commands, second.commands]).toEqual([applied, applied]);
  });

  test('deletes nothing, and asks nobody whether it is there', () => {
    const { answer, commands } = send({ ...later, RequestType: 'Delete' }, 'exit 1');

    expect(answer).toEqual({ PhysicalResourceId: 'shop/20-kafka' });
    expect(commands).toEqual([]);
  });

  test('answers a Delete with an id that was never made, after a Create that failed, and one that comes too late', () => {
    const made = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
    const deleted = { RequestType: 'Delete', PhysicalResourceId: made, ResourceProperties: properties };

    for (const _ of ['once', 'twice'])
      expect(send(deleted, 'exit 1')).toMatchObject({ answer: { PhysicalResourceId: made }, commands: [] });
    // What another event made meanwhile is applied, as ever.
    expect(send(created).answer).toEqual({ PhysicalResourceId: 'shop/20-kafka' });
  });

  test('says why in fewer bytes than CloudFormation takes, whatever kubectl writes', () => {
    const { error } = send(created, `i=0; while [ $i -lt 3000 ]; do printf '"ß"'; i=$((i+1)); done; exit 1`);

    expect(Buffer.byteLength(JSON.stringify(error))).toBeLessThan(2_100);
    expect(error).toMatch(/^kubectl apply: [^]*"ß"$/);
  });

  test('gives up on a cluster that can not be reached', () => {
    const refused = 'echo "dial tcp 10.0.0.1:443: connect: connection refused"; exit 1';
    const { answer, error, commands } = send(created, refused);
    expect(answer).toBeNull();
    expect(error).toBe('kubectl apply: dial tcp 10.0.0.1:443: connect: connection refused');
    expect(commands).toHaveLength(13);
  });

  test('ends with the last words of kubectl, short enough for an answer, and at once', () => {
    const { answer, error, commands } = send(created, 'seq 2000; echo spec: Forbidden: is immutable; exit 1');

    expect(answer).toBeNull();
    expect(error).toMatch(/^kubectl apply: [^]*spec: Forbidden: is immutable$/);
    expect(error.length).toBeLessThan(2_000);
    expect(commands).toHaveLength(2);
  });

  test('waits for a right to the file that S3 does not know yet, and not for a file that is not there', () => {
    const refused = 'An error occurred (403) when calling the HeadObject operation: Forbidden';
    const missing = 'An error occurred (404) when calling the HeadObject operation: Not Found';

    expect(send(created, undefined, [refused, refused]).commands).toEqual(applied);
    expect(send(created, undefined, [missing])).toMatchObject({ error: `s3: ${missing}`, commands: [] });
    expect(send(created, undefined, Array<string>(12).fill(refused)).error).toBe(`s3: ${refused}`);
  });

  test('waits for a cluster that does not let it in yet, and not for ever', () => {
    const refused = 'echo "error: You must be logged in to the server (Unauthorized)"; exit 1';
    const once = send(created, `[ -e seen ] && exit 0; touch seen; ${refused}`);

    expect(once.answer).toEqual({ PhysicalResourceId: 'shop/20-kafka' });
    expect(once.commands).toHaveLength(3);
    const never = send(created, refused);
    expect(never.error).toContain('Unauthorized');
    expect(never.commands).toHaveLength(13);
  });
});

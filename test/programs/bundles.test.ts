import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageCommand, nodeImage, nodeUser } from '../../charts/parts/node';
import { programNames } from '../../lib/plan/programs';

const root = join(__dirname, '..', '..');
const built = join(root, 'dist', 'programs');

interface Ended {
  readonly code: number;
  readonly said: string;
}

/** Runs Node on what was built: `npm run build` after a change. */
const ended = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) =>
    execFile(process.execPath, args, { env: {} }, (error, _, said) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: said.trim() }),
    ),
  );

/** What a bundle says to whoever names no program. */
const told = new Map<string, Promise<Ended>>();
function withoutName(bundle: string): Promise<Ended> {
  const known = told.get(bundle) ?? ended(join(built, `${bundle}.cjs`));
  told.set(bundle, known);
  return known;
}

const namesIn = ({ said }: Ended): readonly string[] => said.replace('name a program: ', '').split(', ');

describe('the programs that were built', () => {
  const bundles = readdirSync(join(root, 'bin', 'programs')).map((file) => file.replace('.ts', ''));

  test.each(bundles)('%s names its programs to whoever names none', async (bundle) => {
    const { code, said } = await withoutName(bundle);

    expect(said).toMatch(/^name a program: [a-z]+(, [a-z]+)*$/);
    expect(code).toBe(1);
  });

  test.each([...new Set(programNames.map((name) => name.split('-')[0] ?? ''))])(
    '%s has every program that a workload can name',
    async (bundle) => {
      const wanted = programNames
        .filter((name) => name.startsWith(`${bundle}-`))
        .map((name) => name.slice(bundle.length + 1));

      expect(namesIn(await withoutName(bundle))).toEqual(expect.arrayContaining(wanted));
    },
  );
});

describe('the image of the Dockerfile', () => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n');
  const linesOf = (instruction: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

  test('is the stock image that programs of ConfigMaps run on, with the same user', () => {
    expect(linesOf('FROM')).toEqual([nodeImage]);
    expect(linesOf('USER')).toEqual([String(nodeUser)]);
  });

  test('has the bundles, and nothing else, where a workload with this image starts them', () => {
    expect(linesOf('COPY')).toEqual(['dist/programs/*.cjs /opt/brokerkit/']);
    expect(imageCommand('kafka', 'consumer').slice(-2)).toEqual(['/opt/brokerkit/kafka.cjs', 'consumer']);
    expect(readFileSync(join(root, '.dockerignore'), 'utf8')).toBe('*\n!dist/programs/*.cjs\n');
  });

  test('starts with a bundle and the name of its program', async () => {
    const [node, ...args] = JSON.parse(linesOf('ENTRYPOINT')[0] ?? '') as readonly string[];
    const here = args.map((arg) => arg.replace('/opt/brokerkit', built));

    expect(node).toBe('node');
    expect(await ended(...here, 'kafka', 'consumer')).toEqual({
      code: 1,
      said: 'the environment variable KAFKA_CONSUME_TOPICS is missing',
    });
    expect((await ended(...here, 'rabbitmq', 'nothing')).said).toMatch(/^unknown program nothing: [a-z]+, /);
  });
});

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abouts, generatedFiles } from '../../scripts/generated';

const root = join(__dirname, '../..');

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | false;
}

/** The paths of all properties that say nothing when a mouse is over them. */
function silent(node: Node, path: readonly string[] = []): readonly string[] {
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([name, its]) => [
      ...(its.description === undefined ? [[...path, name].join('.')] : []),
      ...silent(its, [...path, name]),
    ]),
    ...(node.items ? silent(node.items, [...path, '*']) : []),
    ...(node.additionalProperties ? silent(node.additionalProperties, [...path, '*']) : []),
  ];
}

const files = generatedFiles(root);

describe('what is written from the source', () => {
  const schema = JSON.parse(files['messaging.schema.json'] ?? '') as Node;
  const settings = files['docs/settings.md'] ?? '';
  const rowOf = (name: string): readonly string[] =>
    (settings.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '').split('|').map((cell) => cell.trim());

  test('says something about every key that a file may have', () => {
    expect(silent(schema)).toEqual([]);
  });

  test('shows the docstring and the default of a key in an editor', () => {
    expect(schema.properties?.['kafka']?.properties?.['brokers']?.description).toBe(
      'Brokers. More: more disk, network and partitions; at least as many as the profile has copies.\n\n' +
        'Default: from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3',
    );
  });

  test.each([
    [
      'minInsyncReplicas',
      '`min.insync.replicas`',
      'brokers',
      '1 to 7',
      '`2`; development: `1`',
      "the controllers' `server.properties`, the brokers' `server.properties`, the cluster-wide value",
    ],
    [
      'logFlushIntervalMessages',
      '`log.flush.interval.messages`',
      'records',
      '1 to 1000000000, or `never`',
      '`never`; survives-power-loss: `1`',
      "the brokers' `server.properties`",
    ],
    [
      'maxLengthBytes',
      '`max-length-bytes`',
      'bytes',
      '1048576 and more',
      "`5368709120`; a tenth of the node's storage",
      "the queue's policy",
    ],
  ])('has key, unit, values, default and place of %s', (name, ...cells) => {
    expect(rowOf(name)).toEqual(['', `\`${name}\``, ...cells, '']);
  });

  test('names the source of every row, and every other option', () => {
    const all = [...abouts(root)];
    const rows = all.filter(([, { see }]) => see !== undefined);
    expect(settings.match(/_Source:/g)).toHaveLength(rows.length);
    for (const [path, { see }] of all) if (see === undefined) expect(settings).toContain(`\`${path}\``);
  });
});

describe('npm run docs', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'brokerkit-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('names with --check each file that is not what the source says', () => {
    const paths = Object.keys(files);
    mkdirSync(join(folder, 'docs'));
    for (const path of paths) copyFileSync(join(root, path), join(folder, path));
    const settings = join(folder, 'docs/settings.md');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('`4000`', '`9000`'));
    rmSync(join(folder, 'messaging.schema.json'));

    const words = [join(root, 'scripts/docs.mjs'), '--check'];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toBe(
      [
        'messaging.schema.json is not what the source says; write it with: npm run docs\n',
        'docs/settings.md is not what the source says; write it with: npm run docs\n',
      ].join(''),
    );
  });
});

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const root = join(__dirname, '../..');

/** What a person types, as the README shows it: without the comments. */
function commandsUnder(heading: string): readonly string[] {
  const [, after = ''] = readFileSync(join(root, 'README.md'), 'utf8').split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  const block = /(?:^ {4}.*\n)+/m.exec(section)?.[0] ?? '';
  return block
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim());
}

/** What `npm install` would leave: the package where it stands, and its command. */
function linkPackage(folder: string): void {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/brokerkit'));
  const script = `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/bin/brokerkit.js')}" "$@"\n`;
  writeFileSync(join(folder, 'node_modules/.bin/brokerkit'), script, { mode: 0o755 });
}

/** Without what `npm test` tells its children: npx would look for commands in our own folder. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

const needsCluster = (command: string): boolean => command.startsWith('kubectl ');

describe('the way from an empty folder to manifests', () => {
  const [install = '', first = '', ...others] = commandsUnder('In your own project');
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'brokerkit-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is what the README says, and what each command names as the next one', () => {
    expect(install).toMatch(/^npm install .*\bbrokerkit\b/);
    linkPackage(folder);

    const typed: string[] = [];
    let next = first;
    while (!needsCluster(next) && typed.length < 10) {
      const { status, stdout, stderr } = spawnSync(next, {
        shell: true,
        cwd: folder,
        env: environment,
        encoding: 'utf8',
      });
      expect([next, status, stderr]).toEqual([next, 0, '']);
      typed.push(next);
      next = /^next: (.*)$/m.exec(stdout)?.[1] ?? '';
    }

    const cluster = others.findIndex(needsCluster);
    expect([...typed, next]).toEqual([first, ...others.slice(0, cluster + 1)]);
    expect(next).toBe('kubectl apply --server-side -f dist/k8s');
    // What follows needs a cluster as well.
    expect(others.slice(cluster).filter((command) => !needsCluster(command))).toEqual([]);

    const manifests = readdirSync(join(folder, 'dist/k8s')).filter((name) => name.endsWith('.yaml'));
    const kinds = manifests.flatMap((name) =>
      parseAllDocuments(readFileSync(join(folder, 'dist/k8s', name), 'utf8')).map((one) => one.get('kind')),
    );
    expect(new Set(kinds)).toEqual(expect.objectContaining(new Set(['Namespace', 'StatefulSet', 'Job', 'Deployment'])));
  });

  test('leads an editor to the schema of the package that was installed', () => {
    linkPackage(folder);
    spawnSync(first, { shell: true, cwd: folder, env: environment });
    const text = readFileSync(join(folder, 'messaging.yaml'), 'utf8');
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text) ?? [];
    const path = join(folder, schema);
    expect(existsSync(path)).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ title: 'messaging.yaml of brokerkit' });
  });
});

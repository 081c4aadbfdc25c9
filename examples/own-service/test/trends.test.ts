import { beforeAll, expect, test } from '@jest/globals';
import { Testing } from 'cdk8s';
import { Shop } from '../src/shop.ts';
import { TrendsTeam } from '../src/trends-team.ts';

/** What a checksum names has another name when it changes: what runs once, and programs. */
const idOf = (kind: string, name: string): string => `${kind}/${name.replace(/-[0-9a-f]{8}$/, '-CHECKSUM')}`;

/** Each object, byte for byte. */
const objectsOf = (shop: Shop): ReadonlyMap<string, string> =>
  new Map(Testing.synth(shop).map((its) => [idOf(its.kind, its.metadata.name), JSON.stringify(its, undefined, 2)]));

let before: ReadonlyMap<string, string>;
let after: ReadonlyMap<string, string>;
beforeAll(() => {
  before = objectsOf(new Shop(Testing.app(), 'shop'));
  const shop = new Shop(Testing.app(), 'shop');
  new TrendsTeam(shop, 'trends-team');
  after = objectsOf(shop);
});

test.each(['web', 'analytics', 'recommendation'])('%s does not change by a byte when a third reader comes', (name) => {
  for (const id of [`Deployment/${name}`, `NetworkPolicy/${name}`]) {
    expect(before.get(id)).toContain(`"name": "${name}"`);
    expect(after.get(id)).toBe(before.get(id));
  }
  // Its password, its program and everything else that it mounts are named in the Deployment.
  expect(before.get('Deployment/web')).toContain('"secretName": "kafka-user-web"');
});

test('what is added is the reader, and what changes is who may do what: nothing that runs', () => {
  const ids = [...after.keys()].sort();

  expect(ids.filter((id) => !before.has(id))).toEqual([
    'ConfigMap/program-trends-CHECKSUM',
    'Deployment/trends',
    'NetworkPolicy/trends',
  ]);
  expect(ids.filter((id) => before.has(id) && before.get(id) !== after.get(id))).toEqual([
    'ConfigMap/kafka-bootstrap-CHECKSUM',
    'ConfigMap/kafka-provision-CHECKSUM',
    'Job/kafka-bootstrap-CHECKSUM',
    'Job/kafka-provision-CHECKSUM',
    'Role/kafka-bootstrap',
  ]);
  expect([...before.keys()].filter((id) => !after.has(id))).toEqual([]);
});

test('the reader runs the file of its team, in a group of its own', () => {
  const trends = after.get('Deployment/trends') ?? '';

  expect(trends).toMatch(/"name": "program-trends-[0-9a-f]{8}"/);
  expect(trends).toMatch(/"name": "KAFKA_GROUP_ID",\s*"value": "trends"/);
});

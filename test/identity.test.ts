import { readFileSync } from 'node:fs';
import { parseMessaging } from '../lib/plan/parse';
import { manifestsOf } from './support/manifests';

// Changing one of these names leaves data behind under the old one. That is a breaking change, with a way to move.
test('the names of what holds data never change', () => {
  const manifests = manifestsOf(parseMessaging(readFileSync('messaging.yaml', 'utf8')));
  interface Set {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: {
      readonly serviceName: string;
      readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: string } }[];
    };
  }
  const sets = manifests.filter(({ kind }) => kind === 'StatefulSet') as unknown as readonly Set[];
  expect(
    sets.map(({ metadata, spec }) => [
      metadata.namespace,
      metadata.name,
      spec.serviceName,
      ...spec.volumeClaimTemplates.map((claim) => claim.metadata.name),
    ]),
  ).toEqual([
    ['shop', 'kafka-controller', 'kafka-controller', 'data'],
    ['shop', 'kafka-broker', 'kafka-broker', 'data'],
    ['shop', 'rabbitmq', 'rabbitmq-nodes', 'data'],
  ]);
});

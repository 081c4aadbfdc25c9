import { readFileSync } from 'node:fs';
import { messagingApp } from '../../charts/manifests';
import { parseMessaging } from '../../lib/plan/parse';
import { compactYaml } from '../support/compact-yaml';

const sample = parseMessaging(readFileSync('messaging.yaml', 'utf8'));

// Each promise has a test of its own: these show what else a change does to the whole.
test.each(['survives-zone-loss', 'development'] as const)('the whole sample, %s', (durability) => {
  const { topics = {}, ...kafka } = sample.kafka ?? {};
  const { alerts: _, ...rest } = topics as Record<string, object>;
  // A topic can't promise more than its cluster.
  const options = durability === 'development' ? { ...sample, durability, kafka: { ...kafka, topics: rest } } : sample;
  expect(`\n${compactYaml(messagingApp(options).toJson())}`).toMatchSnapshot();
});

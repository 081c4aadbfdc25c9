import type { Problem } from '../../../lib/durability/problem';
import { accept, acceptances, riskText, type AcceptedRisk } from '../../../lib/durability/risk';

const problem = (rule: string, path: string): Problem => ({ rule, path, value: 1, why: 'because', fix: 'use 2' });
const judged = [{ id: 'too-low' }, { id: 'impossible', acceptable: false }, { id: 'grows', later: true }] as const;
const found = [
  problem('too-low', 'kafka.minInsyncReplicas'),
  problem('too-low', 'kafka.topics.clicks.minInsyncReplicas'),
  problem('too-low', 'kafka.topics.clicks2.minInsyncReplicas'),
  problem('impossible', 'kafka.topics.clicks.replicationFactor'),
];

/** What is left, as `rule path`, when this is accepted in a place. */
const left = (place: string, risk: Partial<AcceptedRisk>, day = '2026-11-27'): readonly string[] => {
  const acceptRisk = [{ rule: 'too-low', reason: 'kept elsewhere', ...risk }];
  return accept(found, acceptances(place, { acceptRisk }), { judged }, day).map(({ rule, path }) => `${rule} ${path}`);
};

test('an accepted risk takes away what its rule found in one topic, and nothing else', () => {
  expect(left('kafka.topics.clicks', {})).toEqual([
    'too-low kafka.minInsyncReplicas',
    'too-low kafka.topics.clicks2.minInsyncReplicas',
    'impossible kafka.topics.clicks.replicationFactor',
  ]);
});

test('one that stands at the cluster counts for the cluster and all its topics', () => {
  expect(left('kafka', {})).toEqual(['impossible kafka.topics.clicks.replicationFactor']);
});

test('one that no rule needs is a problem, and the nearest rule is named where there is no such rule', () => {
  expect(left('kafka.topics.orders', {})).toContain('risk-accepted-but-absent kafka.topics.orders.acceptRisk.0.rule');
  const acceptRisk = [{ rule: 'too-lov', reason: 'kept elsewhere' }];
  const [absent] = accept([], acceptances('kafka', { acceptRisk }), { judged });
  expect(absent?.fix).toBe('did you mean too-low?');
});

test('one for what can not work at all is refused, and the problem stays', () => {
  expect(left('kafka', { rule: 'impossible' })).toEqual([
    ...found.map(({ rule, path }) => `${rule} ${path}`),
    'risk-not-acceptable kafka.acceptRisk.0.rule',
  ]);
});

test('one with a last day counts on that day, and refuses from the next day on', () => {
  expect(left('kafka', { until: '2026-11-27' })).toHaveLength(1);
  expect(left('kafka', { until: '2026-11-27' }, '2026-11-28')).toEqual([
    ...found.map(({ rule, path }) => `${rule} ${path}`),
    'risk-acceptance-ended kafka.acceptRisk.0.until',
  ]);
});

test('one for what only the provisioner can judge is never called absent', () => {
  expect(left('kafka', { rule: 'grows' })).toEqual(found.map(({ rule, path }) => `${rule} ${path}`));
});

test('one for a rule of another target is left alone', () => {
  const acceptRisk = [{ rule: 'msk-power-loss', reason: 'kept elsewhere' }];
  const elsewhere = (id: string): boolean => id.startsWith('msk-');
  expect(accept([], acceptances('kafka', { acceptRisk }), { judged, elsewhere })).toEqual([]);
});

test('is told with its place, its reason and its last day', () => {
  const acceptRisk = [{ rule: 'too-low', reason: 'kept elsewhere', until: '2027-03-31' }];
  expect(acceptances('kafka.topics.clicks', { acceptRisk }).map(riskText)).toEqual([
    'kafka.topics.clicks: [too-low] kept elsewhere (until 2027-03-31)',
  ]);
});

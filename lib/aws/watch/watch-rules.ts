import { Token } from 'aws-cdk-lib/core';
import { nearest } from '../../durability/nearest';
import { when, type Rule } from '../../durability/rule';
import { isCounted, isKafka, mostBrokers, rowsOf, type Watched } from './watched';

const known = (value: unknown): boolean => !Token.isUnresolved(value);

/** What would make an alarm that can never go off, or none at all. */
export const watchRules: readonly Rule<Watched>[] = [
  {
    id: 'aws-alarm-brokers-uncounted',
    why: 'there is an alarm for each broker, and this is no number of brokers',
    check: (watched) =>
      isKafka(watched)
        ? when(
            known(watched.brokers) && !isCounted(watched.brokers),
            'brokers',
            watched.brokers,
            `use a whole number from 1 to ${mostBrokers}`,
          )
        : [],
  },
  {
    id: 'aws-alarm-group-unseen',
    why: 'MSK tells no lag of a consumer group with such a name, so its alarm would never go off',
    check: (watched) =>
      (isKafka(watched) ? (watched.reads ?? []) : [])
        .map(({ group }, index) => ({ path: `reads.${index}.group`, value: group, fix: 'use ASCII without a colon' }))
        .filter(({ value }) => known(value) && !/^[\x21-\x39\x3b-\x7e]+$/.test(value)),
  },
  {
    id: 'aws-alarm-unknown',
    why: 'there is no such alarm here, so the threshold would be read by nobody',
    check: (watched) => {
      const names = rowsOf(watched).map(({ name }) => name);
      return Object.entries(watched.thresholds ?? {})
        .filter(([name]) => !names.includes(name))
        .map(([name, value]) => ({
          path: `thresholds.${name}`,
          value,
          fix: `use ${nearest(name, names) ?? `one of ${names.join(', ')}`}`,
        }));
    },
  },
  {
    id: 'aws-alarm-threshold-no-number',
    why: 'an alarm compares with a number',
    check: ({ thresholds = {} }) =>
      Object.entries(thresholds)
        .filter(([, value]) => known(value) && !Number.isFinite(value))
        .map(([name, value]) => ({ path: `thresholds.${name}`, value, fix: 'use a number' })),
  },
];

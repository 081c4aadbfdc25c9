import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { messagingOptionsSchema, type MessagingOptions } from '../../../lib/plan/options';
import { parseMessaging } from '../../../lib/plan/parse';
import { printMessaging } from '../../../lib/plan/print';
import { arbitraryOf } from '../../support/arbitrary';

test('what is printed is read back the same, whatever the options are', () => {
  fc.assert(
    fc.property(arbitraryOf(messagingOptionsSchema), (options) => {
      expect(parseMessaging(printMessaging(options as MessagingOptions))).toEqual(options);
    }),
    { numRuns: 60 },
  );
});

test('the sample is printed as it is meant', () => {
  const sample = parseMessaging(readFileSync('messaging.yaml', 'utf8'));
  expect(printMessaging(sample)).toContain('    clicks:\n      partitions: 12\n      retention: 7d\n');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { parseMessaging } from '../../lib/plan/parse';
import type { MessagingOptions } from '../../lib/plan/options';
import { masked } from '../../lib/testing/mask';
import { messagingTemplates } from '../support/aws';

const file = parseMessaging(readFileSync(join(__dirname, '..', '..', 'messaging.yaml'), 'utf8'));
/** One of its topics asks for more than MSK can promise. */
const { workloads: _, ...rest } = file;
const sample: MessagingOptions = { ...rest, aws: { ...file.aws, kafkaDurability: 'survives-zone-loss' } };

/** Stack → its template as YAML, without what CDK adds to each. */
function drawn(options: MessagingOptions): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...messagingTemplates(options)].map(([name, template]) => {
      const { Parameters: _, Rules: __, ...rest } = template.toJSON();
      return [name, stringify(masked(rest), { lineWidth: 0, aliasDuplicateObjects: false })];
    }),
  );
}

// As the YAML that it is, without quotes around it.
expect.addSnapshotSerializer({ test: (value) => typeof value === 'string', serialize: (value) => String(value) });

describe('the sample on AWS', () => {
  const stacks = drawn(sample);

  test.each(['ShopNetwork', 'ShopKafka', 'ShopRabbitMq'])('%s is as it was reviewed', (name) => {
    expect(stacks[name]).toMatchSnapshot();
  });

  test('is the same where all of it asks for more, since the managed services come in one form', () => {
    expect(drawn({ ...sample, durability: 'survives-power-loss' })).toEqual(stacks);
  });
});

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CfnTopic } from 'aws-cdk-lib/aws-msk';
import { App } from 'aws-cdk-lib/core';
import { featureFlags } from '../../lib/aws/feature-flags';
import { soundAwsPlan } from '../../lib/aws/plan';
import { addMessagingStacks } from '../../lib/aws/stacks/messaging';
import type { MessagingOptions } from '../../lib/plan/options';
import { awsVariants } from '../support/aws-variants';
import 'aws-cdk-lib/testhelpers/jest-autoclean';

/** Where the templates stay, for whoever else has something to say of them: `npm run check` lints them. */
const folder = join(__dirname, '../../dist/apps');

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly { readonly ruleName: string; readonly description: string }[];
  }[];
}

/** The app of a file, with the validator on: tests of single constructs have it off. */
function strictApp(options: MessagingOptions, outdir?: string): App {
  const app = new App({ context: featureFlags, autoSynth: false, ...(outdir === undefined ? {} : { outdir }) });
  addMessagingStacks(app, soundAwsPlan(options));
  return app;
}

/** What the validator says of the templates of an app, its warnings included. */
function findings(app: App): readonly string[] {
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
  expect(pluginReports.map(({ pluginName }) => pluginName)).toContain('CloudFormation Validate');
  return pluginReports.flatMap(({ violations }) =>
    violations.map(({ ruleName, description }) => `${ruleName} ${description}`),
  );
}

describe('the strict validator of CloudFormation', () => {
  beforeAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(awsVariants))('finds nothing in %s', (name, options) => {
    expect(findings(strictApp(options, join(folder, name.replaceAll(/\W+/g, '-'))))).toEqual([]);
  });

  test('has nothing against nodes of RabbitMQ that its own list lacks, and larger volumes', () => {
    const options = {
      name: 'shop',
      rabbitmq: {},
      aws: { rabbitMqInstanceType: 'mq.m7g.4xlarge', rabbitMqStorageSize: 250 },
    };

    expect(() => strictApp(options).synth()).not.toThrow();
  });

  test('ends the synthesis of a template with a value that CloudFormation would refuse', () => {
    const app = strictApp({ name: 'shop', kafka: { topics: { clicks: {} } } });
    const topic = app.node.findAll().find((its) => CfnTopic.isCfnTopic(its));
    topic!.addPropertyOverride('PartitionCount', 0);

    expect(() => app.synth()).toThrow(/Topics\/clicks[^]*CloudFormation-Validate::F3034/);
  });
});

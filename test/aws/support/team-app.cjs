// The app of a team that has brought its own certificate authority for the console of RabbitMQ: bin/aws.ts, but for two properties.
const { readFileSync } = require('node:fs');
const { App, CfnResource } = require('aws-cdk-lib/core');
const { addMessagingStacks, featureFlags, soundAwsPlan } = require('brokerkit/aws');
const { parseMessaging } = require('brokerkit');

const app = new App({ context: featureFlags, outdir: process.env.CDK_OUTDIR });
addMessagingStacks(app, soundAwsPlan(parseMessaging(readFileSync(app.node.tryGetContext('config'), 'utf8'))));
const overrides = {
  CaCertificate: readFileSync(app.node.tryGetContext('authority'), 'utf8'),
  PasswordsAsOf: app.node.tryGetContext('passwordsAsOf'),
};
for (const construct of app.node.findAll())
  if (CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'Custom::RabbitMqTopology')
    for (const [name, value] of Object.entries(overrides)) construct.addPropertyOverride(name, value);

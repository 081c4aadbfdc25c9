// The app of a team that has brought its own certificate authority for the console of RabbitMQ: bin/aws.ts, but for one property.
const { readFileSync } = require('node:fs');
const { App, CfnResource } = require('aws-cdk-lib/core');
const { addMessagingStacks, featureFlags, soundAwsPlan } = require('brokerkit/aws');
const { parseMessaging } = require('brokerkit');

const app = new App({ context: featureFlags, outdir: process.env.CDK_OUTDIR });
addMessagingStacks(app, soundAwsPlan(parseMessaging(readFileSync(app.node.tryGetContext('config'), 'utf8'))));
const authority = app.node.tryGetContext('authority');
for (const construct of app.node.findAll())
  if (authority && CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'Custom::RabbitMqTopology')
    construct.addPropertyOverride('CaCertificate', readFileSync(authority, 'utf8'));

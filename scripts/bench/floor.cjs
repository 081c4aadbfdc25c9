// The smallest app of CDK with a network in it: what no kit on CDK can save.
const { App, Stack } = require('aws-cdk-lib/core');
const { Vpc } = require('aws-cdk-lib/aws-ec2');
const { context } = require('../../cdk.json');

const app = new App({ context, outdir: process.env.CDK_OUTDIR });
const stack = new Stack(app, 'Floor', { env: { region: 'eu-central-1' } });
new Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] });
app.synth();

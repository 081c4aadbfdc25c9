/**
 * What the templates rest on, whoever builds the app: cdk.json is read by the command line of CDK alone, not by `node`, tests or a
 * team's own app.
 */
export const featureFlags: Readonly<Record<string, unknown>> = {
  // Every property is held against the schemas of CloudFormation, and a wrong one ends the synthesis.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  // The network can't be deleted, or changed, under the brokers that are in it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:checkSecretUsage': true,
};

import { CustomResource, Duration, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, finding } from '../guard/acknowledged';
import { handlerCode, handlerRuntime } from '../handler-code';
import { handlerRole } from '../handler-role';

/** Names on both sides: what the handler is asked for, and what it answers. They are also the answer's attributes. */
export type Login = 'Iam' | 'Scram';

/** The handler gives up within this, so that a deployment hears why; CloudFormation itself would wait for an hour. */
const patience = Duration.minutes(3);

/** Asks MSK for addresses: one function for each stack, whatever the number of its clusters. */
class Asking extends Construct {
  static of(scope: Construct): Asking {
    const stack = Stack.of(scope);
    const id = 'MskBootstrap';
    return (stack.node.tryFindChild(id) as Asking | undefined) ?? new Asking(stack, id);
  }

  readonly functionArn: string;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The action knows no resource: see the Service Authorization Reference, "Amazon Managed Streaming for Apache Kafka".
    const ask = new PolicyStatement({ actions: ['kafka:GetBootstrapBrokers'], resources: ['*'] });
    const role = handlerRole(this, 'Role', { logGroup, rights: [ask] });
    acknowledge(role, 'addressesOfAnyCluster', finding.anyResource);
    const { functionArn } = new LambdaFunction(this, 'Handler', {
      description: 'Tells CloudFormation the bootstrap addresses of MSK',
      code: handlerCode('msk-bootstrap'),
      handler: 'index.handler',
      runtime: handlerRuntime,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: patience,
      logGroup,
      role,
    });
    this.functionArn = functionArn;
  }
}

/**
 * The addresses of a cluster, which CloudFormation itself does not know.
 *
 * A stack that reads them from another one gets what was said last when it is deployed (`Fn::GetStackOutput`), and is deployed after it.
 * Nothing is exported: CloudFormation refuses to change an export that somebody imports, so new addresses would roll back the very
 * change of the cluster that brought them.
 *
 * @param from what they depend on: MSK is asked again whenever any of it changes
 * @returns the attribute of each way to log in that was asked for
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function bootstrapAddresses(
  scope: Construct,
  clusterArn: string,
  logins: readonly Login[],
  from: Readonly<Record<string, unknown>>,
): (login: Login) => string {
  const resource = new CustomResource(scope, 'Bootstrap', {
    resourceType: 'Custom::MskBootstrapBrokers',
    serviceToken: Asking.of(scope).functionArn,
    serviceTimeout: patience.plus(Duration.minutes(2)),
    properties: { ClusterArn: clusterArn, Logins: [...logins], AskedAgainWhenChanged: from },
  });
  resource.applyCrossStackReferenceStrength(ReferenceStrength.WEAK);
  return (login) => resource.getAttString(login);
}

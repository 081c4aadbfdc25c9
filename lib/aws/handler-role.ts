import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge, finding } from './guard/acknowledged';

export interface HandlerRoleProps {
  /** The one group that it writes its lines to. */
  readonly logGroup: ILogGroup;
  /**
   * Whether it runs within a VPC.
   *
   * @default false
   */
  readonly inVpc?: boolean;
  /**
   * What it may do beside writing its lines, from the first moment on.
   *
   * @default - nothing
   */
  readonly rights?: readonly PolicyStatement[];
}

/**
 * What Lambda does by the role of a function in a VPC. It asks for all resources: with fewer the function may not reach the VPC.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const networkInterfaces = (): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });

/**
 * The role of a handler: it writes to its own log, where AWS's policy for it would let it write to every log of the account.
 *
 * All is in the role itself, because Lambda refuses to make a function in a VPC before its role has the rights.
 */
export function handlerRole(scope: Construct, id: string, props: HandlerRoleProps): Role {
  const { logGroup, inVpc = false, rights = [] } = props;
  const log = new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
  const statements = [...rights, ...(inVpc ? [networkInterfaces()] : []), log];
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Handler: new PolicyDocument({ statements }) },
  });
  if (inVpc) acknowledge(role, 'networkInterfaces', finding.anyResource);
  return role;
}

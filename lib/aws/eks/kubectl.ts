import type { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { AccessEntry, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { AwsCliLayer } from 'aws-cdk-lib/lambda-layer-awscli';
import { Construct, type IDependable } from 'constructs';
import { inPackage } from '../../../charts/parts/files';
import { readAsset } from '../asset-right';
import { acknowledge } from '../guard/acknowledged';
import { handlerProvider, patience } from '../handler-provider';
import { handlerRole } from '../handler-role';
import { wholeCluster } from './whole-cluster';

export interface KubectlProps {
  readonly cluster: ICluster;
  readonly vpc: IVpc;
  /** Where the function runs: the API of the cluster is reached from here, and those of AWS too. */
  readonly subnets: readonly ISubnet[];
}

/**
 * The function that applies manifests to a cluster, as `kubectl apply --server-side` does at a desk.
 *
 * CDK has one too; docs/adr/0009 says why it isn't used.
 */
export class Kubectl extends Construct {
  /** What custom resources name as theirs. */
  readonly serviceToken: string;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: KubectlProps) {
    super(scope, id);
    const { cluster } = props;
    const logGroup = this.log('HandlerLog');
    const describe = new PolicyStatement({ actions: ['eks:DescribeCluster'], resources: [cluster.clusterArn] });
    this.role = handlerRole(this, 'HandlerRole', { logGroup, inVpc: true, rights: [describe] });
    const handler = this.function(props, logGroup);
    const access = new AccessEntry(this, 'Access', {
      cluster,
      principal: this.role.roleArn,
      // Namespaces, classes of storage and roles belong to the whole cluster, and nobody may hand out rights that it has not itself.
      accessPolicies: [wholeCluster()],
    });
    const provider = handlerProvider(this, 'Provider', { handler, logGroup: this.log('ProviderLog') });
    // Nothing is applied before the cluster lets the function in.
    provider.node.addDependency(access);
    this.serviceToken = provider.serviceToken;
  }

  /**
   * Lets the function read a file with manifests.
   *
   * @returns what must be there before it can
   */
  mayRead(file: Asset): IDependable {
    this.role.addToPolicy(readAsset(file));
    return this.role;
  }

  private function({ cluster, vpc, subnets }: KubectlProps, logGroup: LogGroup): LambdaFunction {
    const Layer = kubectlLayer();
    const handler = new LambdaFunction(this, 'Handler', {
      description: 'Applies manifests to the cluster',
      code: Code.fromAsset(inPackage('lib', 'aws', 'eks', 'kubectl-handler')),
      handler: 'index.on_event',
      // The command line of AWS in its layer is written in Python.
      runtime: Runtime.determineLatestPythonRuntime(this),
      layers: [new Layer(this, 'KubectlLayer'), new AwsCliLayer(this, 'AwsCliLayer')],
      memorySize: 1_024,
      timeout: patience.handler,
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      // Whoever is in this group reaches the API of the cluster.
      securityGroups: [cluster.clusterSecurityGroup],
      logGroup,
      role: this.role,
    });
    acknowledge(handler, 'pythonOfEveryRegion');
    return handler;
  }

  /** It names objects, and nothing that is in them. */
  private log(id: string): LogGroup {
    return new LogGroup(this, id, { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
  }
}

/**
 * Loaded by need, and an optional dependency: only who deploys to EKS needs it.
 *
 * @throws Error when it is not installed
 */
function kubectlLayer(): typeof KubectlV36Layer {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at this moment, and only where it is needed
    const layer = require('@aws-cdk/lambda-layer-kubectl-v36') as typeof import('@aws-cdk/lambda-layer-kubectl-v36');
    return layer.KubectlV36Layer;
  } catch (error) {
    const missing = 'EKS needs a package that is missing: npm install --save-dev @aws-cdk/lambda-layer-kubectl-v36';
    throw new Error(missing, { cause: error });
  }
}

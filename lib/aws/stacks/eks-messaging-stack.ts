import { CfnOutput, Stack, type Environment } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { EksMessaging, type EksMessagingProps } from '../eks/eks-messaging';

export interface EksMessagingStackProps extends EksMessagingProps {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
}

/** The brokers, and all else of the charts, on a cluster of EKS. Deleting the stack removes nothing from the cluster. */
export class EksMessagingStack extends Stack {
  constructor(scope: Construct, id: string, props: EksMessagingStackProps) {
    const { env, ...charts } = props;
    super(scope, id, { env: env ?? {}, description: 'The brokers on their cluster' });
    new EksMessaging(this, 'Messaging', charts);
    const { name, kubernetes } = props.messaging;
    new CfnOutput(this, 'WaitUntilWhole', {
      description: 'Comes back when every broker is whole and has its topics, queues and users',
      value: `kubectl wait -n ${kubernetes?.namespace ?? name} --for=condition=complete job -l brokerkit/part=provision --timeout=10m`,
    });
  }
}

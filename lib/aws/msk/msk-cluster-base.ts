import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { refuse } from '../refuse';
import { consumeFrom, isWider, produceTo } from './grants';

/** A cluster of MSK, made here or elsewhere. */
export interface IMskCluster<Topic extends string = string> extends IConnectable {
  readonly clusterArn: string;
  /**
   * `host:9098,…`: where clients begin that prove who they are by IAM (`AWS_MSK_IAM` over TLS).
   *
   * A consumer that sets `client.rack` reads from the copy in its own zone, which costs no traffic between zones, if the brokers were told
   * so (`replicaSelectorClass`; a cluster made here is). The rack is the *id* of the zone (`euc1-az2`, not `eu-central-1b`); of express
   * brokers AWS says "AZ ID or Subnet ID". A rack that no broker has changes nothing: it reads from leaders.
   *
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-express-read-only.html; "Apache Kafka version 2.4.1",
   *   fetch from the closest replica
   */
  readonly bootstrapServers: string;
  /** `host:9096,…`: where clients begin that log in with a password; `undefined` where nobody can. */
  readonly bootstrapServersScram: string | undefined;
  /**
   * Lets somebody write to one topic, repetitions told apart. The way through the network is opened apart from it, by `connections`.
   *
   * Refused at synthesis: `msk-grant-too-wide` for a name that stands for several topics.
   */
  grantProduce(grantee: IGrantable, topic: Topic): Grant;
  /**
   * Lets somebody read one topic as a member of one consumer group. The way through the network is opened apart from it, by
   * `connections`.
   *
   * Refused at synthesis: `msk-grant-too-wide` for a name that stands for several topics or groups.
   */
  grantConsume(grantee: IGrantable, topic: Topic, group: string): Grant;
}

/** What a cluster made here and one made elsewhere have in common. */
export abstract class MskClusterBase<Topic extends string = string> extends Construct implements IMskCluster<Topic> {
  abstract readonly connections: Connections;
  abstract readonly clusterArn: string;
  abstract readonly bootstrapServers: string;
  abstract readonly bootstrapServersScram: string | undefined;

  grantProduce(grantee: IGrantable, topic: Topic): Grant {
    this.judge('grantProduce.topic', topic);
    return produceTo(this.clusterArn, grantee, topic);
  }

  grantConsume(grantee: IGrantable, topic: Topic, group: string): Grant {
    this.judge('grantConsume.topic', topic);
    this.judge('grantConsume.group', group);
    return consumeFrom(this.clusterArn, grantee, topic, group);
  }

  private judge(path: string, name: string): void {
    if (!isWider(name)) return;
    refuse(this, [
      {
        rule: 'msk-grant-too-wide',
        path: `${this.node.id}.${path}`,
        value: name,
        why: 'IAM reads it as a pattern, so it would let in to more than one name',
        fix: 'grant each topic and group by its own name',
      },
    ]);
  }
}

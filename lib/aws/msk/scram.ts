import { Lazy, RemovalPolicy } from 'aws-cdk-lib/core';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnBatchScramSecret } from 'aws-cdk-lib/aws-msk';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DurabilityError } from '../../durability/problem';
import { objectName } from '../../durability/schema';
import { acknowledge } from '../guard/acknowledged';

const kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * Users of MSK who log in with a password: a secret for each, encrypted by a key of their own, as MSK wants it.
 *
 * @see Amazon MSK developer guide, "Limitations when using SCRAM secrets"
 */
export class ScramUsers extends Construct {
  private readonly secrets = new Map<string, Secret>();
  private readonly key: Key;

  constructor(
    scope: Construct,
    id: string,
    private readonly clusterArn: string,
    private readonly clusterName: string,
  ) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Passwords of the users of Kafka',
      enableKeyRotation: true,
      removalPolicy: kept,
    });
  }

  /** The secret of a user: made when it is asked for first, the same ever after. */
  user(name: string): ISecret {
    if (!objectName.safeParse(name).success) throw unreadable(name);
    const known = this.secrets.get(name);
    if (known === undefined && this.secrets.size === 0) this.associate();
    const secret = known ?? this.secret(name);
    this.secrets.set(name, secret);
    // CDK's own types disagree where an optional property may not be undefined.
    return secret as ISecret;
  }

  private secret(username: string): Secret {
    const secret = new Secret(this, username, {
      // MSK takes no other beginning, and Secrets Manager reads a hyphen with six characters at the end as one of its own.
      secretName: `AmazonMSK_${this.clusterName}_${username}_scram`,
      description: `User ${username} of Kafka`,
      encryptionKey: this.key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username }),
        generateStringKey: 'password',
        passwordLength: 40,
        excludePunctuation: true,
      },
      removalPolicy: kept,
    });
    acknowledge(secret, 'kafkaPasswordNotRotated');
    return secret;
  }

  /** One for each cluster: CloudFormation knows it by the cluster's ARN. */
  private associate(): void {
    new CfnBatchScramSecret(this, 'Association', {
      clusterArn: this.clusterArn,
      secretArnList: Lazy.list({
        produce: () => [...this.secrets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret.secretArn),
      }),
    }).applyRemovalPolicy(kept);
  }
}

const unreadable = (name: string): DurabilityError =>
  new DurabilityError([
    {
      rule: 'msk-scram-user-unreadable',
      path: 'kafka.scramUser',
      value: name,
      why: 'the names of secrets and of resources are made of it when the template is written',
      fix: 'use lower-case letters, digits and hyphens, beginning with a letter, at most 40 characters',
    },
  ]);

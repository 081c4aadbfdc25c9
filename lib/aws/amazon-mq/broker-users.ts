import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../guard/acknowledged';

/** A user of a broker, as JSON with `username` and `password`. Secrets Manager makes the password; it stands in no template. */
export function userSecret(scope: Construct, id: string, username: string, description: string): ISecret {
  const secret = new Secret(scope, id, {
    description,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username }),
      generateStringKey: 'password',
      passwordLength: 40,
      // Amazon MQ refuses these; without any punctuation the password can stand in an address, too.
      excludeCharacters: ',:=~',
      excludePunctuation: true,
    },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  acknowledge(secret, 'rabbitMqPasswordNotRotated');
  // CDK's own types disagree where an optional property may not be undefined.
  return secret as ISecret;
}

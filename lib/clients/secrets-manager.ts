import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Without these a subnet with no way to the service would only be noticed when the function is killed. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000 };

const client = new SecretsManagerClient({ requestHandler, maxAttempts: 2 });

/** The text of a secret. */
export async function secretText(arn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined) throw new Error('it holds no text');
  return SecretString;
}

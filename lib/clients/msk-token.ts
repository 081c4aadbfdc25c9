import { presign, type AwsCredentials } from './aws-signature';

/** The longest that brokers of MSK take. It is asked for at each login, so a shorter one would do as well. */
const tokenSeconds = 900;

/**
 * What a client proves to MSK by that it may connect: a signed request for just that, which nobody sends.
 *
 * Brokers end a session no later than the token ends; the library then logs in again with a new one, on the same connection.
 *
 * @see https://github.com/aws/aws-msk-iam-sasl-signer-js
 */
export function mskToken(region: string, credentials: AwsCredentials, at = new Date()): string {
  const url = presign(
    {
      host: `kafka.${region}.amazonaws.com`,
      path: '/',
      query: { Action: 'kafka-cluster:Connect' },
      service: 'kafka-cluster',
      region,
      at,
      seconds: tokenSeconds,
    },
    credentials,
  );
  // Not signed: brokers set it apart before they look at the rest.
  return Buffer.from(`${url}&User-Agent=brokerkit`).toString('base64url');
}

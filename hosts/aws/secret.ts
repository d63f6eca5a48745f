import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretValue } from '../../adapters/aws/secret-value.ts';

/** Where nothing answers, as in subnets without the service's endpoint, a step must not wait until its own time is over. */
const BOUNDED = { maxAttempts: 2, requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 } };

/** The JSON that a secret holds. */
export function readSecret(id: string): Promise<unknown> {
  return secretValue(new SecretsManagerClient(BOUNDED), id);
}

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

/**
 * The JSON that a secret holds, whatever it is.
 *
 * @throws TrackingFailed where it cannot be read, or is no JSON; nothing of it is in the message
 */
export async function secretValue(client: SecretsManagerClient, id: string): Promise<unknown> {
  const text = await read(client, id);
  try {
    return JSON.parse(text);
  } catch {
    // Not the cause: its message begins with the text.
    throw new PlatformError(ERROR_NAMES.trackingFailed, {
      problem: 'the secret of the tracking server holds no JSON',
      got: id,
      allowed: '{"token": "..."}, or {"username": "...", "password": "..."}',
    });
  }
}

async function read(client: SecretsManagerClient, id: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return SecretString ?? '';
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.trackingFailed, {
      problem: "the secret of the tracking server cannot be read, which the literal's 'tracking' names",
      got: `${id}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
      hint: 'it lies in the account and the region of the environment, or its own policy and key let the role read it',
      cause,
    });
  }
}

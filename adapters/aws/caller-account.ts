import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

/** The account that the credentials are of. @throws AccountRefused where there are none */
export async function callerAccount(client: STSClient): Promise<string> {
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    return Account ?? '';
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.accountRefused, {
      problem: 'AWS takes no credentials from here',
      got: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      hint: 'log in, or name a profile in AWS_PROFILE',
      cause,
    });
  }
}

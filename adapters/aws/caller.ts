import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Caller } from '../../core/delivery/ports.ts';

/** Whom the credentials are of. @throws AccountRefused where there are none */
export async function callerOf(client: STSClient): Promise<Caller> {
  try {
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.accountRefused, {
      problem: 'AWS takes no credentials from here',
      got: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      hint: 'log in, or name a profile in AWS_PROFILE',
      cause,
    });
  }
}

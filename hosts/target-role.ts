import { STSClient } from '@aws-sdk/client-sts';
import { callerOf } from '../adapters/aws/caller.ts';
import { type RoleCredentials, roleCredentials } from '../adapters/aws/role-credentials.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type TargetRole, targetRoleName } from '../core/contracts/names.ts';

export interface TargetStack {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/** What a client of a stack's account is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials?: RoleCredentials;
}

/**
 * The role that the stack has for the delivery; where the caller may not take it, the caller's own credentials, as long as they are of that account: a
 * person's are.
 *
 * @throws AccountRefused
 */
export async function settingsIn({ stack, account, region }: TargetStack, may: TargetRole): Promise<ClientSettings> {
  const sts = new STSClient({ region });
  const caller = await callerOf(sts);
  try {
    const role = `arn:aws:iam::${account}:role/${targetRoleName(stack, may)}`;
    return { region, credentials: await roleCredentials(sts, role) };
  } catch (error) {
    const isRefused = error instanceof PlatformError && error.name === ERROR_NAMES.accountRefused;
    if (isRefused && caller.account === account) return { region };
    throw error;
  }
}

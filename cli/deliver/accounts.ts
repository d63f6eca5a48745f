import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Caller } from '../../core/delivery/ports.ts';
import { isPlaceholder } from '../../environments/accounts.ts';
import { findDelivery } from '../../environments/index.ts';

interface Target {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
}

interface WhoAsks {
  readonly caller: (region: string) => Promise<Caller>;
}

/**
 * Asked before anything is changed. Who deploys is of the environment's account, or of the delivery's, which the environment's bootstrap roles trust.
 *
 * @throws AccountRefused
 */
export async function requireAccount({ environment, account, region }: Target, { caller }: WhoAsks): Promise<void> {
  const found = await caller(region).catch((cause: unknown) => {
    // Without credentials, too, a number that nobody has put in is the first thing to say.
    if (isPlaceholder(account)) throw placeholder(environment, account);
    throw cause;
  });
  if (found.account === account) return;
  if (isPlaceholder(account)) throw placeholder(environment, account);
  const delivery = findDelivery().account;
  if (found.account === delivery) return;
  throw new PlatformError(ERROR_NAMES.accountRefused, {
    problem: `the credentials are of another account than ${environment}`,
    got: found.account,
    allowed: `${account} (${environment}), or ${delivery} (delivery)`,
    hint: 'take credentials of one of them, or mend environments/accounts.ts and build again',
  });
}

function placeholder(environment: string, account: string): PlatformError {
  return new PlatformError(ERROR_NAMES.accountRefused, {
    problem: `the account of ${environment} is the placeholder that the project comes with`,
    got: account,
    allowed: 'an account of yours',
    hint: 'put your numbers into environments/accounts.ts, commit, and build that commit; nothing was deployed',
  });
}

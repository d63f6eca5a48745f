import { describe, expect, it } from '@jest/globals';
import { requireAccount } from '../../../cli/deliver/accounts.ts';
import { ERROR_NAMES, PlatformError } from '../../../core/contracts/errors.ts';

const of = (account: string) => ({ caller: async () => ({ account, arn: `arn:aws:iam::${account}:user/grace` }) });
const withoutCredentials = {
  caller: async () => {
    throw new PlatformError(ERROR_NAMES.accountRefused, { problem: 'AWS takes no credentials from here' });
  },
};
const target = (account: string) => ({ environment: 'prod', account, region: 'eu-central-1' });

describe('the account of a deployment', () => {
  it('is refused where it is a placeholder, whoever asks', async () => {
    for (const who of [of('123456789012'), of('444444444444'), withoutCredentials]) {
      await expect(requireAccount(target('333333333333'), who)).rejects.toMatchObject({
        name: 'AccountRefused',
        message:
          "the account of prod is the placeholder that the project comes with; got '333333333333'; allowed: an account of yours; hint: put your numbers into environments/accounts.ts, commit, and build that commit; nothing was deployed",
      });
    }
  });

  it('is no placeholder to whoever has its credentials', async () => {
    expect(await requireAccount(target('333333333333'), of('333333333333'))).toBeUndefined();
  });

  it('says that there are no credentials', async () => {
    await expect(requireAccount(target('123456789012'), withoutCredentials)).rejects.toThrow('takes no credentials');
  });
});

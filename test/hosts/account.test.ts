import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { accountMachineArn, accountRegistry } from '../../hosts/account.ts';
import { deployedStack } from '../support/deployed-stack.ts';

const cloudFormation = mockClient(CloudFormationClient);
afterEach(() => void cloudFormation.reset());

const STAGING = { name: 'staging', namePrefix: 'none', account: '123456789012', region: 'eu-central-1' };
const DEPLOYED = deployedStack(STAGING);

describe('accountRegistry', () => {
  it("asks the environment's stack once for its buckets and its keys", async () => {
    cloudFormation.on(DescribeStacksCommand, { StackName: 'forecasting-staging' }).resolves({ Stacks: [DEPLOYED] });
    const { stores, keys, auditKeys } = await accountRegistry(STAGING);
    expect(Object.fromEntries(Object.entries(stores).map(([layer, { bucket }]) => [layer, bucket]))).toEqual({
      landing: 'staging-landing',
      bronze: 'staging-bronze',
      silver: 'staging-silver',
      gold: 'staging-gold',
      artifacts: 'staging-artifacts',
    });
    expect(cloudFormation.calls()).toHaveLength(1);
    expect(await cloudFormation.calls()[0].thisValue.config.region()).toBe('eu-central-1');

    const kms = mockClient(KMSClient).on(GetPublicKeyCommand).rejects(new Error('asked'));
    const signed = { keyId: 'id', message: new Uint8Array(), signature: new Uint8Array(), signedAtMs: 0 };
    for (const ring of [keys, auditKeys]) await expect(ring.check(signed)).rejects.toThrow('asked');
    expect(kms.calls().map(({ args }) => args[0].input)).toEqual([
      { KeyId: 'arn:aws:kms:eu-central-1:123456789012:key/signing' },
      { KeyId: 'arn:aws:kms:eu-central-1:123456789012:key/audit' },
    ]);
  });
});

describe('accountMachineArn', () => {
  it('is what the stack says', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [DEPLOYED] });
    expect(await accountMachineArn(STAGING, 'roll-back')).toBe(
      'arn:aws:states:eu-central-1:123456789012:stateMachine:forecasting-staging-roll-back',
    );
  });
});

it('finds a stack whose name has a prefix', async () => {
  cloudFormation.on(DescribeStacksCommand, { StackName: 'acme-forecasting-staging' }).resolves({ Stacks: [DEPLOYED] });
  const found = await accountMachineArn({ ...STAGING, namePrefix: 'acme' }, 'roll-back');
  expect(found).toMatch(/-roll-back$/);
});

describe('an environment that cannot be reached', () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });
  const refusal = async () =>
    accountRegistry(STAGING).then(undefined, (error: Error) => `${error.name}: ${error.message}`);

  it.each([
    [
      'is not deployed, or not where the credentials are of',
      named('ValidationError', 'Stack with id forecasting-staging does not exist'),
      'EnvironmentUnreachable: the environment staging cannot be reached: there is no stack forecasting-staging in eu-central-1 of the ' +
        "account that the credentials are of; got 'Stack with id forecasting-staging does not exist'; " +
        'allowed: the account 123456789012 of environments/staging.ts; hint: take credentials of that account, or deploy first: ' +
        "'npx cdk deploy --context env=staging'",
    ],
    [
      'has no credentials',
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      'EnvironmentUnreachable: the environment staging cannot be reached: AWS takes no credentials from here; ' +
        "got 'Could not load credentials from any providers'; allowed: credentials of the account 123456789012; " +
        'hint: log in, or name a profile in AWS_PROFILE',
    ],
    [
      'has credentials without the right',
      named('AccessDenied', 'User: ann is not authorized'),
      'EnvironmentUnreachable: the environment staging cannot be reached: the credentials may not look at the stack forecasting-staging; ' +
        "got 'User: ann is not authorized'; allowed: an identity with the right cloudformation:DescribeStacks",
    ],
    ['is a fault of the network', named('TimeoutError', 'no answer'), 'TimeoutError: no answer'],
    ['is another refusal', named('ValidationError', 'the name is too long'), 'ValidationError: the name is too long'],
  ])('says so where it %s', async (_, error, message) => {
    cloudFormation.on(DescribeStacksCommand).rejects(error);
    expect(await refusal()).toBe(message);
  });

  it('is one whose account is another than that of the credentials', async () => {
    const other = deployedStack({ ...STAGING, account: '999999999999' });
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [other] });
    expect(await refusal()).toBe(
      'EnvironmentUnreachable: the environment staging cannot be reached: the credentials are of another account than the environment; ' +
        "got '999999999999'; allowed: 123456789012; hint: take credentials of that account, or mend environments/staging.ts",
    );
  });

  it('is one that an older checkout deployed, or whose deployment failed', async () => {
    const older = { ...DEPLOYED, Outputs: [], StackStatus: 'ROLLBACK_COMPLETE' as const };
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [older] });
    expect(await refusal()).toMatch(
      /the stack forecasting-staging has no output \w+; got 'ROLLBACK_COMPLETE'; hint: it was deployed by an older checkout, or its deployment failed; run 'npx cdk deploy --context env=staging'$/,
    );
  });
});

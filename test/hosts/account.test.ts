import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { accountRegistry } from '../../hosts/account.ts';

const cloudFormation = mockClient(CloudFormationClient);
afterEach(() => void cloudFormation.reset());

describe('accountRegistry', () => {
  it("asks the environment's stack what its buckets and its signing key are called", async () => {
    cloudFormation.on(DescribeStackResourceCommand).callsFake(({ StackName, LogicalResourceId }) => ({
      StackResourceDetail: { PhysicalResourceId: `${StackName}-${LogicalResourceId}` },
    }));
    const { stores, keys } = await accountRegistry({ name: 'staging', namePrefix: 'none', region: 'eu-central-1' });
    expect(Object.fromEntries(Object.entries(stores).map(([layer, { bucket }]) => [layer, bucket]))).toEqual({
      landing: 'forecasting-staging-LandingBucket',
      bronze: 'forecasting-staging-BronzeBucket',
      silver: 'forecasting-staging-SilverBucket',
      gold: 'forecasting-staging-GoldBucket',
      artifacts: 'forecasting-staging-ArtifactsBucket',
    });
    expect(await cloudFormation.calls()[0].thisValue.config.region()).toBe('eu-central-1');

    const kms = mockClient(KMSClient).on(GetPublicKeyCommand).rejects(new Error('asked'));
    await expect(keys.check('id', new Uint8Array(), new Uint8Array())).rejects.toThrow('asked');
    expect(kms.calls()[0].args[0].input).toEqual({ KeyId: 'forecasting-staging-SigningKey' });
  });

  it('says what the stack does not have yet', async () => {
    cloudFormation.on(DescribeStackResourceCommand).resolves({});
    const registry = accountRegistry({ name: 'dev', namePrefix: 'acme', region: 'eu-central-1' });
    await expect(registry).rejects.toThrow('the stack acme-forecasting-dev has no SigningKey yet');
  });
});

import { describe, expect, it } from '@jest/globals';
import { bucketLogicalId } from '../../../core/contracts/names.ts';
import type { Layer } from '../../../core/contracts/layers.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { templateSchema } from '../../../scripts/verify-deploy/assembly.ts';
import { accountNames } from '../../../scripts/verify-deploy/rights/account-names.ts';
import { policiesOfRole, policyOnResource } from '../../../scripts/verify-deploy/rights/role-policies.ts';
import { needProblem, type Need } from '../../../scripts/verify-deploy/rights/simulate.ts';
import { resourcesOf, stackOf } from '../support.ts';

const { dev, staging, prod } = ENVIRONMENTS;

function sideOf(environment: PlatformEnvironment) {
  const { template } = stackOf(environment);
  const parsed = templateSchema.parse(template);
  return { template, parsed, names: accountNames(parsed, environment) };
}

/** Prod's side, under the names that an account could give its resources. */
const theirs = sideOf({ ...prod, sharesDataWith: ['dev'] });
const bucketOf = (layer: Layer) => theirs.names.arn(bucketLogicalId(layer)).replace('arn:aws:s3:::', '');
const keyArn = theirs.names.arn('DataKey');

/** Dev's side. */
const ours = sideOf({
  ...dev,
  readsDataOf: { environment: 'prod', buckets: { silver: bucketOf('silver'), gold: bucketOf('gold') }, keyArn },
});
const INGEST = 'arn:aws:iam::111111111111:role/forecasting-dev-ingest';
const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' };

const ingestRole = resourcesOf(ours.template, 'AWS::IAM::Role').find(
  ({ properties }) => properties.RoleName === 'forecasting-dev-ingest',
)!;

/** All that dev's ingest may do, asked of prod's resource; or the same as another role. */
async function problem(need: Need, roleArn = INGEST, more: readonly object[] = []): Promise<string> {
  const on = [
    ...['landing', 'bronze', 'silver', 'gold', 'artifacts'].map((layer) => bucketLogicalId(layer as Layer)),
    'DataKey',
  ].find((id) => need.resource === theirs.names.arn(id) || need.resource.startsWith(`${theirs.names.arn(id)}/`))!;
  const policies = [...policiesOfRole(ours.parsed, ingestRole.id, ours.names), ...(more as [])];
  const onResource = policyOnResource(theirs.parsed, on, theirs.names);
  return (await needProblem(need, { account: prod.account, roleArn, policies, onResource })) ?? 'granted';
}

const ALL = { Statement: [{ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }], Version: '2012-10-17' };

describe('what dev reads of prod', () => {
  it.each(['silver', 'gold'] as const)('are the objects of %s, and their list, over both sides', async (layer) => {
    const bucket = `arn:aws:s3:::${bucketOf(layer)}`;
    expect(await problem({ action: 's3:GetObject', resource: `${bucket}/weather/series/a.parquet` })).toBe('granted');
    expect(await problem({ action: 's3:ListBucket', resource: bucket })).toBe('granted');
    expect(await problem({ action: 'kms:Decrypt', resource: keyArn, context: VIA_S3 })).toBe('granted');
  });

  it.each([
    ['s3:PutObject', 'silver'],
    ['s3:DeleteObject', 'silver'],
    ['s3:PutObject', 'gold'],
    ['s3:GetObject', 'landing'],
    ['s3:GetObject', 'bronze'],
    ['s3:GetObject', 'artifacts'],
  ] as const)('is not %s of %s, whatever dev gives its role', async (action, layer) => {
    const resource = `arn:aws:s3:::${bucketOf(layer)}/weather/series/a.parquet`;
    expect(await problem({ action, resource }, INGEST, [ALL])).toContain('is needed, and not granted');
  });

  it.each(['landing', 'bronze', 'artifacts'] as const)('is no list of %s', async (layer) => {
    const resource = `arn:aws:s3:::${bucketOf(layer)}`;
    expect(await problem({ action: 's3:ListBucket', resource }, INGEST, [ALL])).toContain('not granted');
  });

  it.each([
    ['another role of the account', 'arn:aws:iam::111111111111:role/forecasting-dev-StepslookRole'],
    ['a role of an account that nothing is shared with', 'arn:aws:iam::222222222222:role/forecasting-staging-ingest'],
  ])('is nothing for %s', async (_, roleArn) => {
    const resource = `arn:aws:s3:::${bucketOf('gold')}`;
    for (const need of [
      { action: 's3:GetObject', resource: `${resource}/a` },
      { action: 's3:ListBucket', resource },
      { action: 'kms:Decrypt', resource: keyArn, context: VIA_S3 },
    ])
      expect(await problem(need, roleArn, [ALL])).toContain('not granted');
  });

  it('is refused where it does not come over TLS, and the key to whoever does not come through S3', async () => {
    const resource = `arn:aws:s3:::${bucketOf('gold')}/a`;
    const plain = { 'aws:SecureTransport': 'false' };
    expect(await problem({ action: 's3:GetObject', resource, context: plain })).toContain('not granted');
    expect(await problem({ action: 'kms:Decrypt', resource: keyArn })).toContain('not granted');
  });

  it('is told to the functions that ingest, and to no others', () => {
    const told = resourcesOf(ours.template, 'AWS::Lambda::Function').filter(({ properties }) =>
      JSON.stringify(properties.Environment).includes('SHARED_ENVIRONMENT'),
    );
    expect(told.map(({ resource }) => (resource.Metadata as { readonly step: string }).step).sort()).toEqual([
      'ingest',
      'plan-windows',
    ]);
    const { Variables } = told[0].properties.Environment as { readonly Variables: object };
    expect(Variables).toMatchObject({ SHARED_ENVIRONMENT: 'prod', SHARED_SILVER_BUCKET: bucketOf('silver') });
  });
});

describe('an environment that shares nothing', () => {
  it('lets nobody of another account in, and leaves the names of roles to CloudFormation', () => {
    const { template } = stackOf({ ...staging, deployedBy: 'a-person' });
    expect(JSON.stringify(template)).not.toContain('SharedObjects');
    const roles = resourcesOf(template, 'AWS::IAM::Role').filter(({ properties }) => 'RoleName' in properties);
    expect(roles).toEqual([]);
  });
});

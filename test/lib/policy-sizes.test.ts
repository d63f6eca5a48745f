import { describe, expect, it } from '@jest/globals';
import { accountNames } from '../../scripts/verify-deploy/rights/account-names.ts';
import { templateSchema } from '../../scripts/verify-deploy/assembly.ts';
import { policiesOfRole, policyOnResource } from '../../scripts/verify-deploy/rights/role-policies.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { NAMES, resourcesOf, templateOf } from './support.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: of all inline policies of a role together, without white space. */
const INLINE_CHARACTERS = 10_240;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const BUCKET_POLICY_BYTES = 20 * 1024;
/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const KEY_POLICY_BYTES = 32 * 1024;

/** CloudFormation chooses the buckets' names: as long as S3 takes them. */
function lengthOf(policy: unknown): number {
  return JSON.stringify(policy).replace(/(?<=arn:aws:s3:::)[a-z0-9-]+/g, 'b'.repeat(63)).length;
}

describe.each(NAMES)('the policies of %s', (name) => {
  const template = templateOf(name);
  const parsed = templateSchema.parse(template);
  const names = accountNames(parsed, ENVIRONMENTS[name]);

  it('fit into what IAM takes of a role', () => {
    const sizes = resourcesOf(template, 'AWS::IAM::Role').map(({ id }) => ({
      id,
      characters: policiesOfRole(parsed, id, names).reduce((sum, policy) => sum + lengthOf(policy), 0),
    }));
    expect(sizes.filter(({ characters }) => characters > INLINE_CHARACTERS)).toEqual([]);
  });

  it('stay where they are read: what does not fit, CDK moves into a managed policy of its own', () => {
    const managed = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(({ id }) => id);
    expect(managed.filter((id) => /Overflow/.test(id))).toEqual([]);
  });

  it.each([
    ['AWS::S3::Bucket', BUCKET_POLICY_BYTES],
    ['AWS::KMS::Key', KEY_POLICY_BYTES],
  ] as const)('fit into what S3 and KMS take of %s', (type, most) => {
    const sizes = resourcesOf(template, type).map(({ id }) => ({
      id,
      bytes: lengthOf(policyOnResource(parsed, id, names) ?? {}),
    }));
    expect(sizes.filter(({ bytes }) => bytes > most)).toEqual([]);
  });
});

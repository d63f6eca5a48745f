import { describe, expect, it } from '@jest/globals';
import { deletionPolicies } from '../../../lib/rules/deletion-policies.ts';
import { BUCKET, judged, role } from './judged.ts';

const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
const GONE = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };
const KEY = { Type: 'AWS::KMS::Key' };
const ENCRYPTED = { ...BUCKET, Properties: { KMSMasterKeyID: { 'Fn::GetAtt': ['DataKey', 'Arn'] } } };

describe('what holds data', () => {
  it('says whether it is kept, and is kept with its key', () => {
    expect(judged(deletionPolicies, { ...BUCKET, ...GONE })).toBe('complies');
    expect(judged(deletionPolicies, { ...ENCRYPTED, ...KEPT }, { DataKey: { ...KEY, ...KEPT } })).toBe('complies');
    expect(judged(deletionPolicies, { ...ENCRYPTED, ...GONE }, { DataKey: { ...KEY, ...GONE } })).toBe('complies');
  });

  it.each(['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::ECR::Repository'])(
    'is not left to what CloudFormation does otherwise: %s',
    (Type) => {
      const problem = 'DeletionPolicy and UpdateReplacePolicy are not both said';
      expect(judged(deletionPolicies, { Type })).toEqual({ problem });
      expect(judged(deletionPolicies, { Type, DeletionPolicy: 'Retain' })).toEqual({ problem });
    },
  );

  it('is not kept in one case and gone in the other', () => {
    expect(judged(deletionPolicies, { ...BUCKET, ...KEPT, UpdateReplacePolicy: 'Delete' })).toEqual({
      problem: 'RetainExceptOnCreate when deleted, and Delete when replaced',
    });
  });

  it('is not kept without the key that reads it', () => {
    expect(judged(deletionPolicies, { ...ENCRYPTED, ...KEPT }, { DataKey: { ...KEY, ...GONE } })).toEqual({
      problem: 'kept, but not its key DataKey',
    });
  });

  it('is meant, and nothing else', () => {
    expect(judged(deletionPolicies, role())).toBe('not applicable');
  });
});

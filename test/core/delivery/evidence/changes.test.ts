import { describe, expect, it } from '@jest/globals';
import type { ResourceChange, Standing } from '../../../../core/contracts/evidence.ts';
import {
  countsOfChanges,
  type EnvironmentDifference,
  judgeChanges,
} from '../../../../core/delivery/evidence/changes.ts';
import { protectionChanges } from '../../../../core/delivery/evidence/protections.ts';

const STANDING: Standing = {
  commit: 'b'.repeat(40),
  deployedAt: '2026-11-01T00:00:00Z',
  stack: 'forecasting-prod',
  account: '333333333333',
  region: 'eu-central-1',
};
const PROD: EnvironmentDifference = {
  environment: 'prod',
  stack: 'forecasting-prod',
  account: '333333333333',
  region: 'eu-central-1',
  standing: STANDING,
  isAhead: false,
  resources: [],
  others: [],
  security: { broadened: false, statements: [], rules: [], protections: [] },
};
const BUCKET: ResourceChange = {
  logicalId: 'GoldBucket',
  type: 'AWS::S3::Bucket',
  change: 'replaced',
  holdsData: true,
  replacedBy: ['BucketName'],
  values: [{ path: 'BucketName', before: 'a', after: 'b' }],
};

describe('the judgement of changes', () => {
  it('passes what replaces nothing that holds data', () => {
    const role: ResourceChange = { ...BUCKET, logicalId: 'Role', type: 'AWS::IAM::Role', holdsData: false };
    const changed: ResourceChange = { ...BUCKET, change: 'changed', replacedBy: [] };
    const added: ResourceChange = { ...BUCKET, logicalId: 'NewBucket', change: 'added', replacedBy: [], values: [] };
    const { verdict, reasons } = judgeChanges([{ ...PROD, resources: [role, changed, added] }], []);
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
  });

  it.each([
    ['replaced', 'is replaced by another BucketName'],
    ['perhaps-replaced', 'may be replaced by another BucketName'],
  ] as const)('refuses a bucket that is %s', (change, words) => {
    const { verdict, reasons } = judgeChanges(
      [{ ...PROD, resources: [{ ...BUCKET, change }] }],
      ['prod/SilverBucket', 'dev/GoldBucket'],
    );
    expect(verdict).toBe('refuse');
    expect(reasons).toEqual([
      `prod/GoldBucket (AWS::S3::Bucket) holds data and ${words}; allow it by 'prod/GoldBucket' in allowedReplacements of the delivery literal, once its data are safe`,
    ]);
  });

  it('refuses a key that is removed, unless the literal names it', () => {
    const key: ResourceChange = {
      ...BUCKET,
      logicalId: 'DataKey',
      type: 'AWS::KMS::Key',
      change: 'removed',
      replacedBy: [],
      values: [],
    };
    const difference = { ...PROD, resources: [key] };
    expect(judgeChanges([difference], []).reasons).toEqual([
      "prod/DataKey (AWS::KMS::Key) holds data and is removed; allow it by 'prod/DataKey' in allowedReplacements of the delivery literal, once its data are safe",
    ]);
    const allowed = judgeChanges([difference], ['prod/DataKey']);
    expect(allowed.verdict).toBe('pass');
    expect(allowed.facts?.environments[0].refused).toEqual([]);
  });

  it('shows what a later build would lose where it stands, and refuses nothing of it', () => {
    const dev = { ...PROD, environment: 'dev', isAhead: true, resources: [BUCKET] };
    const { verdict, facts } = judgeChanges([dev], []);
    expect(verdict).toBe('pass');
    expect(facts?.environments[0]).toMatchObject({ isJudged: false, refused: ['dev/GoldBucket'] });
  });

  it.each([
    ['stack', 'acme-forecasting-prod', 'the stack acme-forecasting-prod of 333333333333 in eu-central-1'],
    ['account', '999999999999', 'the stack forecasting-prod of 999999999999 in eu-central-1'],
    ['region', 'eu-west-1', 'the stack forecasting-prod of 333333333333 in eu-west-1'],
  ] as const)('refuses another %s beside the one that holds the data', (field, value, name) => {
    const { verdict, reasons } = judgeChanges([{ ...PROD, [field]: value }], []);
    expect(verdict).toBe('refuse');
    expect(reasons).toEqual([
      `prod: the stack forecasting-prod of 333333333333 in eu-central-1 stands there, this build would make ${name} beside it, and the data stay behind; take back the name, or move the data first`,
    ]);
  });

  it('takes nothing deployed yet for a fact, and no environment at all for none', () => {
    expect(judgeChanges([{ ...PROD, standing: null }], []).verdict).toBe('pass');
    expect(judgeChanges([], []).reasons).toEqual(['the build holds no environment: there is nothing to compare']);
  });

  it('puts the gravest first', () => {
    const names = [
      { ...BUCKET, logicalId: 'Added', change: 'added' as const },
      { ...BUCKET, logicalId: 'Removed', change: 'removed' as const },
      { ...BUCKET, logicalId: 'Role', holdsData: false },
      BUCKET,
    ];
    const { facts } = judgeChanges([{ ...PROD, resources: names }], []);
    expect(facts?.environments[0].resources.map(({ logicalId }) => logicalId)).toEqual([
      'GoldBucket',
      'Role',
      'Removed',
      'Added',
    ]);
    expect(countsOfChanges(names)).toBe('2 resources replaced, 1 resource removed, 1 resource added');
    expect(countsOfChanges([])).toBe('no changes');
  });
});

describe('what protects data without being a policy', () => {
  const value = (path: string) => ({ path, before: 'a', after: 'b' });

  it('is picked out by type and property', () => {
    const changed: ResourceChange = {
      ...BUCKET,
      change: 'changed',
      values: [
        value('BucketEncryption.Rules[0]'),
        value('PublicAccessBlockConfiguration.BlockPublicAcls'),
        value('LifecycleConfiguration'),
      ],
    };
    const role: ResourceChange = {
      ...changed,
      logicalId: 'Role',
      type: 'AWS::IAM::Role',
      holdsData: false,
      values: [value('PermissionsBoundary')],
    };
    expect(protectionChanges([changed, role]).map(({ logicalId, path }) => `${logicalId} ${path}`)).toEqual([
      'GoldBucket BucketEncryption.Rules[0]',
      'GoldBucket PublicAccessBlockConfiguration.BlockPublicAcls',
      'Role PermissionsBoundary',
    ]);
  });

  it('is the deletion policy of what holds data', () => {
    const changed: ResourceChange = { ...BUCKET, change: 'changed', values: [value('DeletionPolicy')] };
    expect(protectionChanges([changed])).toHaveLength(1);
    expect(protectionChanges([{ ...changed, holdsData: false }])).toEqual([]);
    expect(protectionChanges([{ ...changed, change: 'added' }])).toEqual([]);
  });
});

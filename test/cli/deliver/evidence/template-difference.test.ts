import { describe, expect, it } from '@jest/globals';
import { templateDifference } from '../../../../cli/deliver/evidence/template-difference.ts';
import type { PlatformEnvironment } from '../../../../environments/environment.ts';
import { prod } from '../../../../environments/prod.ts';
import { synthesizeLiteral } from '../../../../lib/synthesize.ts';

type Resources = Record<string, Record<string, unknown>>;

const BOUNDARY = 'arn:aws:iam::333333333333:policy/boundary';
const KEY = 'arn:aws:kms:eu-central-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function templateOf(environment: PlatformEnvironment) {
  return synthesizeLiteral(environment, { bundling: false, build: { commit: 'test', libraries: {} } }).template;
}

const STANDING = templateOf({ ...prod, permissionsBoundary: BOUNDARY });
const CHANGED = templateOf({
  ...prod,
  dataKey: KEY,
  logRetentionDays: 180,
  steps: { ...prod.steps, timeoutSeconds: 300 },
});

describe('two versions of an environment', () => {
  it('are the same when they are', async () => {
    const { resources, others, security } = await templateDifference(STANDING, STANDING);
    expect({ resources, others }).toEqual({ resources: [], others: [] });
    expect(security).toEqual({ broadened: false, statements: [], rules: [], protections: [] });
  });

  it('differ property by property', async () => {
    const { resources } = await templateDifference(STANDING, CHANGED);
    const ingest = resources.find(({ logicalId }) => logicalId.startsWith('Stepsingest0'));
    expect(ingest).toEqual({
      logicalId: 'Stepsingest09FB588C',
      type: 'AWS::Lambda::Function',
      change: 'changed',
      holdsData: false,
      replacedBy: [],
      values: [{ path: 'Timeout', before: '600', after: '300' }],
    });
    const logs = resources.find(({ logicalId }) => logicalId.startsWith('StepsingestLogs'));
    const retention = { path: 'RetentionInDays', before: '365', after: '180' };
    expect(logs).toMatchObject({ holdsData: true, values: expect.arrayContaining([retention]) });
  });

  it('say which resource that holds data goes', async () => {
    const { resources } = await templateDifference(STANDING, CHANGED);
    const lost = resources.filter(({ holdsData, change }) => holdsData && change !== 'changed');
    expect(lost).toEqual([
      { logicalId: 'DataKey', type: 'AWS::KMS::Key', change: 'removed', holdsData: true, replacedBy: [], values: [] },
    ]);
  });

  it('say who may do more, and what protects less', async () => {
    const { security } = await templateDifference(STANDING, CHANGED);
    expect(security.broadened).toBe(true);
    const decrypt = security.statements.filter(({ resource }) => resource === KEY);
    expect(decrypt.length).toBeGreaterThan(5);
    expect(decrypt[0]).toMatchObject({ change: 'added', broadens: true, effect: 'Allow' });
    const boundary = security.protections.filter(({ path }) => path === 'PermissionsBoundary');
    expect(boundary.length).toBeGreaterThan(20);
    expect(boundary[0]).toMatchObject({ before: BOUNDARY, after: null });
    expect(security.protections.map(({ logicalId, path }) => `${logicalId} ${path}`)).toContain(
      'GoldBucket BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID',
    );
  });

  it('are all additions where nothing stands, and no removal', async () => {
    const { resources, security } = await templateDifference({}, STANDING);
    expect(new Set(resources.map(({ change }) => change))).toEqual(new Set(['added']));
    expect(resources).toHaveLength(Object.keys(Object(STANDING.Resources)).length);
    expect(new Set(security.statements.map(({ change }) => change))).toEqual(new Set(['added']));
  });
});

describe('a change of one resource', () => {
  const bucket = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain', Properties: { BucketName: 'a' } };
  const withResources = (resources: Resources) => ({ Resources: resources });
  const changeOf = async (before: Resources, after: Resources) =>
    (await templateDifference(withResources(before), withResources(after))).resources;

  it('is a replacement where CloudFormation makes another', async () => {
    const after = { ...bucket, Properties: { BucketName: 'b' } };
    expect(await changeOf({ B: bucket }, { B: after })).toEqual([
      {
        logicalId: 'B',
        type: 'AWS::S3::Bucket',
        change: 'replaced',
        holdsData: true,
        replacedBy: ['BucketName'],
        values: [{ path: 'BucketName', before: 'a', after: 'b' }],
      },
    ]);
  });

  it('loses what stands retained, whatever the new template says of it', async () => {
    const logs = { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', Properties: { LogGroupName: 'a' } };
    const after = { ...logs, DeletionPolicy: 'Delete', Properties: { LogGroupName: 'b' } };
    const [change] = await changeOf({ L: logs }, { L: after });
    expect(change).toMatchObject({ change: 'replaced', holdsData: true });
  });

  it('is a replacement where the type is another', async () => {
    const [change] = await changeOf({ B: bucket }, { B: { Type: 'AWS::SQS::Queue', Properties: {} } });
    expect(change).toMatchObject({
      change: 'replaced',
      holdsData: true,
      replacedBy: ['Type'],
      values: [{ path: 'Type', before: 'AWS::S3::Bucket', after: 'AWS::SQS::Queue' }],
    });
  });

  it('is a protection taken away where it is not retained any more, though nothing is replaced', async () => {
    const after = { ...bucket, DeletionPolicy: 'Delete' };
    const { resources, security } = await templateDifference(withResources({ B: bucket }), withResources({ B: after }));
    expect(resources).toMatchObject([
      { change: 'changed', values: [{ path: 'DeletionPolicy', before: 'Retain', after: 'Delete' }] },
    ]);
    expect(security.protections).toEqual([
      { logicalId: 'B', path: 'DeletionPolicy', before: 'Retain', after: 'Delete' },
    ]);
    expect(security.broadened).toBe(true);
  });

  it('is none where only metadata, or the version of the toolkit, are others', async () => {
    const metadata = { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:x' } };
    const after = { B: { ...bucket, Metadata: { 'aws:cdk:path': 'x' } }, CDKMetadata: metadata };
    expect(await changeOf({ B: bucket }, after)).toEqual([]);
  });

  it('is none where CloudFormation could not write a character', async () => {
    const role = (text: string) => ({ R: { Type: 'AWS::IAM::Role', Properties: { Description: text } } });
    expect(await changeOf(role('for Zo?'), role('for Zoë'))).toEqual([]);
    expect(await changeOf(role('for Zo?'), role('for Anaë'))).toHaveLength(1);
  });

  it('tells the two notations of a number apart', async () => {
    const queue = (seconds: unknown) => ({
      Q: { Type: 'AWS::SQS::Queue', Properties: { Tags: [{ Key: 'a', Value: seconds }] } },
    });
    const [change] = await changeOf(queue({ Ref: 'A' }), queue('${A}'));
    expect(change?.values).toEqual([
      { path: 'Tags', before: '[{"Key":"a","Value":{"Ref":"A"}}]', after: '[{"Key":"a","Value":"${A}"}]' },
    ]);
  });
});

describe('what is not allowed by statements alone', () => {
  const policy = (effect: string, actions: readonly string[]) => ({
    Resources: {
      P: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: 'b',
          PolicyDocument: { Statement: [{ Effect: effect, Principal: '*', Action: actions, Resource: 'r' }] },
        },
      },
    },
  });
  const none = {
    Resources: { P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: { Statement: [] } } } },
  };

  it.each([
    ['an added Allow', none, policy('Allow', ['s3:GetObject']), true],
    ['a removed Allow', policy('Allow', ['s3:GetObject']), none, false],
    ['an added Deny', none, policy('Deny', ['s3:*']), false],
    ['a removed Deny', policy('Deny', ['s3:*']), none, true],
  ] as const)('%s of a bucket policy', async (_, before, after, broadens) => {
    const { security } = await templateDifference(before, after);
    expect(security.statements).toHaveLength(1);
    expect(security.statements[0].broadens).toBe(broadens);
    expect(security.broadened).toBe(broadens);
  });

  it('names the policy of a key, a managed policy and a rule of a security group', async () => {
    const after = {
      Resources: {
        K: {
          Type: 'AWS::KMS::Key',
          Properties: {
            KeyPolicy: {
              Statement: [
                { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'kms:*', Resource: '*' },
              ],
            },
          },
        },
        R: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: { Statement: [] },
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          },
        },
        G: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }] },
        },
      },
    };
    const { security } = await templateDifference({}, after);
    expect(security.statements.map(({ principal, action }) => `${principal} ${action}`)).toEqual([
      'AWS:arn:aws:iam::1:root kms:*',
    ]);
    expect(security.rules).toEqual([
      { change: 'added', where: 'policy of ${R}', rule: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      { change: 'added', where: 'into ${G.GroupId}', rule: 'TCP 22 of Everyone (IPv4)' },
    ]);
    expect(security.broadened).toBe(true);
  });
});

describe('outputs and other parts of a template', () => {
  it('are compared as well, but what the toolkit puts into every template', async () => {
    const before = { Outputs: { A: { Value: { Ref: 'X' } } }, Parameters: { BootstrapVersion: { Default: '1' } } };
    const after = { Outputs: { A: { Value: { Ref: 'Y' } } }, Parameters: { BootstrapVersion: { Default: '2' } } };
    expect((await templateDifference(before, after)).others).toEqual([
      { path: 'outputs.A.Value', before: '${X}', after: '${Y}' },
    ]);
  });
});

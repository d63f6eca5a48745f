import { describe, expect, it } from '@jest/globals';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { ACKNOWLEDGEMENTS } from '../../../lib/rules/acknowledgements.ts';
import type { Acknowledgement } from '../../../lib/rules/acknowledgements.ts';
import { judgeFindings, packFindings, textOfFinding, unusedClaims } from '../../../lib/rules/packs.ts';
import type { PackFinding } from '../../../lib/rules/packs.ts';
import { platformApp } from '../../../lib/synthesize.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WILDCARD: PackFinding = {
  pack: 'AwsSolutions',
  rule: 'IAM5',
  found: 'Resource::<GoldBucket.Arn>/forecasts/*',
  at: '/Steps/score/Role/DefaultPolicy/Resource',
  description: 'The IAM entity contains wildcard permissions.',
};
const REPLICATION: PackFinding = {
  pack: 'PCI.DSS.321',
  rule: 'S3BucketReplicationEnabled',
  found: undefined,
  at: '/Medallion/gold/Resource',
  description: 'The S3 Bucket does not have replication enabled.',
};

const KEYS: Acknowledgement = {
  reason: 'keys are made at run time',
  claims: [{ rule: 'IAM5', found: /^Resource::<GoldBucket\.Arn>\/forecasts\/\*$/ }],
};
const GOLD: Acknowledgement = {
  reason: 'one Region',
  claims: [{ rule: 'S3BucketReplicationEnabled', at: /^\/Medallion\/gold\// }],
};

describe('what is acknowledged', () => {
  it('is a finding that a claim covers, by its rule, by what it has found and by where', () => {
    const { open, used } = judgeFindings([WILDCARD, REPLICATION], [KEYS, GOLD]);
    expect(open).toEqual([]);
    expect([...used]).toEqual([...KEYS.claims, ...GOLD.claims]);
  });

  it.each([
    ['of another rule', { ...WILDCARD, rule: 'IAM4' }],
    ['that has found something else', { ...WILDCARD, found: 'Resource::<GoldBucket.Arn>/*' }],
    ['that does not tell what it has found', { ...WILDCARD, found: undefined }],
    ['somewhere else', { ...REPLICATION, at: '/Medallion/silver/Resource' }],
    ['that tells more than the claim', { ...REPLICATION, found: 'Resource::*' }],
  ])('is no finding %s', (_, finding) => {
    const { open, used } = judgeFindings([finding], [KEYS, GOLD]);
    expect(open).toEqual([finding]);
    expect(used.size).toBe(0);
  });

  it('has to be found somewhere: a reason for nothing is told', () => {
    const { used } = judgeFindings([WILDCARD], [KEYS, GOLD]);
    expect(unusedClaims(used, [KEYS, GOLD])).toEqual([
      "S3BucketReplicationEnabled ^\\/Medallion\\/gold\\/: acknowledged ('one Region') and found nowhere",
    ]);
    const asked: Acknowledgement = { ...GOLD, claims: [{ ...GOLD.claims[0]!, only: 'a company' }] };
    expect(unusedClaims(used, [KEYS, asked])).toEqual([]);
  });

  it.each([
    '<ArtifactsBucket.Arn>/*',
    '<ArtifactsBucket.Arn>/replays/*',
    '<SilverBucket.Arn>/*',
    '<GoldBucket.Arn>/replays/*/*',
    '<ReleasesBucket.Arn>/*',
    'arn:<AWS::Partition>:states:<region>:<account>:execution:*',
    'arn:<AWS::Partition>:s3:::*',
  ])('is no right on everything: %s', (resource) => {
    const finding = { ...WILDCARD, found: `Resource::${resource}` };
    expect(judgeFindings([finding]).open).toEqual([finding]);
  });

  it('is no wildcard of actions', () => {
    const finding = { ...WILDCARD, found: 'Action::s3:*' };
    expect(judgeFindings([finding]).open).toEqual([finding]);
  });

  it('is said in at most 25 texts, each once', () => {
    const reasons = ACKNOWLEDGEMENTS.map(({ reason }) => reason);
    expect(reasons.length).toBeLessThanOrEqual(25);
    expect(new Set(reasons).size).toBe(reasons.length);
  });
});

describe('the findings of the packs', () => {
  it('are those of all five, each with the path below its stack', async () => {
    const stack = new Stack(platformApp({ outdir: await temporaryFolder() }), 'forecasting-any');
    new Queue(stack, 'Waiting');
    const findings = packFindings(stack);
    expect([...new Set(findings.map(({ pack }) => pack))]).toEqual(['AwsSolutions', 'Serverless']);
    new Bucket(stack, 'Data');
    const packs = new Set(packFindings(stack).map(({ pack }) => pack));
    expect([...packs]).toEqual(['AwsSolutions', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321', 'Serverless']);
    expect(findings.map(({ rule, at }) => `${rule} ${at}`)).toContain('SQSRedrivePolicy /Waiting/Resource');
  });

  it('read the same in every environment', async () => {
    const app = platformApp({ outdir: await temporaryFolder() });
    const stack = new Stack(app, 'forecasting-any', { env: { account: '111111111111', region: 'eu-west-1' } });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const execution = 'arn:aws:states:eu-west-1:111111111111:execution:forecasting-any-train:*';
    role.addToPolicy(new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [execution] }));
    expect(packFindings(stack).flatMap(({ found }) => (found === undefined ? [] : [found]))).toEqual([
      'Resource::arn:aws:states:<region>:<account>:execution:<stack>-train:*',
    ]);
  });

  it('read as a person would look for them', () => {
    expect(textOfFinding(WILDCARD)).toBe(
      'AwsSolutions-IAM5[Resource::<GoldBucket.Arn>/forecasts/*] at /Steps/score/Role/DefaultPolicy/Resource: The IAM entity contains wildcard permissions.',
    );
    expect(textOfFinding(REPLICATION)).toBe(
      'PCI.DSS.321-S3BucketReplicationEnabled at /Medallion/gold/Resource: The S3 Bucket does not have replication enabled.',
    );
  });
});

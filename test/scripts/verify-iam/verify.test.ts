import { describe, expect, it } from '@jest/globals';
import { registryKeys, runKeys } from '../../../core/contracts/keys.ts';
import { prod } from '../../../environments/prod.ts';
import { type Template, templateSchema } from '../../../scripts/verify-deploy/assembly.ts';
import { classOf, KEY_CLASSES } from '../../../scripts/verify-iam/denied/key-classes.ts';
import type { Call } from '../../../scripts/verify-iam/judged/call.ts';
import { judgedStack } from '../../../scripts/verify-iam/judged/stack.ts';
import { verdictOn } from '../../../scripts/verify-iam/judged/verify.ts';
import { above, mutantsOf } from '../../../scripts/verify-iam/mutate/mutants.ts';
import { findings, table } from '../../../scripts/verify-iam/print.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const below = (id: string, key: string) => ({ 'Fn::Join': ['', [arn(id), `/${key}`]] });
const RECORDS = `runs/*/*/run.json`;
const LAYERS = ['Landing', 'Bronze', 'Silver', 'Gold', 'Artifacts'];

/** One step that writes the records of runs, conditionally on nothing; a bucket that is reached over TLS alone. */
function template(change: (statements: Record<string, unknown>[]) => void = () => undefined): Template {
  const Statement: Record<string, unknown>[] = [
    { Effect: 'Allow', Action: 's3:PutObject', Resource: below('ArtifactsBucket', RECORDS) },
    { Effect: 'Allow', Action: ['kms:GenerateDataKey'], Resource: arn('DataKey') },
  ];
  change(Statement);
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const tls = (id: string) => ({
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [arn(id), below(id, '*')],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  const root = { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':root']] } };
  return templateSchema.parse({
    Resources: {
      ...Object.fromEntries(
        LAYERS.flatMap((layer) => [
          [`${layer}Bucket`, { Type: 'AWS::S3::Bucket' }],
          [
            `${layer}Policy`,
            {
              Type: 'AWS::S3::BucketPolicy',
              Properties: {
                Bucket: { Ref: `${layer}Bucket` },
                PolicyDocument: { Version: '2012-10-17', Statement: [tls(`${layer}Bucket`)] },
              },
            },
          ],
        ]),
      ),
      DataKey: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }],
          },
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement } },
      },
    },
  });
}

const ROLE = 'arn:aws:iam::333333333333:role/forecasting-prod-Role';
const ARTIFACTS = 'arn:aws:s3:::forecasting-prod-artifactsbucket';
const NEEDED: readonly Call[] = [
  { principal: ROLE, action: 's3:PutObject', resource: `${ARTIFACTS}/${runKeys.record('weather', 'monday')}` },
  {
    principal: ROLE,
    action: 'kms:GenerateDataKey',
    resource: 'arn:aws:kms:eu-central-1:333333333333:key/forecasting-prod-DataKey',
  },
];

function judged(change?: Parameters<typeof template>[0], calls = NEEDED, mutate = false) {
  return verdictOn(judgedStack(template(change), prod), calls, { mutate });
}

const beyondAdministrators = (verdict: ReturnType<typeof judged>) =>
  verdict.allowed.filter(({ kind }) => kind !== 'administrators');

describe('the verdict on a stack', () => {
  it('finds nothing where a role may do what it needs, and nothing else', () => {
    const verdict = judged();
    expect(verdict.needed).toEqual({ kind: 'needed', asked: 2, allowed: 2 });
    expect(verdict.refused).toEqual([]);
    expect(beyondAdministrators(verdict)).toEqual([]);
    expect(verdict.problems).toEqual([]);
    expect(verdict.denied.reduce((sum, { asked }) => sum + asked, 0)).toBeGreaterThan(1000);
  });

  it('names the call that a right is missing for', () => {
    const verdict = judged((statements) => statements.shift());
    expect(verdict.refused.map(({ call }) => call)).toEqual([NEEDED[0]]);
    expect(findings(verdict, false).slice(0, 2)).toEqual([
      'prod: needed: 1 refused',
      `    forecasting-prod-Role s3:PutObject ${ARTIFACTS}/runs/weather/monday/run.json`,
    ]);
  });

  it('names the calls that a wider resource lets pass', () => {
    const verdict = judged(([first]) => {
      first.Resource = below('ArtifactsBucket', 'r*');
    });
    const texts = beyondAdministrators(verdict).map(({ kind, call }) => `${kind}: ${call.resource}`);
    expect(texts).toContain(`writes into artifacts: ${ARTIFACTS}/${registryKeys.production('weather')}`);
    expect(texts).toContain(`overwrites of what is kept: ${ARTIFACTS}/registry/weather/versions/00000007.json`);
    expect(texts.some((text) => text.startsWith('writes into gold'))).toBe(false);
  });

  it('says of an administrator what only the policy of the resource can refuse', () => {
    const administrators = judged().allowed.filter(({ kind }) => kind === 'administrators');
    expect(new Set(administrators.map(({ call }) => call.action))).toEqual(
      new Set(['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']),
    );
  });

  it('names a key that nobody knows a purpose of', () => {
    const call = { principal: ROLE, action: 's3:GetObject', resource: `${ARTIFACTS}/somewhere/else.json` };
    expect(judged(undefined, [...NEEDED, call]).problems).toEqual([
      'nobody knows what artifacts/somewhere/else.json is for: denied/key-classes.ts',
    ]);
  });

  it('is printed with both counts', () => {
    const verdict = judged();
    const text = table([verdict]);
    expect(text).toMatch(/^calls that the code makes +2 +2 +0$/m);
    expect(text).toMatch(/^writes into gold +\d+ +0 +\d+$/m);
    expect(text).toContain('2 of 2 calls that the code makes are allowed');
    expect(text).toMatch(/^\d+ of \d+ calls that must be denied are denied$/m);
  });
});

describe('the changes of a policy', () => {
  it('are noticed, but for what nothing asks for', () => {
    const verdict = judged(
      (statements) => {
        statements.push({
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: 'arn:aws:sqs:eu-central-1:333333333333:q',
        });
      },
      NEEDED,
      true,
    );
    const survivors = verdict.mutation?.survivors ?? [];
    expect(verdict.mutation?.mutants).toBeGreaterThan(15);
    const own = survivors.filter((name) => name.startsWith('role/') && !name.includes('sts:AssumeRole'));
    expect(own).toEqual(['role/forecasting-prod-Role, statement 3 (Allow sqs:SendMessage): removed']);
    expect(survivors.filter((name) => name.startsWith('forecasting-prod-artifactsbucket'))).toEqual([]);
    expect(table([verdict])).toContain(`killed ${(verdict.mutation?.mutants ?? 0) - survivors.length} of`);
  });

  it('take every statement and condition away, and widen every resource of a role', () => {
    const { policies } = judgedStack(template(), prod);
    const names = mutantsOf(policies).map(({ name, allows }) => `${allows}: ${name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'less: role/forecasting-prod-Role, statement 1 (Allow s3:PutObject): removed',
        `more: role/forecasting-prod-Role, statement 1 (Allow s3:PutObject): on ${ARTIFACTS}/runs/*/*/* instead of ${ARTIFACTS}/${RECORDS}`,
        'more: forecasting-prod-artifactsbucket, statement 1 (Deny s3:*): removed',
        'less: forecasting-prod-artifactsbucket, statement 1 (Deny s3:*): without Bool aws:SecureTransport',
      ]),
    );
  });

  it.each([
    ['arn:aws:s3:::bucket/runs/*', 'arn:aws:s3:::bucket/*'],
    ['arn:aws:s3:::bucket', '*'],
    ['arn:aws:kms:r:1:key/abc', 'arn:aws:kms:r:1:key/*'],
    ['arn:aws:sqs:r:1:queue', '*'],
    ['*', '*'],
  ])('make of %s %s', (one, wider) => {
    expect(above(one)).toBe(wider);
  });
});

describe('the purposes of keys', () => {
  it.each(KEY_CLASSES.map((one) => [one.name, one] as const))('know %s', (name, { layer, key }) => {
    expect(classOf(layer, key)?.name).toBe(name);
  });

  it('know whatever the registry writes, in its own place and in a replay', () => {
    expect(classOf('artifacts', registryKeys.move('weather', 12))?.name).toBe('record of a move');
    expect(classOf('artifacts', `replays/past/${registryKeys.version('weather', 12)}`)?.name).toBe(
      'registered version, of a replay',
    );
    expect(classOf('artifacts', 'registry/weather/versions/12.json')).toBeUndefined();
  });
});

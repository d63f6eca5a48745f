import { describe, expect, it } from '@jest/globals';
import type { StepRow } from '../../lambdas/step-row.ts';
import { STEPS } from '../../lambdas/steps.ts';
import { NAMES, actionsOf, resourcesOf, statementsIn, templateOf } from './support.ts';
import type { Name } from './support.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

interface PolicyDocument {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** The roles, by logical id, whose policy allows the action on the signing key. */
function mayOnSigningKey(name: Name, action: string): readonly string[] {
  return resourcesOf(templateOf(name), 'AWS::IAM::Policy').flatMap(({ properties }) => {
    const { PolicyDocument, Roles } = properties as unknown as PolicyDocument & { Roles: readonly { Ref: string }[] };
    const allows = PolicyDocument.Statement.some(
      ({ Action, Resource }) =>
        [Action].flat().includes(action) && JSON.stringify(Resource).includes('"Fn::GetAtt":["SigningKey"'),
    );
    return allows ? Roles.map(({ Ref }) => Ref) : [];
  });
}

const stepOf = (role: string): string => role.replace(/^Steps/, '').replace(/Role[0-9A-F]{8}$/, '');

describe.each(NAMES)('promotion in %s', (name) => {
  it('has a signing key that signs by ECDSA on P-256', () => {
    const key = resourcesOf(templateOf(name), 'AWS::KMS::Key').find(({ id }) => id === 'SigningKey');
    expect(key?.properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  });

  it('lets the registering step sign, and no other', () => {
    expect(mayOnSigningKey(name, 'kms:Sign').map(stepOf)).toEqual(['register']);
  });

  it('lets the registering step make packages, and those who act on a version set its stage', () => {
    const may = (action: string) =>
      statementsIn(templateOf(name))
        .filter(({ statement }) => actionsOf(statement).includes(action))
        .map(({ role }) => stepOf(role.Ref))
        .sort();
    const makers = ['CreateModelPackage', 'CreateModelPackageGroup', 'AddTags'].map((each) => may(`sagemaker:${each}`));
    expect(makers.map((steps) => steps.filter((step) => !step.startsWith('Machines')))).toEqual(
      new Array(3).fill(['register']),
    );
    expect(may('sagemaker:UpdateModelPackage')).toEqual(['promote', 'refuse', 'register', 'rollback']);
    // SageMaker looks up the image that a package names; dev's name none.
    expect(may('ecr:DescribeImages')).toEqual(name === 'dev' ? [] : ['register']);
  });

  it('lets those verify who act on a version', () => {
    const steps = mayOnSigningKey(name, 'kms:Verify').map(stepOf).sort();
    expect(steps).toEqual(['checkcompliance', 'planforecast', 'plansmoke', 'promote', 'rollback']);
  });

  it('denies the pointer and the record of its moves to everyone but the promoting steps', () => {
    const statements = resourcesOf(templateOf(name), 'AWS::S3::BucketPolicy').flatMap(
      ({ properties }) => (properties as unknown as PolicyDocument).PolicyDocument.Statement,
    );
    const reserved = statements.filter(
      ({ Sid, Resource }) => Sid === 'ReservedForItsWriters' && JSON.stringify(Resource).includes('ArtifactsBucket'),
    );
    expect(reserved).toHaveLength(1);
    const [{ Effect, Action, Resource, Condition }] = reserved;
    expect(Effect).toBe('Deny');
    expect(Action).toEqual(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject']);
    expect(Resource).toEqual(
      ['/registry/*/audit/*', '/registry/*/production.json', '/registry/*/transitions/*.json'].map((pattern) => ({
        'Fn::Join': ['', [{ 'Fn::GetAtt': ['ArtifactsBucket', 'Arn'] }, pattern]],
      })),
    );
    const isReserved = (key: string) =>
      (Resource as readonly { 'Fn::Join': readonly [string, readonly [unknown, string]] }[]).some(
        ({ 'Fn::Join': [, [, pattern]] }) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(`/${key}`),
      );
    expect(['registry/weather/production.json', 'registry/weather/audit/00000001.json'].map(isReserved)).toEqual([
      true,
      true,
    ]);
    // A replay's own, and what other steps write in the registry.
    const others = [
      'replays/past/registry/weather/production.json',
      'replays/past/registry/weather/audit/00000001.json',
    ];
    expect([...others, 'registry/weather/packages/run-1.json'].map(isReserved)).toEqual([false, false, false]);
    const writers = (
      Condition as { ArnNotEquals: { 'aws:PrincipalArn': readonly { 'Fn::GetAtt': readonly string[] }[] } }
    ).ArnNotEquals['aws:PrincipalArn'];
    expect(writers.map((writer) => stepOf(writer['Fn::GetAtt'][0]))).toEqual(['promote', 'rollback']);
  });
});

describe.each(NAMES)('rulings on deliveries in %s', (name) => {
  it('are written by the step that rules, and by nobody else', () => {
    const reserved = resourcesOf(templateOf(name), 'AWS::S3::BucketPolicy')
      .flatMap(({ properties }) => (properties as unknown as PolicyDocument).PolicyDocument.Statement)
      .filter(({ Sid, Resource }) => Sid === 'ReservedForItsWriters' && JSON.stringify(Resource).includes('Bronze'));
    expect(reserved).toHaveLength(1);
    const [{ Effect, Resource, Condition }] = reserved;
    expect(Effect).toBe('Deny');
    expect(JSON.stringify(Resource)).toContain('"/*/rulings/*"');
    expect(JSON.stringify(Condition)).toMatch(/^\{"ArnNotEquals":\{"aws:PrincipalArn":\["?\{"Fn::GetAtt":\["Stepsrule/);
  });
});

describe('the rights within a replay, whose registry and tracker are objects of the artifacts bucket', () => {
  const rows = Object.entries<StepRow>(STEPS);
  const readers = rows.filter(([, { ports }]) => ports.includes('registry'));
  const writers = rows.filter(
    ([, { ports, may }]) => may.some((right) => right !== 'rule') || ports.includes('tracker'),
  );

  it.each(readers)('let %s read there', (_, { access: { reads } }) => {
    expect(reads).toHaveProperty('artifacts');
  });

  it.each(writers)('let %s write there', (_, { access: { reads, writes } }) => {
    expect(writes).toHaveProperty('artifacts');
    expect(reads).toHaveProperty('artifacts');
  });
});

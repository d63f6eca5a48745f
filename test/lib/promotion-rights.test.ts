import { describe, expect, it } from '@jest/globals';
import { NAMES, resourcesOf, templateOf } from './support.ts';
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

  it('lets those verify who act on a version', () => {
    const steps = mayOnSigningKey(name, 'kms:Verify').map(stepOf).sort();
    expect(steps).toEqual(['checkcompliance', 'planforecast', 'promote', 'rollback']);
  });

  it('denies the pointer to everyone but the promoting steps', () => {
    const statements = resourcesOf(templateOf(name), 'AWS::S3::BucketPolicy').flatMap(
      ({ properties }) => (properties as unknown as PolicyDocument).PolicyDocument.Statement,
    );
    const reserved = statements.filter(({ Sid }) => Sid === 'ReservedForItsWriters');
    expect(reserved).toHaveLength(1);
    const [{ Effect, Action, Resource, Condition }] = reserved;
    expect(Effect).toBe('Deny');
    expect(Action).toEqual(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject']);
    expect(Resource).toEqual({
      'Fn::Join': ['', [{ 'Fn::GetAtt': ['ArtifactsBucket', 'Arn'] }, '/registry/*/production.json']],
    });
    const writers = (
      Condition as { ArnNotEquals: { 'aws:PrincipalArn': readonly { 'Fn::GetAtt': readonly string[] }[] } }
    ).ArnNotEquals['aws:PrincipalArn'];
    expect(writers.map((writer) => stepOf(writer['Fn::GetAtt'][0]))).toEqual(['promote', 'rollback']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { resourcesOf, stackOf } from '../support.ts';

const { prod } = ENVIRONMENTS;
const FROM = '2026-11-03T09:00:00Z';
const signing = {
  models: { generation: 3, withdrawn: [{ generation: 2, from: FROM }] },
  audit: { generation: 1, withdrawn: [] },
};
const rotated = stackOf({ ...prod, signing }).template;
const before = stackOf(prod).template;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const RING = {
  'Fn::Join': [
    '',
    [
      '[{"arn":"',
      arnOf('SigningKey'),
      '","withdrawnFrom":"never"},{"arn":"',
      arnOf('SigningKey2'),
      `","withdrawnFrom":"${FROM}"},{"arn":"`,
      arnOf('SigningKey3'),
      '","withdrawnFrom":"never"}]',
    ],
  ],
};

interface Granted {
  readonly PolicyDocument: {
    readonly Statement: readonly { readonly Action: string | readonly string[]; readonly Resource: unknown }[];
  };
}

/** The keys on which somebody may do it. */
function keysFor(action: string) {
  const statements = resourcesOf(rotated, 'AWS::IAM::Policy').flatMap(
    ({ properties }) => (properties as unknown as Granted).PolicyDocument.Statement,
  );
  const resources = statements.flatMap(({ Action, Resource }) => ([Action].flat().includes(action) ? [Resource] : []));
  return [...new Set(resources.map((resource) => JSON.stringify([resource].flat())))].map((text) => JSON.parse(text));
}

describe('SigningKey, rotated', () => {
  it('adds keys, and replaces none', () => {
    const keys = resourcesOf(rotated, 'AWS::KMS::Key').map(({ id }) => id);
    expect(keys).toEqual(['DataKey', 'SigningKey', 'SigningKey2', 'SigningKey3', 'AuditKey']);
    for (const { id, resource } of resourcesOf(rotated, 'AWS::KMS::Key').slice(1)) {
      expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
      expect({ id, spec: (resource.Properties as { KeySpec: string }).KeySpec }).toEqual({ id, spec: 'ECC_NIST_P256' });
    }
    expect(rotated.Resources.SigningKey.Properties).toMatchObject({
      ...before.Resources.SigningKey.Properties,
      KeyPolicy: expect.anything(),
    });
  });

  it('lets the newest key alone sign, and all of them verify', () => {
    expect(keysFor('kms:Sign')).toContainEqual([arnOf('SigningKey3')]);
    for (const keys of keysFor('kms:Sign')) {
      expect(keys).not.toContainEqual(arnOf('SigningKey'));
      expect(keys).not.toContainEqual(arnOf('SigningKey2'));
    }
    expect(keysFor('kms:Verify')).toContainEqual([arnOf('SigningKey'), arnOf('SigningKey2'), arnOf('SigningKey3')]);
  });

  it("denies Sign to everybody in the former keys' own policies", () => {
    const denies = (id: string) =>
      (
        rotated.Resources[id].Properties as {
          KeyPolicy: { Statement: readonly { Sid?: string; Effect: string; Principal: unknown; Action: unknown }[] };
        }
      ).KeyPolicy.Statement.filter(({ Sid }) => Sid === 'SignsNoMore');
    for (const former of ['SigningKey', 'SigningKey2']) {
      expect(denies(former)).toEqual([
        { Sid: 'SignsNoMore', Effect: 'Deny', Principal: { AWS: '*' }, Action: 'kms:Sign', Resource: '*' },
      ]);
    }
    expect(['SigningKey3', 'AuditKey'].flatMap(denies)).toEqual([]);
  });

  it('tells the ring with what is withdrawn to those that verify, and to the command line', () => {
    expect((rotated as unknown as { Outputs: Record<string, unknown> }).Outputs.SigningKeyRing).toMatchObject({
      Value: RING,
    });
    const rings = resourcesOf(rotated, 'AWS::Lambda::Function').flatMap(
      ({ properties }) =>
        (properties.Environment as { Variables: Record<string, unknown> }).Variables.SIGNING_KEY_RING ?? [],
    );
    expect(rings.length).toBeGreaterThan(3);
    for (const ring of rings) expect(ring).toEqual(RING);
  });
});

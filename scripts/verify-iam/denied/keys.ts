import { idsOfType, type JudgedStack } from '../judged/stack.ts';
import { crossed, type Denied, rolesOf, type Setting } from './denied.ts';

const USE = ['kms:Sign', 'kms:Verify', 'kms:GetPublicKey'];

const DATA_USE = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'];

const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:DeleteImportedKeyMaterial',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:UpdatePrimaryRegion',
];

export function signingKeys({ template, names }: JudgedStack): readonly string[] {
  return idsOfType(template, 'AWS::KMS::Key')
    .filter((id) => template.Resources[id]?.Properties.KeyUsage === 'SIGN_VERIFY')
    .map((id) => names.arn(id));
}

/** A key of another stack of the account. */
export function otherKey({ environment: { account, region } }: JudgedStack): string {
  return `arn:aws:kms:${region}:${account}:key/of-another-stack`;
}

export function deniedOnKeys({ stack, needs }: Setting): readonly Denied[] {
  const principals = rolesOf(stack);
  const own = idsOfType(stack.template, 'AWS::KMS::Key').map((id) => stack.names.arn(id));
  const other = otherKey(stack);
  return [
    ...crossed('signatures', { principals, actions: USE, resources: [...signingKeys(stack), other] }, needs),
    ...crossed('use of other keys', { principals: withoutPulls(stack), actions: DATA_USE, resources: [other] }, needs),
    ...crossed('administration of keys', { principals, actions: ADMINISTRATION, resources: [...own, other] }, needs),
    // SageMaker hands a key on to a volume; whoever may have that done gives no grant to anybody else.
    ...[...own, other].flatMap((resource) =>
      principals.map((principal) => ({
        kind: 'grants to others',
        call: { principal, action: 'kms:CreateGrant', resource, context: { 'kms:GrantIsForAWSResource': 'false' } },
      })),
    ),
    ...crossed('use of other keys', { principals, actions: ['kms:DescribeKey'], resources: [other] }, needs),
    ...principals.map((principal) => ({
      kind: 'use of other keys',
      call: { principal, action: 'kms:CreateGrant', resource: other, context: { 'kms:GrantIsForAWSResource': 'true' } },
    })),
  ];
}

/** A pull request's stack has a key of its own, by no name that is known before: by which service it may be used stands in test/lib/delivery. */
function withoutPulls(stack: JudgedStack): readonly string[] {
  return rolesOf(stack).filter((arn) => !arn.endsWith('-delivery-pulls'));
}

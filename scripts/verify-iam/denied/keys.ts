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

export function deniedOnKeys({ stack, needs }: Setting): readonly Denied[] {
  const { account, region } = stack.environment;
  const principals = rolesOf(stack);
  const own = idsOfType(stack.template, 'AWS::KMS::Key').map((id) => stack.names.arn(id));
  const other = `arn:aws:kms:${region}:${account}:key/of-another-stack`;
  return [
    ...crossed('signatures', { principals, actions: USE, resources: [...signingKeys(stack), other] }, needs),
    ...crossed('use of other keys', { principals: withoutPulls(stack), actions: DATA_USE, resources: [other] }, needs),
    ...crossed('administration of keys', { principals, actions: ADMINISTRATION, resources: [...own, other] }, needs),
  ];
}

/** A pull request's stack has a key of its own, by no name that is known before: by which service it may be used stands in test/lib/delivery. */
function withoutPulls(stack: JudgedStack): readonly string[] {
  return rolesOf(stack).filter((arn) => !arn.endsWith('-delivery-pulls'));
}

import { verdict } from './rule.ts';
import type { RuledResource, RuledTemplate, Verdict } from './rule.ts';

/** What is gone for good when CloudFormation deletes it. */
const HOLD_DATA = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::ECR::Repository'];

const KEPT = ['Retain', 'RetainExceptOnCreate'];

/** What holds data says whether it is kept, the same of a deletion as of a replacement, and what is kept can be read: its key is kept as well. */
export function deletionPolicies(resource: RuledResource, template: RuledTemplate): Verdict {
  const { Type, DeletionPolicy, UpdateReplacePolicy } = resource;
  if (!HOLD_DATA.includes(Type)) return 'not applicable';
  if (DeletionPolicy === undefined || UpdateReplacePolicy === undefined) {
    return { problem: 'DeletionPolicy and UpdateReplacePolicy are not both said' };
  }
  const isKept = KEPT.includes(DeletionPolicy);
  if (isKept !== KEPT.includes(UpdateReplacePolicy)) {
    return { problem: `${DeletionPolicy} when deleted, and ${UpdateReplacePolicy} when replaced` };
  }
  const lost = isKept ? keysOf(resource, template).filter(([, key]) => !KEPT.includes(key.DeletionPolicy ?? '')) : [];
  return verdict(lost.length === 0 ? undefined : `kept, but not its key ${lost.map(([id]) => id).join(', ')}`);
}

function keysOf({ Properties = {} }: RuledResource, { Resources }: RuledTemplate) {
  const text = JSON.stringify(Properties);
  return Object.entries(Resources).filter(
    ([id, { Type }]) => Type === 'AWS::KMS::Key' && text.includes(`{"Fn::GetAtt":["${id}","Arn"]}`),
  );
}

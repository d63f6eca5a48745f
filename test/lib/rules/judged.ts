import type { Rule, RuledResource, Verdict } from '../../../lib/rules/rule.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What a rule says of a resource that stands alone, or beside others. */
export function judged(
  rule: Rule,
  resource: RuledResource,
  others: Readonly<Record<string, RuledResource>> = {},
): Verdict {
  return rule(resource, { Resources: { ...others, Judged: resource } });
}

export const BUCKET: RuledResource = { Type: 'AWS::S3::Bucket' };

export function policy(...statements: readonly Properties[]): RuledResource {
  return { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: statements } } };
}

export function role(...trust: readonly Properties[]): RuledResource {
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: trust } } };
}

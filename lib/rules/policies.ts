import { listOf } from './rule.ts';
import type { RuledResource } from './rule.ts';

/** A statement of a policy in a template. */
export interface RuledStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: string | Readonly<Record<string, unknown>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface PolicyDocument {
  readonly Statement: RuledStatement | readonly RuledStatement[];
}

interface HoldsPolicies {
  readonly PolicyDocument?: PolicyDocument;
  readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
  readonly AssumeRolePolicyDocument?: PolicyDocument;
}

/** What an identity may do by this resource: a policy beside its role or in it. */
export function identityStatements({ Type, Properties = {} }: RuledResource): readonly RuledStatement[] {
  const { PolicyDocument: beside, Policies: inside = [] } = Properties as HoldsPolicies;
  switch (Type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return listOf(beside?.Statement);
    case 'AWS::IAM::Role':
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return inside.flatMap((policy) => listOf(policy.PolicyDocument.Statement));
    default:
      return [];
  }
}

/** Who may take a role. */
export function trustStatements({ Type, Properties = {} }: RuledResource): readonly RuledStatement[] {
  if (Type !== 'AWS::IAM::Role') return [];
  const { AssumeRolePolicyDocument } = Properties as HoldsPolicies;
  return listOf(AssumeRolePolicyDocument?.Statement);
}

export function isAllowed({ Effect, Action }: RuledStatement, action: string): boolean {
  return Effect === 'Allow' && listOf(Action).some((pattern) => covers(pattern, action));
}

/** As IAM compares actions: without regard to case, `*` for any text. */
function covers(pattern: string, action: string): boolean {
  const words = pattern.toLowerCase().split('*').map(escaped);
  return new RegExp(`^${words.join('.*')}$`).test(action.toLowerCase());
}

function escaped(text: string): string {
  return text.replaceAll(/[.?+^${}()|[\]\\]/g, '\\$&');
}

/** The values that a statement demands of a condition key, by an operator that no missing key passes. */
export function demanded({ Condition = {} }: RuledStatement, key: string): readonly unknown[] {
  const binding = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'];
  return binding.flatMap((operator) =>
    Object.entries(Condition[operator] ?? {}).flatMap(([name, value]) =>
      name.toLowerCase() === key.toLowerCase() ? listOf(value) : [],
    ),
  );
}

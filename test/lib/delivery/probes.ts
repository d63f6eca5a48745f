import { type Call, deliveryTemplate, type Policies } from './account.ts';
import type { Mutant } from './mutants.ts';
import { expectedRights, NOBODY } from './expected-rights.ts';

/** A question that the policies have to answer as a person expects. */
export interface Probe {
  readonly principal: string;
  /** `action resource [key=value]` */
  readonly right: string;
  readonly isExpected: boolean;
}

export function expected(): Readonly<Record<string, readonly string[]>> {
  const ids = Object.keys(deliveryTemplate().Resources);
  return expectedRights((prefix) => ids.find((id) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id)) ?? `no ${prefix}`);
}

/** Another action on the same thing, which nobody is to do who may do the first. */
const BESIDE: Readonly<Record<string, string>> = {
  's3:PutObject': 's3:PutObjectTagging',
  's3:GetObject': 's3:DeleteObject',
  's3:ListBucket': 's3:PutBucketPolicy',
  'logs:PutLogEvents': 'logs:GetLogEvents',
  'sts:AssumeRole': 'sts:TagSession',
};

function beside(right: string): readonly string[] {
  const [action = '', ...on] = right.split(' ');
  const other = BESIDE[action];
  return other === undefined ? [] : [[other, ...on].join(' ')];
}

/** Everything that anybody may do, asked of everybody, and what nobody may do. */
export function probes(rights = expected()): readonly Probe[] {
  const granted = Object.values(rights).flat();
  const all = new Set([...granted, ...granted.flatMap(beside), ...NOBODY]);
  return Object.entries(rights).flatMap(([principal, own]) =>
    [...all].map((right) => ({ principal, right, isExpected: own.includes(right) })),
  );
}

/** By the role's own policies: whom a role to be taken lets in is asked in resource-policies.ts. */
export function answer<A>(
  { principal, right }: Pick<Probe, 'principal' | 'right'>,
  { ofRoles, onResources }: Policies,
  ask: (call: Call, policies: Policies) => A,
): A {
  const [action = '', resource = '', context] = right.split(' ');
  const [key = '', value = ''] = context?.split('=') ?? [];
  const call = { principal, action, resource, ...(context === undefined ? {} : { context: { [key]: value } }) };
  const onOthers = new Map([...onResources].filter(([arn]) => !arn.includes(':role/')));
  return ask(call, { ofRoles, onResources: onOthers });
}

/** What takes rights away shows where something is expected to be allowed. */
export function likelyFirst<E extends Pick<Probe, 'isExpected'>>(
  all: readonly E[],
  allows: Mutant['allows'],
): readonly E[] {
  const isLikely = ({ isExpected }: E) => isExpected === (allows === 'less');
  return [...all.filter(isLikely), ...all.filter((one) => !isLikely(one))];
}

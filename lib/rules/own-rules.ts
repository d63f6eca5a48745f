import { deletionPolicies } from './deletion-policies.ts';
import { immutableAndScannedImages } from './images.ts';
import { incompleteUploads } from './incomplete-uploads.ts';
import { logEncryption } from './log-encryption.ts';
import { oneKeyPerKind } from './one-key-per-kind.ts';
import { passRoleScope } from './pass-role-scope.ts';
import type { Rule, RuledTemplate, Verdict } from './rule.ts';
import { noSecretInVariables } from './secrets.ts';
import { taskTimeouts } from './task-timeouts.ts';
import { trustConditions } from './trust-conditions.ts';

/** What the packs do not ask, or not so strictly. Nothing is acknowledged: every resource complies. */
export const OWN_RULES = {
  'deletion-policies': deletionPolicies,
  'immutable-and-scanned-images': immutableAndScannedImages,
  'incomplete-uploads': incompleteUploads,
  'log-encryption': logEncryption,
  'no-secret-in-variables': noSecretInVariables,
  'one-key-per-kind': oneKeyPerKind,
  'pass-role-scope': passRoleScope,
  'task-timeouts': taskTimeouts,
  'trust-conditions': trustConditions,
} as const satisfies Readonly<Record<string, Rule>>;

export interface Judgement {
  readonly rule: string;
  readonly resource: string;
  readonly verdict: Verdict;
}

/** Every rule on every resource of the template. */
export function judgeTemplate(template: RuledTemplate): readonly Judgement[] {
  return Object.entries(template.Resources).flatMap(([resource, properties]) =>
    Object.entries<Rule>(OWN_RULES).map(([rule, judge]) => ({ rule, resource, verdict: judge(properties, template) })),
  );
}

/** What breaks a rule, one sentence a resource and rule. */
export function ownFindings(template: RuledTemplate): readonly string[] {
  return judgeTemplate(template).flatMap(({ rule, resource, verdict }) =>
    typeof verdict === 'string' ? [] : [`${rule} at ${resource}: ${verdict.problem}`],
  );
}

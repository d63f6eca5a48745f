import type { Difference, ResourceDifference, TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { ResourceChange, SecurityChanges, ValueChange } from '../../../core/contracts/evidence.ts';
import { holdsData } from '../../../core/delivery/evidence/holds-data.ts';
import { protectionChanges } from '../../../core/delivery/evidence/protections.ts';
import type { Template } from '../../../core/delivery/evidence/sources.ts';
import { valueChanges } from '../../../core/delivery/evidence/value-changes.ts';

export interface TemplateDifference {
  readonly resources: readonly ResourceChange[];
  readonly others: ValueChange[];
  readonly security: SecurityChanges;
}

/** How two templates of a stack differ, as CloudFormation would go about it. */
export async function templateDifference(before: Template, after: Template): Promise<TemplateDifference> {
  const diff = await differenceOf(before, after);
  const resources = Object.entries(diff.resources.changes).flatMap(([id, change]) => resourceChange(id, change));
  return { resources, others: othersOf(diff), security: securityOf(diff, resources) };
}

/** CloudFormation gives a template back with '?' for what is not ASCII: where that is all that differs, nothing does. */
async function differenceOf(before: Template, after: Template): Promise<TemplateDiff> {
  const { fullDiff, mangleLikeCloudFormation } = await import('@aws-cdk/cloudformation-diff');
  const diff = fullDiff({ ...before }, { ...after });
  const mangled: Template = JSON.parse(mangleLikeCloudFormation(JSON.stringify(after)));
  const asGivenBack = fullDiff({ ...before }, { ...mangled });
  return asGivenBack.differenceCount < diff.differenceCount ? asGivenBack : diff;
}

/** What the toolkit adds by itself: which versions of it synthesized. */
const OF_THE_TOOLKIT = new Set(['AWS::CDK::Metadata']);

function resourceChange(logicalId: string, change: ResourceDifference): readonly ResourceChange[] {
  const { oldValue, newValue } = change;
  const type = newValue?.Type ?? oldValue?.Type ?? '';
  const kind = kindOf(change);
  if (kind === undefined || OF_THE_TOOLKIT.has(type)) return [];
  const updates = Object.entries(change.propertyUpdates).filter(([, update]) => update.isDifferent);
  const isUpdate = oldValue !== undefined && newValue !== undefined;
  const values = isUpdate ? valuesOf(updates, change) : [];
  if (isUpdate && values.length === 0) return [];
  // What stands decides what is lost: a template that no longer retains has not kept anything yet.
  const { Type, DeletionPolicy, UpdateReplacePolicy } = oldValue ?? newValue ?? { Type: type };
  return [
    {
      logicalId,
      type,
      change: kind,
      holdsData: holdsData({ type: Type, deletionPolicy: DeletionPolicy, updateReplacePolicy: UpdateReplacePolicy }),
      replacedBy: isUpdate ? replacing(change, updates) : [],
      values,
    },
  ];
}

function kindOf({ changeImpact, oldValue, newValue }: ResourceDifference): ResourceChange['change'] | undefined {
  const impact: `${typeof changeImpact}` = changeImpact;
  switch (impact) {
    case 'WILL_CREATE':
      return 'added';
    case 'WILL_DESTROY':
    case 'WILL_ORPHAN':
      return 'removed';
    case 'WILL_REPLACE':
      return 'replaced';
    case 'MAY_REPLACE':
      return 'perhaps-replaced';
    case 'WILL_UPDATE':
    case 'WILL_IMPORT':
      return 'changed';
    case 'NO_CHANGE':
      // Attributes beside the properties, as the deletion policy.
      return oldValue !== undefined && newValue !== undefined ? 'changed' : undefined;
    default:
      return impact satisfies never;
  }
}

type Update = readonly [string, Difference<unknown> & { readonly changeImpact?: string }];

function replacing(change: ResourceDifference, updates: readonly Update[]): string[] {
  if (change.resourceTypeChanged) return ['Type'];
  return updates.filter(([, { changeImpact }]) => /REPLACE/.test(changeImpact ?? '')).map(([name]) => name);
}

/** Metadata say which construct a resource comes from: nothing that CloudFormation does follows from them. */
const WITHOUT_EFFECT = new Set(['Metadata']);

function valuesOf(updates: readonly Update[], change: ResourceDifference): ValueChange[] {
  const { resourceTypeChanged, otherChanges, oldResourceType = '', newResourceType = '' } = change;
  // Properties of two types are not compared.
  if (resourceTypeChanged) return [{ path: 'Type', before: oldResourceType, after: newResourceType }];
  const others = Object.entries(otherChanges).filter(
    ([name, { isDifferent }]) => isDifferent && !WITHOUT_EFFECT.has(name),
  );
  return [...updates, ...others].flatMap(([name, { oldValue, newValue }]) => leavesOf(name, oldValue, newValue));
}

function leavesOf(path: string, before: unknown, after: unknown): readonly ValueChange[] {
  const leaves = valueChanges(path, before, after);
  if (leaves.length > 0) return leaves;
  // The same as a person reads it, another for CloudFormation: '1' and 1.
  return [{ path, before: JSON.stringify(before), after: JSON.stringify(after) }];
}

/** What every template of the toolkit has, with its own versions in it. */
const OTHERS_OF_THE_TOOLKIT = /^(conditions\.CDKMetadata|parameters\.BootstrapVersion|Rules\.CheckBootstrapVersion)/;

function othersOf(diff: TemplateDiff): ValueChange[] {
  const { outputs, parameters, conditions, mappings, unknown, description } = diff;
  const named = Object.entries({ outputs, parameters, conditions, mappings }).flatMap(([section, { changes }]) =>
    Object.entries(changes).map(([name, change]) => [`${section}.${name}`, change] as const),
  );
  const rest = Object.entries(unknown.changes);
  const all = [...named, ...rest, ...(description === undefined ? [] : [['description', description] as const])];
  return all
    .filter(([path, { isDifferent }]) => isDifferent && !OTHERS_OF_THE_TOOLKIT.test(path))
    .flatMap(([path, { oldValue, newValue }]) => valueChanges(path, oldValue, newValue));
}

function securityOf(diff: TemplateDiff, resources: readonly ResourceChange[]): SecurityChanges {
  const { iamChanges, securityGroupChanges } = diff;
  const { statements, managedPolicies } = iamChanges;
  const protections = protectionChanges(resources);
  return {
    broadened: diff.permissionsBroadened || protections.length > 0,
    statements: [
      ...statements.removals.map((each) => statementChange('removed', each)),
      ...statements.additions.map((each) => statementChange('added', each)),
    ],
    rules: [
      ...changesOf(managedPolicies, ({ identityArn, managedPolicyArn }) => [
        `policy of ${identityArn}`,
        managedPolicyArn,
      ]),
      ...changesOf(securityGroupChanges.ingress, (rule) => [`into ${rule.groupId}`, ruleText(rule)]),
      ...changesOf(securityGroupChanges.egress, (rule) => [`out of ${rule.groupId}`, ruleText(rule)]),
    ],
    protections,
  };
}

type Statement = TemplateDiff['iamChanges']['statements']['additions'][number];

/** As the library judges the whole: more is allowed where an Allow is added, or a Deny removed. */
function statementChange(change: 'added' | 'removed', statement: Statement): SecurityChanges['statements'][number] {
  const { effect, principal, action, resource, condition } = statement.render();
  return {
    change,
    broadens: (change === 'added') !== statement.isNegativeStatement,
    effect,
    principal,
    action,
    resource,
    condition,
  };
}

interface Collection<T> {
  readonly additions: readonly T[];
  readonly removals: readonly T[];
}

function changesOf<T>(
  { additions, removals }: Collection<T>,
  told: (one: T) => readonly [where: string, rule: string],
): SecurityChanges['rules'] {
  const as = (change: 'added' | 'removed') => (one: T) => {
    const [where, rule] = told(one);
    return { change, where, rule };
  };
  return [...removals.map(as('removed')), ...additions.map(as('added'))];
}

type Rule = TemplateDiff['securityGroupChanges']['ingress']['additions'][number];

function ruleText(rule: Rule): string {
  return `${rule.describeProtocol()} of ${rule.describePeer()}`;
}

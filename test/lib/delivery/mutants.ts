import type { Policies, Policy, Statement } from './account.ts';

/** One change for the worse of one policy: something less is needed, or more is allowed. */
export interface Mutant {
  readonly name: string;
  readonly where: 'ofRoles' | 'onResources';
  readonly arn: string;
  /** Whether less is allowed than before, or more. */
  readonly allows: 'less' | 'more';
  /** What its statement is about, as it was. */
  readonly statement: Statement;
  readonly policies: Policies;
}

export function mutantsOf(policies: Policies): readonly Mutant[] {
  return (['ofRoles', 'onResources'] as const).flatMap((where) =>
    [...policies[where]].flatMap(([arn, policy]) =>
      policy.Statement.flatMap((statement, at) =>
        changesOf(statement, where).map(([change, changed, allows]) => ({
          name: `${arn}, statement ${at + 1}: ${change}`,
          where,
          arn,
          allows,
          statement,
          policies: { ...policies, [where]: new Map([...policies[where], [arn, replaced(policy, at, changed)]]) },
        })),
      ),
    ),
  );
}

function replaced(policy: Policy, at: number, changed: Statement | undefined): Policy {
  return { ...policy, Statement: policy.Statement.flatMap((one, index) => (index === at ? (changed ?? []) : one)) };
}

type Change = readonly [what: string, changed: Statement | undefined, allows: Mutant['allows']];

function changesOf(statement: Statement, where: Mutant['where']): readonly Change[] {
  // A denial that denies less allows more. What a policy on a resource says of other resources has no effect.
  const isDenial = statement.Effect === 'Deny';
  return [
    ['removed', undefined, isDenial ? 'more' : 'less'],
    ...narrowed(statement).map(([what, changed]): Change => [what, changed, isDenial ? 'more' : 'less']),
    ...withoutConditions(statement).map(([what, changed]): Change => [what, changed, isDenial ? 'less' : 'more']),
    ...(isDenial
      ? []
      : [
          ...widerActions(statement),
          ...(where === 'ofRoles' ? widerResources(statement) : []),
          ...forEverybody(statement),
        ]),
  ];
}

type Named = readonly [what: string, changed: Statement];

function narrowed(statement: Statement): readonly Named[] {
  return (['Action', 'Resource'] as const).flatMap((field) => {
    const all = statement[field] ?? [];
    if (all.length < 2) return [];
    return all.map((one): Named => [`without ${one}`, { ...statement, [field]: all.filter((other) => other !== one) }]);
  });
}

function withoutConditions(statement: Statement): readonly Named[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key): Named => [`without ${operator} ${key}`, withoutCondition(statement, operator, key)]),
  );
}

function widerActions(statement: Statement): readonly Change[] {
  const { Action } = statement;
  const wide = Action.map((one) => `${one.split(':')[0] ?? ''}:*`).filter((one) => !Action.includes(one));
  return [...new Set(wide)].map((one): Change => [`with ${one}`, { ...statement, Action: [...Action, one] }, 'more']);
}

function widerResources(statement: Statement): readonly Change[] {
  const { Resource = [] } = statement;
  return Resource.flatMap((one) =>
    [...new Set(['*', above(one)])]
      .filter((wide) => wide !== one)
      .map((wide): Change => [
        `on ${wide} instead of ${one}`,
        { ...statement, Resource: Resource.map((other) => (other === one ? wide : other)) },
        'more',
      ]),
  );
}

/** A condition that names the caller says the same a second time: everybody is then that one role. */
function forEverybody(statement: Statement): readonly Change[] {
  const { Principal, Condition = {} } = statement;
  if (Principal === undefined || JSON.stringify(Condition).includes('aws:PrincipalArn')) return [];
  return [['for everybody', { ...statement, Principal: '*' }, 'more']];
}

/** Everything beside it; of what begins with a service's own resources, that is everything. */
function above(resource: string): string {
  const cut = resource.replace(/[*]?$/, '').replace(/[^/:]+[/:]?$/, '');
  return /^arn:([^:]*:){4}$/.test(cut) || cut === 'arn:aws:s3:::' ? '*' : `${cut}*`;
}

function withoutCondition(statement: Statement, operator: string, key: string): Statement {
  const { Condition = {}, ...rest } = statement;
  const left = Object.fromEntries(
    Object.entries(Condition)
      .map(
        ([name, keys]) =>
          [
            name,
            Object.fromEntries(Object.entries(keys).filter(([other]) => name !== operator || other !== key)),
          ] as const,
      )
      .filter(([, keys]) => Object.keys(keys).length > 0),
  );
  return Object.keys(left).length === 0 ? rest : { ...rest, Condition: left };
}

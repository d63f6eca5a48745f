import type { Document, Policies, PolicyKind, Statement } from '../judged/policies.ts';

/** One change of one policy: a statement or a condition less, or a wider resource. */
export interface Mutant {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly arn: string;
  /** As it was. */
  readonly statement: Statement;
  /** Whether less is allowed than before, or more. */
  readonly allows: 'less' | 'more';
  readonly policies: Policies;
}

export function mutantsOf(policies: Policies): readonly Mutant[] {
  return (['role', 'resource', 'trust'] as const).flatMap((kind) =>
    [...policies[kind]].flatMap(([arn, document]) =>
      document.Statement.flatMap((statement, at) =>
        changesOf(statement, kind).map(([what, changed, allows]) => ({
          name: `${arn.split(':').at(-1) ?? arn}, statement ${at + 1} (${statement.Effect} ${statement.Action.join(' ')}): ${what}`,
          kind,
          arn,
          statement,
          allows,
          policies: { ...policies, [kind]: new Map([...policies[kind], [arn, replaced(document, at, changed)]]) },
        })),
      ),
    ),
  );
}

function replaced(document: Document, at: number, changed: Statement | undefined): Document {
  return { ...document, Statement: document.Statement.flatMap((one, index) => (index === at ? (changed ?? []) : one)) };
}

type Change = readonly [what: string, changed: Statement | undefined, allows: Mutant['allows']];

/** A denial that denies more allows less. On a bucket, a key or a topic a statement reaches no further than that. */
function changesOf(statement: Statement, kind: PolicyKind): readonly Change[] {
  const isDenial = statement.Effect === 'Deny';
  const [fewer, wider] = isDenial ? (['more', 'less'] as const) : (['less', 'more'] as const);
  return [
    ['removed', undefined, fewer],
    ...withoutConditions(statement).map(([what, changed]): Change => [what, changed, wider]),
    ...(kind === 'role' ? widerResources(statement) : []).map(([what, changed]): Change => [what, changed, wider]),
  ];
}

type Named = readonly [what: string, changed: Statement];

function withoutConditions(statement: Statement): readonly Named[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key): Named => [`without ${operator} ${key}`, withoutCondition(statement, operator, key)]),
  );
}

function withoutCondition(statement: Statement, operator: string, key: string): Statement {
  const { Condition = {}, ...rest } = statement;
  const { [operator]: keys = {}, ...others } = Condition;
  const left = Object.fromEntries(Object.entries(keys).filter(([other]) => other !== key));
  const all = { ...others, ...(Object.keys(left).length === 0 ? {} : { [operator]: left }) };
  return Object.keys(all).length === 0 ? rest : { ...rest, Condition: all };
}

function widerResources(statement: Statement): readonly Named[] {
  const { Resource = [] } = statement;
  return Resource.flatMap((one): readonly Named[] => {
    const wide = above(one);
    if (wide === one) return [];
    const all = Resource.map((other) => (other === one ? wide : other));
    return [[`on ${wide} instead of ${one}`, { ...statement, Resource: all }]];
  });
}

/** Everything beside it; of what begins with a service's own resources, that is everything. */
export function above(resource: string): string {
  const cut = resource.replace(/[*]+$/, '').replace(/[^/:]+[/:]?$/, '');
  return /^arn:([^:]*:){4}$/.test(cut) || cut === 'arn:aws:s3:::' || cut === '' ? '*' : `${cut}*`;
}

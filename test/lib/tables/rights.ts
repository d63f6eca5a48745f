import type { Name, Statement } from '../support.ts';
import { resourcesOf, statementsIn, templateOf } from '../support.ts';
import { byKey } from './by-key.ts';
import type { Reader } from './readable.ts';
import { inOneLine, readerOf } from './readable.ts';
import type { Row } from './table.ts';
import type { Template } from '../../../local/platform/template.ts';

type Principal = string | Readonly<Record<string, unknown>>;

interface Policy {
  readonly Statement: readonly (Statement & { readonly Principal?: Principal })[];
}

/** Who, what on, which actions, and under what condition: a line for each resource that a role's policies name. */
export function rightsOfRoles(environment: Name): readonly Row[] {
  return rightsOfRolesIn(templateOf(environment), readerOf(environment));
}

export function rightsOfRolesIn(template: Template, read: Reader): readonly Row[] {
  const rights = new Map<
    string,
    { readonly cells: readonly [string, string, string]; readonly actions: Set<string> }
  >();
  for (const { role, statement } of statementsIn(template)) {
    const who = inOneLine(read(role));
    for (const resource of [statement.Resource].flat()) {
      const cells = [who, ownLog(who, inOneLine(read(resource))), conditionOf(statement, read)] as const;
      const right = rights.get(cells.join('\t')) ?? { cells, actions: new Set() };
      rights.set(cells.join('\t'), right);
      for (const action of [statement.Action].flat()) right.actions.add(`${effectOf(statement)}${action}`);
    }
  }
  const rows = [...rights.values()].map(({ cells: [who, resource, condition], actions }): Row => [
    who,
    resource,
    [...actions].sort().join(', ') + condition,
  ]);
  return byKey(withoutVersions(rows));
}

/** The policies on the other side: those of the resources, and who may take which role. */
export function rightsOnResources(environment: Name): readonly Row[] {
  return rightsOnResourcesIn(templateOf(environment), readerOf(environment));
}

export function rightsOnResourcesIn(template: Template, read: Reader): readonly Row[] {
  const of = (type: string, field: string, id?: string) =>
    resourcesOf(template, type).flatMap((found) => {
      const on = inOneLine(read(id === undefined ? { Ref: found.id } : [found.properties[id]].flat()[0]));
      return (found.properties[field] as Policy).Statement.map((statement): Row => {
        const who = inOneLine(read(statement.Principal));
        const actions = [statement.Action].flat().map((action) => `${effectOf(statement)}${action}`);
        const what = [statement.Resource ?? []].flat().map((resource) => inOneLine(read(resource)));
        return [on, who, `${actions.join(', ')} ${what.join(', ')}`.trimEnd() + conditionOf(statement, read)];
      });
    });
  return [
    ...of('AWS::S3::BucketPolicy', 'PolicyDocument', 'Bucket'),
    ...of('AWS::SNS::TopicPolicy', 'PolicyDocument', 'Topics'),
    ...of('AWS::KMS::Key', 'KeyPolicy'),
    ...of('AWS::ECR::Repository', 'RepositoryPolicyText'),
    ...of('AWS::IAM::Role', 'AssumeRolePolicyDocument'),
  ];
}

function effectOf({ Effect }: Statement): string {
  return Effect === 'Allow' ? '' : `${Effect.toUpperCase()} `;
}

function conditionOf({ Condition }: Statement, read: Reader): string {
  return Condition === undefined ? '' : ` if ${inOneLine(read(Condition))}`;
}

function ownLog(who: string, resource: string): string {
  return resource === `log of ${who.replace(/^role /, '')}` ? 'its own log' : resource;
}

/** A right on something and on `:*` of it (any version of a function, any stream of a log) is one line. */
function withoutVersions(rows: readonly Row[]): readonly Row[] {
  const has = (row: Row) => rows.some((other) => other.join('\t') === row.join('\t'));
  return rows
    .filter(([who, resource, ...rest]) => !resource.endsWith(':*') || !has([who, resource.slice(0, -2), ...rest]))
    .map(([who, resource, ...rest]) => [
      who,
      has([who, `${resource}:*`, ...rest]) ? `${resource} and :*` : resource,
      ...rest,
    ]);
}

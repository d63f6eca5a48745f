import type { Environment } from '../../environments/environment.ts';
import { synthesizeEnvironment, synthesizeLiteral } from '../../lib/synthesize.ts';
import { readTemplate } from '../../local/platform/template.ts';
import { onceASuite } from '../support/once-a-suite.ts';
import type { Template } from '../../local/platform/template.ts';

export const NAMES = ['dev', 'staging', 'prod'] as const;
export type Name = (typeof NAMES)[number];

const templates = new Map<Name, Template>();

/** The template of an environment, synthesized once for all tests of a run. */
export function templateOf(name: Name): Template {
  const known =
    templates.get(name) ??
    onceASuite(
      `template of ${name}`,
      () => synthesizeEnvironment(name, { bundling: false }).template as unknown as Template,
    );
  templates.set(name, known);
  return known;
}

/** The stack of a literal that is none of ours, with its template. */
export function stackOf(environment: Environment) {
  const build = { commit: 'abc', libraries: {} };
  const { stack, template } = synthesizeLiteral(environment, { bundling: false, build });
  return { stack, template: template as unknown as Template };
}

export interface Found {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

export function resourcesOf({ Resources }: Template, type: string): readonly Found[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => ({ id, properties: resource.Properties ?? {}, resource: { ...resource } }));
}

export interface StateJson {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Default?: string;
  readonly End?: boolean;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Readonly<Record<string, unknown>>[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly MaxConcurrency?: number;
  readonly ItemProcessor?: GraphJson;
}

export interface GraphJson {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateJson>>;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

/** The state machines of an environment by their short names. */
export function machinesOf(name: Name): Readonly<Record<string, GraphJson>> {
  const { machines } = readTemplate(templateOf(name));
  return Object.fromEntries(Object.values(machines).map((found) => [found.name, found.definition as GraphJson]));
}

export interface NamedState {
  readonly name: string;
  readonly state: StateJson;
  /** The Map that the state is inside of. */
  readonly within?: StateJson;
}

/** All states, those inside Maps too. */
export function statesOf({ States }: GraphJson, within?: StateJson): readonly NamedState[] {
  return Object.entries(States).flatMap(([name, state]) => [
    { name, state, ...(within === undefined ? {} : { within }) },
    ...(state.ItemProcessor === undefined ? [] : statesOf(state.ItemProcessor, state)),
  ]);
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

interface PolicyDocument {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

interface RoleRef {
  readonly Ref: string;
}

/** The statements of all policies, those inside of roles too, each with the role that it hangs on. */
export function statementsIn(template: Template): readonly { readonly role: RoleRef; readonly statement: Statement }[] {
  const attached = resourcesOf(template, 'AWS::IAM::Policy').map(({ properties }) => {
    const { Roles, ...policy } = properties as unknown as PolicyDocument & { readonly Roles: readonly RoleRef[] };
    return { roles: Roles, policies: [policy] };
  });
  const inline = resourcesOf(template, 'AWS::IAM::Role').map(({ id, properties: { Policies = [] } }) => ({
    roles: [{ Ref: id }],
    policies: Policies as readonly PolicyDocument[],
  }));
  return [...attached, ...inline].flatMap(({ roles, policies }) =>
    roles.flatMap((role) =>
      policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((statement) => ({ role, statement }))),
    ),
  );
}

/** The statements on roles whose logical ids begin with the prefix. */
export function statementsOf(template: Template, rolePrefix = ''): readonly Statement[] {
  return statementsIn(template).flatMap(({ role, statement }) => (role.Ref.startsWith(rolePrefix) ? [statement] : []));
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}

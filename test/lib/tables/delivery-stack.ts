import { stackName } from '../../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../../environments/delivery-environment.ts';
import { synthesizeLiteral } from '../../../lib/synthesize.ts';
import type { Template } from '../../../local/platform/template.ts';
import { onceASuite } from '../../support/once-a-suite.ts';
import { resourcesOf } from '../support.ts';
import { inOneLine, leavesOf, readerWith } from './readable.ts';
import type { Reader } from './readable.ts';
import type { Row } from './table.ts';

/** The delivery's stack of a literal, and how a person reads it. */
export interface DeliveryTemplate {
  readonly template: Template;
  readonly read: Reader;
}

export function deliveryOf(literal: DeliveryEnvironment): DeliveryTemplate {
  const build = { commit: 'abc', libraries: {} };
  const template = onceASuite(
    `delivery table of ${JSON.stringify(literal)}`,
    () => synthesizeLiteral(literal, { bundling: false, build }).template as unknown as Template,
  );
  return { template, read: readerWith(literal, namesIn(template, stackName(literal))) };
}

/** Roles, projects and pipelines go by the names that the template gives them, and a log group by its project. */
function namesIn(template: Template, stack: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const called = (type: string, property: string, kind: string) => {
    for (const { id, properties } of resourcesOf(template, type)) {
      const name = properties[property];
      if (typeof name === 'string') names.set(id, `${kind} ${name.replace(`${stack}-`, '')}`);
    }
  };
  called('AWS::IAM::Role', 'RoleName', 'role');
  called('AWS::CodePipeline::Pipeline', 'Name', 'pipeline');
  called('AWS::CodeBuild::Project', 'Name', 'project');
  for (const { properties } of resourcesOf(template, 'AWS::CodeBuild::Project')) {
    const log = /"Ref":"([^"]+)"/.exec(JSON.stringify(properties.LogsConfig))?.[1];
    if (log !== undefined) names.set(log, `log of ${String(properties.Name).replace(`${stack}-`, '')}`);
  }
  return names;
}

interface Stage {
  readonly Name: string;
  readonly Actions: readonly {
    readonly Name: string;
    readonly RunOrder: number;
    readonly ActionTypeId: { readonly Provider: string };
    readonly Configuration: Readonly<Record<string, unknown>>;
    readonly RoleArn?: unknown;
    readonly TimeoutInMinutes?: number;
    readonly Namespace?: string;
  }[];
}

/** Every action in its order: what it runs, and what it is told. */
export function actionsIn({ template, read }: DeliveryTemplate): readonly Row[] {
  return resourcesOf(template, 'AWS::CodePipeline::Pipeline').flatMap(({ id, properties }) =>
    (properties.Stages as readonly Stage[]).flatMap(({ Name, Actions }) =>
      Actions.map(
        ({ Name: action, RunOrder, ActionTypeId, Configuration, RoleArn, TimeoutInMinutes, Namespace }): Row => {
          const { ProjectName, StateMachineArn, EnvironmentVariables, ...others } = Configuration;
          const runs = ProjectName ?? StateMachineArn;
          const told = typeof EnvironmentVariables === 'string' ? variablesIn(EnvironmentVariables) : [];
          const rest = Object.entries(others).map(([name, value]) => `${name}=${inOneLine(read(value))}`);
          return [
            inOneLine(read({ Ref: id })),
            Name,
            `${RunOrder} ${action}`,
            ActionTypeId.Provider,
            runs === undefined ? '-' : inOneLine(read(runs)),
            RoleArn === undefined ? '-' : inOneLine(read(RoleArn)),
            Namespace === undefined ? '-' : `leaves ${Namespace}`,
            [...told, ...rest, ...(TimeoutInMinutes === undefined ? [] : [`${TimeoutInMinutes} min`])].join(', '),
            '',
          ];
        },
      ),
    ),
  );
}

function variablesIn(text: string): readonly string[] {
  const all = JSON.parse(text) as readonly { readonly name: string; readonly type: string; readonly value: string }[];
  return all.map(({ name, type, value }) => `${type} ${name}=${value}`);
}

interface BuildSpec {
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
}

/** A line for each command of a project, in their order. */
export function commandsIn({ template, read }: DeliveryTemplate): readonly Row[] {
  return resourcesOf(template, 'AWS::CodeBuild::Project').flatMap(({ id, properties }) => {
    const { phases } = JSON.parse((properties.Source as { readonly BuildSpec: string }).BuildSpec) as BuildSpec;
    return Object.entries(phases).flatMap(([phase, { commands }]) =>
      commands.map((command): Row => [inOneLine(read({ Ref: id })), phase, command, '']),
    );
  });
}

/** A line for each property of these types, but for what has a table of its own; tags go without saying. */
export function propertiesIn(
  { template, read }: DeliveryTemplate,
  types: readonly string[],
  shown: readonly string[] = [],
): readonly Row[] {
  return types.flatMap((type) =>
    resourcesOf(template, type).flatMap(({ id, properties }) => {
      const rest = Object.entries(properties).filter(([name]) => !['Tags', ...shown].includes(name));
      const spec = /^Source\.BuildSpec$/;
      return leavesOf(read(Object.fromEntries(rest))).flatMap(([path, value]): readonly Row[] => [
        [inOneLine(read({ Ref: id })), path, spec.test(path) ? specWithoutCommands(value) : value],
      ]);
    }),
  );
}

function specWithoutCommands(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) => (key === 'commands' ? undefined : value));
}

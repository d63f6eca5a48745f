/** The parts of a CloudFormation template that a local run reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface LocalDefinitions {
  /** By state machine ARN. */
  readonly machines: Readonly<Record<string, { readonly name: string; readonly definition: unknown }>>;
  /** Which step a Lambda function is, by function ARN; a function that is none (a handler of another service, say) is not in it. */
  readonly functions: Readonly<Record<string, string>>;
}

const ACCOUNT = '000000000000';
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'local',
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'localhost',
};

/** ARN services by resource type, for the resources that a definition refers to. */
const ARN_OF: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Lambda::Function': (id) => `arn:aws:lambda:local:${ACCOUNT}:function:${id}`,
  'AWS::StepFunctions::StateMachine': (id) => `arn:aws:states:local:${ACCOUNT}:stateMachine:${id}`,
};

/** Where a resource has a name of its own, it goes by that, as on AWS. */
const NAME_PROPERTIES = ['StateMachineName', 'FunctionName'];

/**
 * The state machines of a synthesized template, with every token resolved to a local name.
 *
 * @throws Error where a task calls a function that is no step: a local run has no code for it
 */
export function readTemplate(template: Template): LocalDefinitions {
  const resolve = resolver(template);
  const functions: Record<string, string> = {};
  const others: string[] = [];
  for (const [id, { Metadata }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    const arn = String(resolve({ Ref: id }));
    if (typeof Metadata?.step === 'string') functions[arn] = Metadata.step;
    else others.push(arn);
  }
  const machines: Record<string, { name: string; definition: unknown }> = {};
  for (const [id, resource] of resourcesOf(template, 'AWS::StepFunctions::StateMachine')) {
    const name = machineOf(id, resource);
    const definition: unknown = JSON.parse(String(resolve(resource.Properties?.DefinitionString)));
    requireSteps({ name, definition }, others);
    machines[String(resolve({ Ref: id }))] = { name, definition };
  }
  return { machines, functions };
}

function resourcesOf({ Resources }: Template, type: string): readonly (readonly [id: string, resource: Resource])[] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

function machineOf(id: string, { Metadata }: Resource): string {
  if (typeof Metadata?.machine === 'string') return Metadata.machine;
  throw new Error(`the state machine ${id} of the template has no Metadata.machine; lib/ sets it for every local run`);
}

function requireSteps(
  { name, definition }: { readonly name: string; readonly definition: unknown },
  others: readonly string[],
) {
  for (const [state, { Resource, Arguments }] of tasksIn(definition)) {
    const called = others.find((arn) => arn === Resource || arn === Arguments?.FunctionName);
    if (called === undefined) continue;
    throw new Error(
      `the state '${state}' of the machine '${name}' calls ${called}, which has no Metadata.step: a local run has no code for it`,
    );
  }
}

interface Task {
  readonly Type: 'Task';
  readonly Resource?: unknown;
  readonly Arguments?: { readonly FunctionName?: unknown };
}

/** All tasks by name, those inside of Maps and Parallels too. */
function* tasksIn(value: unknown, name = ''): Generator<readonly [state: string, task: Task]> {
  if (typeof value !== 'object' || value === null) return;
  if (isTask(value)) yield [name, value];
  else for (const [key, inner] of Object.entries(value)) yield* tasksIn(inner, key);
}

function isTask(value: object): value is Task {
  return 'Type' in value && value.Type === 'Task';
}

/** Resolves Ref, Fn::GetAtt, Fn::Join and Fn::Sub; any other intrinsic is an error, never passed through. */
function resolver(template: Template): (value: unknown) => unknown {
  const name = (id: string): string => {
    if (Object.hasOwn(PSEUDO, id)) return PSEUDO[id] ?? id;
    const resource = template.Resources[id];
    if (resource === undefined) throw new Error(`the template refers to '${id}', which it does not define`);
    const given = NAME_PROPERTIES.map((property) => resource.Properties?.[property]).find(
      (value) => typeof value === 'string',
    );
    return ARN_OF[resource.Type]?.(String(given ?? id)) ?? id;
  };
  const resolve = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const [[intrinsic, argument] = []] = Object.entries(value);
    switch (intrinsic) {
      case 'Ref':
        return name(String(argument));
      case 'Fn::GetAtt':
        return name(Array.isArray(argument) ? String(argument[0]) : String(argument));
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([^}]+)\}/g, (_, token: string) => name(token.split('.')[0] ?? token));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(resolve(part))).join(separator);
      }
      default:
        throw new Error(`the intrinsic ${intrinsic} has no local meaning; got ${JSON.stringify(value)}`);
    }
  };
  return resolve;
}

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
  /** Which step a Lambda function is, by function ARN. */
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

/** The state machines of a synthesized template, with every token resolved to a local name. */
export function readTemplate(template: Template): LocalDefinitions {
  const resolve = resolver(template);
  const machines: Record<string, { name: string; definition: unknown }> = {};
  const functions: Record<string, string> = {};
  for (const [id, resource] of Object.entries(template.Resources)) {
    if (resource.Type === 'AWS::StepFunctions::StateMachine') {
      const text = resolve(resource.Properties?.DefinitionString);
      machines[String(resolve({ Ref: id }))] = {
        name: metadataText(id, resource, 'machine'),
        definition: JSON.parse(String(text)),
      };
    } else if (resource.Type === 'AWS::Lambda::Function') {
      functions[String(resolve({ Ref: id }))] = metadataText(id, resource, 'step');
    }
  }
  return { machines, functions };
}

function metadataText(id: string, resource: Resource, key: string): string {
  const value = resource.Metadata?.[key];
  if (typeof value === 'string') return value;
  throw new Error(`resource ${id} of the template has no Metadata.${key}; lib/ sets it for every local run`);
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

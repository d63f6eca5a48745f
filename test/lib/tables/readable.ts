import { stackName } from '../../../core/contracts/names.ts';
import type { Environment } from '../../../environments/environment.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { ANSWER_FUNCTION } from '../../../lambdas/jobs.ts';
import type { Found, Name } from '../support.ts';
import { resourcesOf, templateOf } from '../support.ts';

/** A value of a template with every token as a person reads it: `ArtifactsBucket/registry/*`, `step judge`, `sagemaker model-package/weather/*`. */
export type Reader = (value: unknown) => unknown;

export function readerOf(environment: Name): Reader {
  return readerWith(ENVIRONMENTS[environment], readableNames(environment));
}

/** @param names of resources, by their ids; without one, it is the id */
export function readerWith(environment: Place, names: ReadonlyMap<string, string>): Reader {
  const nameOf = (id: string): string => names.get(id) ?? withoutHash(id);
  const read: Reader = (value) => {
    if (typeof value === 'string') return withoutAccount(environment, value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(read);
    const [[key, argument] = []] = Object.entries(value);
    if (key === 'Ref') return nameOf(String(argument));
    if (key === 'Fn::GetAtt') {
      const [id, attribute] = argument as readonly string[];
      return attribute === 'Arn' ? nameOf(id) : `${nameOf(id)}.${attribute}`;
    }
    if (key === 'Fn::Join') {
      const [separator, parts] = argument as readonly [string, readonly unknown[]];
      const texts = parts.map((part) => (typeof part === 'string' ? part : inOneLine(read(part))));
      return withoutAccount(environment, texts.join(separator));
    }
    // The last part of an ARN that CloudFormation takes apart at deployment: the name.
    if (key === 'Fn::Select') return inOneLine(read(splitText(argument)));
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, read(inner)]));
  };
  return read;
}

function splitText(argument: unknown): unknown {
  const [, { 'Fn::Split': split }] = argument as readonly [number, { readonly 'Fn::Split': readonly unknown[] }];
  return split[1];
}

export function inOneLine(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The stack's own name, account and region go without saying; any other account stays as it is. */
function withoutAccount(environment: Place, text: string): string {
  const { account, region } = environment;
  return text
    .replaceAll(stackName(environment), '<stack>')
    .replace(/[0-9a-f]{64}/g, '<hash>')
    .replace(new RegExp(`^arn:AWS::Partition:(\\w+):(?:${region})?:${account}:`), '$1 ')
    .replaceAll(account, '<account>')
    .replaceAll(region, '<region>');
}

type Place = Pick<Environment, 'name' | 'namePrefix' | 'account' | 'region'>;

/** Functions go by their step, machines by their name, and a role or a log group by what it is made for. */
function readableNames(environment: Name): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const of = (type: string): readonly Found[] => resourcesOf(templateOf(environment), type);
  for (const { id, resource, properties } of of('AWS::Lambda::Function')) {
    const name = functionName(id, metadata(resource, 'step'));
    const { LogGroup } = properties.LoggingConfig as { readonly LogGroup: unknown };
    names.set(id, name).set(idIn(properties.Role), name).set(idIn(LogGroup), `log of ${name}`);
  }
  for (const { id, resource, properties } of of('AWS::StepFunctions::StateMachine')) {
    const name = `machine ${metadata(resource, 'machine')}`;
    names.set(id, name).set(idIn(properties.RoleArn), name);
    names.set(idIn(properties.LoggingConfiguration), `log of ${name}`);
  }
  for (const { properties } of of('AWS::Scheduler::Schedule')) {
    const { Arn, RoleArn } = properties.Target as { readonly Arn: unknown; readonly RoleArn: unknown };
    names.set(idIn(RoleArn), `schedule of ${names.get(idIn(Arn))}`);
  }
  for (const { id } of of('AWS::IAM::Role').filter((role) => role.id.startsWith('Jobs') && !names.has(role.id))) {
    names.set(id, `job ${withoutHash(id).replace(/^Jobs(\w+)Role$/, '$1 on SageMaker')}`);
  }
  return names;
}

function functionName(id: string, step: string | undefined): string {
  if (step === undefined) return `function ${withoutHash(id)}`;
  if (step === ANSWER_FUNCTION) return `function ${step}`;
  return step.endsWith('-on-lambda') ? `job ${step}` : `step ${step}`;
}

/** The first logical id that the value refers to. */
function idIn(value: unknown): string {
  return /"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/.exec(JSON.stringify(value))?.[1] ?? 'none';
}

function metadata(resource: Found['resource'], key: string): string | undefined {
  return (resource.Metadata as Readonly<Record<string, string>> | undefined)?.[key];
}

function withoutHash(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

/** Every property below the value, a path each. */
export function leavesOf(value: unknown, path = ''): readonly (readonly [path: string, value: string])[] {
  if (typeof value !== 'object' || value === null) return [[path, inOneLine(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

import type { Site } from '../check.ts';
import type { Difference } from './compare.ts';
import { compare } from './compare.ts';
import { at, documentOf, listAt, tagsOf } from './reader.ts';
import { READERS } from './readers.ts';
import { Resolver } from './resolve.ts';

/** One resource of the stack, as its service gives it back. */
export interface ResourceRead {
  readonly logicalId: string;
  readonly type: string;
  readonly paths: readonly string[];
  readonly differences: readonly Difference[];
  /** Why it could not be read. */
  readonly problem?: string;
}

/** Reads every resource back from its own service, and the stack's outputs and settings from CloudFormation. */
export async function readStack({ emulators, deployment }: Site): Promise<readonly ResourceRead[]> {
  const { template, stackName } = deployment;
  const { account, region, api } = emulators;
  const ids = await physicalIds(api, stackName);
  const resolver = new Resolver({ template, ids, account, region });
  const read = async ([logicalId, { Type, Properties }]: ResourceEntry): Promise<ResourceRead> => {
    try {
      const reader = READERS[Type];
      const id = ids.get(logicalId);
      if (reader === undefined) throw new Error('no reader in read-back/readers.ts');
      if (id === undefined) throw new Error('CloudFormation has no physical id of it');
      const expected = normalized(resolver.resolve(Properties));
      return { logicalId, type: Type, ...compare(expected, await reader.read({ api, id, expected })) };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { logicalId, type: Type, paths: [], differences: [], problem };
    }
  };
  const resources = Object.entries(template.Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  return Promise.all([stackItself(deployment), ...resources].map(read));
}

type ResourceEntry = [logicalId: string, resource: Site['deployment']['template']['Resources'][string]];

/** By the name that a template has for it. */
function stackItself({ template, terminationProtection, tags }: Site['deployment']): ResourceEntry {
  const outputs = Object.entries(template.Outputs).map(([name, { Value }]) => [name, Value] as const);
  const Outputs = Object.fromEntries(outputs);
  const Properties = { EnableTerminationProtection: terminationProtection, Outputs, Tags: tags };
  return ['AWS::StackName', { Type: 'AWS::CloudFormation::Stack', Properties, Metadata: {} }];
}

/** What the account calls the stack's resources, by logical id, and the stack itself. */
export async function physicalIds(
  api: Site['emulators']['api'],
  StackName: string,
): Promise<ReadonlyMap<string, string>> {
  // DescribeStackResources gives no more than a hundred.
  const { StackResourceSummaries } = await api.call('cloudformation', 'ListStackResources', { StackName });
  const { Stacks } = await api.call('cloudformation', 'DescribeStacks', { StackName });
  const resources = listAt(StackResourceSummaries).map(
    (one) => [String(at(one, 'LogicalResourceId')), String(at(one, 'PhysicalResourceId'))] as const,
  );
  return new Map([...resources, ['AWS::StackName', StackName], ['AWS::StackId', String(at(Stacks, 0, 'StackId'))]]);
}

/** The template's properties in the shape that readers give: documents parsed, tags in order. */
function normalized(properties: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(Object(properties)).map(([key, value]) => {
      if (key === 'DefinitionString') return [key, documentOf(value)];
      return [key, key === 'Tags' ? tagsOf(value) : value];
    }),
  );
}

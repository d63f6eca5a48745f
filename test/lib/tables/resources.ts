import type { Found, Name } from '../support.ts';
import { machinesOf, resourcesOf, templateOf } from '../support.ts';
import type { Reader } from './readable.ts';
import { inOneLine, leavesOf, readerOf } from './readable.ts';
import type { Row } from './table.ts';
import type { Template } from '../../../local/platform/template.ts';

const KEPT = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup', 'AWS::ECR::Repository'];

/** What holds data: its type and id, what becomes of it, how it is encrypted, and for how long it is kept. */
export function kept(environment: Name): readonly Row[] {
  return keptIn(templateOf(environment), readerOf(environment));
}

export function keptIn(template: Template, read: Reader): readonly Row[] {
  return KEPT.flatMap((type) => resourcesOf(template, type)).map(({ id, properties, resource }): Row => {
    const { Type, DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete' } = resource;
    // By its very id: a resource that comes under another one is another resource. The logs are many, and alike.
    const name = /^(log of [\w-]+)(?: |$)/.exec(inOneLine(read({ Ref: id })))?.[1] ?? id;
    return [
      String(Type),
      name,
      `${String(DeletionPolicy)} when deleted`,
      `${String(UpdateReplacePolicy)} when replaced`,
      encryptionOf(properties, read),
      retentionOf(properties),
    ];
  });
}

interface BucketEncryption {
  readonly ServerSideEncryptionConfiguration: readonly {
    readonly ServerSideEncryptionByDefault: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: unknown };
  }[];
}

function encryptionOf(properties: Found['properties'], read: Reader): string {
  const bucket = properties.BucketEncryption as BucketEncryption | undefined;
  const [rule] = bucket?.ServerSideEncryptionConfiguration ?? [];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ServerSideEncryptionByDefault ?? {};
  const key = KMSMasterKeyID ?? properties.KmsMasterKeyId ?? properties.KmsKeyId;
  if (key !== undefined) return `by ${inOneLine(read(key))}`;
  return SSEAlgorithm === undefined ? '-' : `by ${SSEAlgorithm}`;
}

function retentionOf({ RetentionInDays: days, LifecycleConfiguration: lifecycle }: Found['properties']): string {
  if (days !== undefined) return `${String(days)} days`;
  const [rule] =
    (lifecycle as { readonly Rules: readonly { readonly ExpirationInDays?: number }[] } | undefined)?.Rules ?? [];
  return rule?.ExpirationInDays === undefined ? 'for ever' : `${rule.ExpirationInDays} days`;
}

export function modules(environment: Name): readonly Row[] {
  return functionsOf(environment).map(({ name, properties: { Description } }) => [name, String(Description)]);
}

/** Memory, time limit and disk. */
export function sizes(environment: Name): readonly Row[] {
  return functionsOf(environment).map(({ name, properties: { MemorySize, Timeout, EphemeralStorage } }): Row => {
    const { Size } = EphemeralStorage as { readonly Size: number };
    return [name, `${String(MemorySize)} MiB`, `${String(Timeout)} s`, `${Size} MiB of disk`];
  });
}

/** All else that is set of a function, a line each. */
export function settings(environment: Name): readonly Row[] {
  const shown = ['Description', 'MemorySize', 'Timeout', 'EphemeralStorage', 'Code', 'Environment', 'Role'];
  const read = readerOf(environment);
  return functionsOf(environment).flatMap(({ name, properties }) => othersOf({ name, properties, shown }, read));
}

function functionsOf(environment: Name): readonly Named[] {
  return named(environment, 'AWS::Lambda::Function');
}

function named(environment: Name, type: string): readonly Named[] {
  const read = readerOf(environment);
  return resourcesOf(templateOf(environment), type).map(({ id, properties }) => ({
    name: inOneLine(read({ Ref: id })),
    properties,
  }));
}

interface Named {
  readonly name: string;
  readonly properties: Properties;
}

type Properties = Found['properties'];

/** A line for each property but those that are shown elsewhere; a log of its own goes without saying, and so do tags (tags.test.ts). */
function othersOf(
  { name, properties, shown }: Named & { readonly shown: readonly string[] },
  read: Reader,
): readonly Row[] {
  const rest = Object.fromEntries(
    Object.entries(properties).filter(([property]) => property !== 'Tags' && !shown.includes(property)),
  );
  return leavesOf(read(rest))
    .filter(([, value]) => value !== `log of ${name}`)
    .map(([path, value]) => [name, path, value]);
}

/** What the functions are told. What changes with every commit is left out. */
export function variables(environment: Name): readonly Row[] {
  const read = readerOf(environment);
  return functionsOf(environment).flatMap(({ name, properties }) => {
    const { Variables } = properties.Environment as { readonly Variables: Properties };
    return Object.entries(Variables).map(([variable, value]): Row => {
      const isOfTheCommit = variable === 'BUILD_COMMIT' || variable === 'BUILD_LIBRARIES';
      return [name, variable, isOfTheCommit ? '...' : inOneLine(read(value))];
    });
  });
}

/** How long each machine may run; what it does has tests of its own. */
export function limits(environment: Name): readonly Row[] {
  return Object.entries(machinesOf(environment)).map(([machine, { TimeoutSeconds = NaN }]) => [
    `machine ${machine}`,
    `${TimeoutSeconds / 3600} h`,
  ]);
}

/** All else that is set of a machine, a line each. */
export function machineSettings(environment: Name): readonly Row[] {
  const shown = ['DefinitionString', 'RoleArn'];
  const read = readerOf(environment);
  return named(environment, 'AWS::StepFunctions::StateMachine').flatMap((found) => othersOf({ ...found, shown }, read));
}

/** Which machine starts when, and with what. */
export function schedules(environment: Name): readonly Row[] {
  const read = readerOf(environment);
  return named(environment, 'AWS::Scheduler::Schedule').map(({ properties: { Target, ScheduleExpression } }): Row => {
    const { Arn, Input } = Target as { readonly Arn: unknown; readonly Input: string };
    return [inOneLine(read(Arn)), String(ScheduleExpression), Input];
  });
}

/** All else that is set of a schedule, a line each. */
export function scheduleSettings(environment: Name): readonly Row[] {
  const shown = ['Description', 'ScheduleExpression'];
  const read = readerOf(environment);
  return named(environment, 'AWS::Scheduler::Schedule').flatMap(({ name, properties }) =>
    othersOf({ name, properties, shown }, read).filter(([, path]) => !/^Target\.(Arn|Input|RoleArn)$/.test(path)),
  );
}

const ONE_OF_A_KIND = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::SNS::Subscription'];

/** Every property, a line each; the policies are a table of their own. */
export function properties(environment: Name): readonly Row[] {
  const read = readerOf(environment);
  return ONE_OF_A_KIND.flatMap((type) => named(environment, type)).flatMap((found) =>
    othersOf({ ...found, shown: ['KeyPolicy'] }, read),
  );
}

/** How many there are of each type: nothing comes or goes unseen. */
export function counts(environment: Name): readonly Row[] {
  return countsIn(templateOf(environment));
}

export function countsIn({ Resources }: Template): readonly Row[] {
  const types = Object.values(Resources).map(({ Type }) => Type);
  return [...new Set(types)].map((type): Row => [type, String(types.filter((other) => other === type).length)]);
}

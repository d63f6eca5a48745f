import { fnv1a } from './fnv1a.ts';
import type { Layer } from './layers.ts';

/** Names that AWS knows resources by, and by which a command finds them: built here and nowhere else. Decision 0012 says why all carry the stack's. */
export function stackName({ name, namePrefix }: NamedEnvironment): string {
  return namePrefix === 'none' ? `forecasting-${name}` : `${namePrefix}-forecasting-${name}`;
}

/** What an environment's literal says of names. */
export interface NamedEnvironment {
  readonly name: string;
  /** Or 'none'. */
  readonly namePrefix: string;
}

export function machineName(stack: string, machine: string): string {
  return `${stack}-${machine}`;
}

/**
 * The beginning of the names of what deliveries start; the time of the delivery follows. Of 64 characters, which a run's id may have, a data
 * set's name has 40 at most.
 */
export function deliveryRunPrefix(dataset: string): string {
  return `delivery-${dataset}-`;
}

/** SageMaker's limit for the names of jobs and model package groups. */
export const SAGEMAKER_NAME_CHARACTERS = 63;

/** What all jobs of a stack are named after, and its machines' rights reach; it leaves half of a job's name to the execution's. */
export function jobNamePrefix(stack: string): string {
  return `${fitted(stack, 30)}-`;
}

/** SageMaker's group of a data set's versions. */
export function packageGroupName(stack: string, dataset: string): string {
  return fitted(`${packageGroupPrefix(stack)}${dataset}`, SAGEMAKER_NAME_CHARACTERS);
}

/** What the groups of all data sets of an environment begin with. */
export function packageGroupPrefix(stack: string): string {
  return `${stack}-`;
}

/** The namespace of the metrics in CloudWatch. */
export function metricNamespace(stack: string): string {
  return `Forecasting/${stack}`;
}

/** The page that shows an environment in CloudWatch. */
export function dashboardName(stack: string): string {
  return stack;
}

/** The stack's database in Glue's catalog. Its names have no dashes, which SQL would take for minus. */
export function catalogDatabaseName(stack: string): string {
  return stack.replaceAll('-', '_');
}

/** A data set's table in it. */
export function catalogTableName(dataset: string, table: string): string {
  return `${dataset}_${table}`.replaceAll('-', '_');
}

/** What the names of a stack's alarms and of its budget begin with; no other stack's do: an environment's name has no dash. */
export function alarmPrefix(stack: string): string {
  return `${stack}-`;
}

/** Below this prefix, log delivery needs no entry for each group in a resource policy that has an upper size. */
export function machineLogGroupName(machine: string, deployment: string): string {
  return `/aws/vendedlogs/states/${machine}-${deployment}`;
}

/** What a template calls a layer's bucket; AWS chooses the bucket's own name. */
export function bucketLogicalId(layer: Layer): string {
  return `${pascalCase(layer)}Bucket`;
}

/** What a template calls the first keys that models and the record of moves are signed with; those that follow end in their number. */
export const SIGNING_KEY_LOGICAL_IDS = { models: 'SigningKey', audit: 'AuditKey' } as const;

export function keyOfGeneration(firstLogicalId: string, generation: number): string {
  return generation === 1 ? firstLogicalId : `${firstLogicalId}${generation}`;
}

/** In front of the names of a pull request's stack; the number may be '*', for a pattern. */
export function pullRequestPrefix(namePrefix: string, number: string): string {
  return namePrefix === 'none' ? `pr-${number}` : `${namePrefix}-pr-${number}`;
}

/** The stacks of all pull requests beside an environment: a pattern. */
export function pullRequestStacks(environment: NamedEnvironment): string {
  return stackName({ ...environment, namePrefix: pullRequestPrefix(environment.namePrefix, '*') });
}

/** A build project of the delivery's stack, and its role. Named by us, since policies of other accounts name it before it is there; so are the next two. */
export function buildProjectName(stack: string, build: string): string {
  return `${stack}-${build}`;
}

/** A pipeline of the delivery's stack; its role's name ends in `-pipeline`. */
export function deliveryPipelineName(stack: string, pipeline: string): string {
  return `${stack}-${pipeline}`;
}

export function deliveryPipelineRoleName(stack: string, pipeline: string): string {
  return `${deliveryPipelineName(stack, pipeline)}-pipeline`;
}

/** What GitHub's own runners are in the delivery's account while they work for one of GitHub's environments. */
export function gitHubRoleName(stack: string, environment: string): string {
  return `${stack}-github-${environment}`;
}

/**
 * A role of an environment's stack that the delivery takes: to start a machine, to read what its runs left, or to run pull requests beside it and
 * take them away again.
 */
export function targetRoleName(stack: string, may: TargetRole): string {
  return `${stack}-delivery-${may}`;
}
export const TARGET_ROLES = ['run', 'read', 'pulls'] as const;
export type TargetRole = (typeof TARGET_ROLES)[number];

/** Lambda's limit for the names of functions. */
const FUNCTION_NAME_CHARACTERS = 64;

/** The function that answers for people. Named by us: whoever may invoke it has to know nothing else of the stack. */
export function answerFunctionName(stack: string): string {
  return fitted(`${stack}-answer`, FUNCTION_NAME_CHARACTERS);
}

/** The role of a step that another environment's policies name before it is there. */
export function stepRoleName(stack: string, step: string): string {
  return `${stack}-${step}`;
}

/** A role that `cdk bootstrap` made in an account. */
export function bootstrapRoleName(
  role: 'deploy' | 'file-publishing',
  { qualifier, account, region }: { readonly qualifier: string; readonly account: string; readonly region: string },
): string {
  return `cdk-${qualifier}-${role}-role-${account}-${region}`;
}

/** What the delivery's template calls what it keeps. */
export const DELIVERY_LOGICAL_IDS = {
  key: 'DeliveryKey',
  releases: 'ReleasesBucket',
  images: 'ImageRepository',
} as const;

/** What the delivery's stack tells. */
export const DELIVERY_OUTPUTS = { store: 'DeliveryStore', images: 'ImageRepositoryUri' } as const;

/** What a stack tells whoever deployed it, and the command line, by the name of the output. */
export const OUTPUTS = {
  /** The address that a data set's deliveries are put under. */
  landing: (dataset: string) => `LandingOf${pascalCase(dataset)}`,
  bucketName: (layer: Layer) => `${pascalCase(layer)}BucketName`,
  machineArn: (machine: string) => `${pascalCase(machine)}MachineArn`,
  /** Whoever reads what is shared (`readsDataOf`) needs it. */
  dataKeyArn: 'DataKeyArn',
  topicArn: 'NotificationTopicArn',
  /** What whoever may answer promotions needs, as a policy. */
  approversPolicy: 'ApproversPolicy',
  /** JSON (core/contracts/key-ring.ts), of models and of the record of moves. */
  signingKeyRing: 'SigningKeyRing',
  auditKeyRing: 'AuditKeyRing',
} as const;

/** A name that is too long ends in a hash of the whole, so that two of them are never one. */
function fitted(name: string, characters: number): string {
  if (name.length <= characters) return name;
  const hash = fnv1a(name).toString(16).padStart(8, '0');
  return `${name.slice(0, characters - hash.length - 1)}-${hash}`;
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(.?)/g, (_, first: string) => first.toUpperCase());
}

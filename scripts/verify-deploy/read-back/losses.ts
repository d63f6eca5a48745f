import type { Difference } from './compare.ts';
import { canonical } from './compare.ts';
import type { ResourceRead } from './read-stack.ts';

/** A property that the emulator takes and does not keep. */
export interface Loss {
  readonly type: string;
  /** As compare.ts writes it. */
  readonly path: string;
  /** What its API answers instead. */
  readonly reads: unknown;
}

/** That these properties are right is asserted on the templates: test/lib/tables/properties.txt, machines.txt. */
export const KNOWN_LOSSES: readonly Loss[] = [
  ...lost('AWS::S3::Bucket', [
    ['BucketEncryption.ServerSideEncryptionConfiguration.*.BucketKeyEnabled', false],
    ['BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.KMSMasterKeyID', undefined],
    ['BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.SSEAlgorithm', 'AES256'],
    ['LifecycleConfiguration.Rules.*.AbortIncompleteMultipartUpload.DaysAfterInitiation', undefined],
    ['LifecycleConfiguration.Rules.*.ExpirationInDays', undefined],
    ['LifecycleConfiguration.Rules.*.NoncurrentVersionExpiration.NoncurrentDays', undefined],
    ['LifecycleConfiguration.Rules.*.Status', undefined],
    ['LifecycleConfiguration.Rules.*.Transitions.*.StorageClass', undefined],
    ['LifecycleConfiguration.Rules.*.Transitions.length', undefined],
    ['LifecycleConfiguration.Rules.*.Transitions.*.TransitionInDays', undefined],
    ['LifecycleConfiguration.Rules.length', 0],
    ['LoggingConfiguration.DestinationBucketName', undefined],
    ['LoggingConfiguration.LogFilePrefix', undefined],
    ['Tags', undefined],
  ]),
  ...lost('AWS::SNS::Topic', [['KmsMasterKeyId', undefined]]),
  ...lost('AWS::Scheduler::Schedule', [['ScheduleExpressionTimezone', 'UTC']]),
  ...lost('AWS::StepFunctions::StateMachine', [
    ['LoggingConfiguration.Destinations.*.CloudWatchLogsLogGroup.LogGroupArn', undefined],
    ['LoggingConfiguration.Destinations.length', 0],
    ['LoggingConfiguration.IncludeExecutionData', undefined],
    ['LoggingConfiguration.Level', undefined],
    ['TracingConfiguration.Enabled', undefined],
  ]),
];

function lost(type: string, properties: readonly (readonly [path: string, reads: unknown])[]): readonly Loss[] {
  return properties.map(([path, reads]) => ({ type, path, reads }));
}

/** What is wrong with a stack that was read back: a new loss, and one that is cured. One sentence a type and path. */
export function findingsOf(reads: readonly ResourceRead[], losses: readonly Loss[] = KNOWN_LOSSES): readonly string[] {
  const problems = reads.flatMap(({ type, logicalId, problem }) =>
    problem === undefined ? [] : [`${type} ${logicalId} could not be read back: ${problem}`],
  );
  const unknown = new Map<string, string>();
  for (const { type, logicalId, differences } of reads) {
    for (const difference of differences.filter((one) => !losses.some((loss) => explains(loss, type, one)))) {
      const key = `${type} ${difference.path}`;
      if (!unknown.has(key)) unknown.set(key, sentenceOf(type, logicalId, difference));
    }
  }
  return [...problems, ...unknown.values(), ...losses.filter((loss) => isCured(loss, reads)).map(curedSentence)];
}

function explains({ type, path, reads }: Loss, ofType: string, { path: at, actual }: Difference): boolean {
  return type === ofType && path === at && canonical(reads) === canonical(actual);
}

/** Some resource has the property, and none lost it. */
function isCured({ type, path }: Loss, reads: readonly ResourceRead[]): boolean {
  const having = reads.filter((read) => read.type === type && read.paths.includes(path));
  return having.length > 0 && !having.some(({ differences }) => differences.some((one) => one.path === path));
}

function sentenceOf(type: string, logicalId: string, { path, expected, actual }: Difference): string {
  return `${type} ${logicalId}: ${path} is ${canonical(expected)} in the template, and the service says ${canonical(actual)}`;
}

function curedSentence({ type, path }: Loss): string {
  return `${type}: ${path} is no longer lost: take it off KNOWN_LOSSES in read-back/losses.ts`;
}

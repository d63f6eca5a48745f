import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { JobVpc } from '../network.ts';
import type { CalledService } from '../machines/retry.ts';

/** The request document of CreateTrainingJob or CreateProcessingJob; strings may be JSONata. */
export type JobRequest = Readonly<Record<string, unknown>>;

/** The instance as both requests describe it. */
export interface JobInstance {
  readonly InstanceType: string;
  readonly InstanceCount: 1;
  readonly VolumeSizeInGB: number;
  /** Absent where SageMaker takes none. */
  readonly VolumeKmsKeyId?: string;
}

/** As both requests take tags. */
export interface JobTag {
  readonly Key: string;
  readonly Value: string;
}

export function jobTags(tags: PlatformEnvironment['tags']): readonly JobTag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export interface JobTaskProps {
  readonly request: JobRequest;
  readonly outputs: string;
}

/** Where a container task runs. Its states get the same name and the same request document at either place. */
export interface JobSite {
  readonly image: string;
  readonly roleArn: string;
  /** What every job's name begins with. */
  readonly jobPrefix: string;
  readonly instance: JobInstance;
  readonly tags: readonly JobTag[];
  /** Where SageMaker runs the job, if in a network of ours. */
  readonly vpc: JobVpc | undefined;
  readonly maxRuntime: Duration;
  /** How long a job may take at the longest: to wait for a place, to start, and to run. */
  readonly timeLimit: Duration;
  readonly service: CalledService;
  /** The finished job's description, in the expressions of the task's own state. */
  readonly result: string;
  /** Whoever names the image to SageMaker has to be able to look it up. */
  grantLookUpImage(grantee: IGrantable): void;
  task(scope: Construct, name: string, props: JobTaskProps): TaskStateBase;
}

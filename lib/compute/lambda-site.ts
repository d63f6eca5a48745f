import { TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import type { TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { jobNamePrefix } from '../../core/contracts/names.ts';
import type { Compute, PlatformEnvironment } from '../../environments/environment.ts';
import type { Medallion } from '../data/medallion.ts';
import { PlatformFunction } from '../steps/platform-function.ts';
import type { FunctionSetting } from '../steps/platform-function.ts';
import { JOB_ACCESS, jobFunction, type JobKind } from '../../lambdas/jobs.ts';
import { jobTags } from './job-site.ts';
import type { JobInstance, JobSite, JobTag, JobTaskProps } from './job-site.ts';

export interface LambdaSiteProps {
  readonly setting: FunctionSetting;
  readonly compute: Extract<Compute, { on: 'lambda' }>;
  readonly medallion: Medallion;
  readonly tags: PlatformEnvironment['tags'];
}

const MIB_A_GIB = 1024;

/** How long a task may outlast its function, whose own, clearer timeout comes first. */
const GRACE = Duration.minutes(1);

/** The job as a Lambda function that obeys the request document: the container's module, without the container. */
export class LambdaSite extends Construct implements JobSite {
  readonly image = 'lambda';
  readonly roleArn: string;
  readonly instance: JobInstance;
  readonly tags: readonly JobTag[];
  /** The function's own. */
  readonly vpc = undefined;
  readonly jobPrefix: string;
  readonly maxRuntime: Duration;
  readonly timeLimit: Duration;
  readonly service = 'lambda';
  readonly result = '$states.result.Payload';
  private readonly lambda: PlatformFunction;

  constructor(scope: Construct, kind: JobKind, { setting, compute, medallion, tags }: LambdaSiteProps) {
    super(scope, kind);
    this.tags = jobTags(tags);
    const step = jobFunction(kind);
    this.lambda = new PlatformFunction(this, step, { ...setting, ...compute, step });
    medallion.grantAccess(this.lambda, JOB_ACCESS[kind]);
    this.roleArn = this.lambda.role!.roleArn;
    this.jobPrefix = jobNamePrefix(Stack.of(this).stackName);
    this.maxRuntime = this.lambda.timeLimit;
    this.timeLimit = this.maxRuntime.plus(this.maxRuntime);
    this.instance = {
      InstanceType: 'lambda',
      InstanceCount: 1,
      VolumeSizeInGB: Math.floor(compute.storageMiB / MIB_A_GIB),
    };
  }

  /** There is none. */
  grantLookUpImage(): void {}

  task(scope: Construct, name: string, { request, outputs }: JobTaskProps): TaskStateBase {
    return LambdaInvoke.jsonata(scope, name, {
      lambdaFunction: this.lambda,
      payload: TaskInput.fromObject(request),
      outputs,
      taskTimeout: Timeout.duration(this.maxRuntime.plus(GRACE)),
      retryOnServiceExceptions: false,
    });
  }
}

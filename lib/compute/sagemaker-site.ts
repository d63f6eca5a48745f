import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { jobNamePrefix } from '../../core/contracts/names.ts';
import type { Compute, PlatformEnvironment } from '../../environments/environment.ts';
import type { ForecasterImage } from './forecaster-image.ts';
import type { Medallion } from '../data/medallion.ts';
import { JOB_ACCESS, type JobKind } from '../../lambdas/jobs.ts';
import { jobTags } from './job-site.ts';
import type { JobInstance, JobSite, JobTag, JobTaskProps } from './job-site.ts';
import { waitForAPlace } from '../machines/retry.ts';
import type { JobVpc, Network } from '../network.ts';
import { onOurBehalf } from '../service-roles.ts';
import { SageMakerTask, volumePolicies } from './sagemaker-task.ts';
import type { SageMakerJob } from './sagemaker-task.ts';
import { takesVolumeKey } from './volume-key.ts';

export interface SageMakerSiteProps {
  readonly compute: Extract<Compute, { on: 'container' }>;
  readonly medallion: Medallion;
  readonly keyArn: string;
  readonly image: ForecasterImage;
  readonly tags: PlatformEnvironment['tags'];
  readonly network: Network;
}

/** How long a job may wait for its instance and its image before it begins to count its own run time. */
const START_UP = Duration.hours(1);

const JOBS = { train: 'Training', forecast: 'Processing' } as const satisfies Record<JobKind, SageMakerJob>;

/** The job in a container of the commit's image, cut off from every network but what SageMaker itself copies in and out. */
export class SageMakerSite extends Construct implements JobSite {
  readonly image: string;
  readonly roleArn: string;
  readonly instance: JobInstance;
  readonly tags: readonly JobTag[];
  readonly vpc: JobVpc | undefined;
  readonly jobPrefix: string;
  readonly maxRuntime: Duration;
  readonly timeLimit: Duration;
  readonly service = 'sagemaker';
  readonly result = '$states.result';
  private readonly job: SageMakerJob;
  private readonly forecaster: ForecasterImage;

  constructor(scope: Construct, kind: JobKind, props: SageMakerSiteProps) {
    super(scope, kind);
    const { compute, medallion, keyArn, image, tags, network } = props;
    this.job = JOBS[kind];
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: onOurBehalf(this, 'sagemaker.amazonaws.com'),
      description: `What a ${this.job.toLowerCase()} job of ${stack.stackName} may do`,
    });
    medallion.grantJob(role, JOB_ACCESS[kind]);
    image.grantPull(role);
    this.jobPrefix = jobNamePrefix(stack.stackName);
    for (const statement of this.writeLogs()) role.addToPolicy(statement);
    this.vpc = network.grantJob(role);
    this.tags = jobTags(tags);
    this.image = image.uri;
    this.forecaster = image;
    this.roleArn = role.roleArn;
    this.maxRuntime = Duration.seconds(compute.maxRuntimeSeconds);
    this.timeLimit = waitForAPlace(this.maxRuntime).plus(START_UP).plus(this.maxRuntime);
    this.instance = instanceOf(compute, keyArn);
    // SageMaker asks for it where a request names the key of its outputs: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    role.addToPolicy(new PolicyStatement({ actions: ['kms:Encrypt'], resources: [keyArn] }));
    for (const statement of volumePolicies(this.instance)) role.addToPolicy(statement);
  }

  grantLookUpImage(grantee: IGrantable): void {
    this.forecaster.grantLookUp(grantee);
  }

  task(scope: Construct, name: string, props: JobTaskProps): TaskStateBase {
    const { job, roleArn, jobPrefix, instance } = this;
    const timeLimit = this.maxRuntime.plus(START_UP);
    return new SageMakerTask(scope, name, { ...props, job, roleArn, jobPrefix, instance, timeLimit });
  }

  /** SageMaker makes the log group itself, one for all jobs of a kind in the account; a stream's name begins with its job's. */
  private writeLogs(): readonly PolicyStatement[] {
    const group = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `/aws/sagemaker/${this.job}Jobs`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return [
      new PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], resources: [group] }),
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${group}:log-stream:${this.jobPrefix}*`],
      }),
    ];
  }
}

function instanceOf({ instanceType, volumeGiB }: SageMakerSiteProps['compute'], keyArn: string): JobInstance {
  const instance = { InstanceType: instanceType, InstanceCount: 1, VolumeSizeInGB: volumeGiB } as const;
  return takesVolumeKey(instanceType) ? { ...instance, VolumeKmsKeyId: keyArn } : instance;
}

import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import type { TaskMetricsConfig } from 'aws-cdk-lib/aws-stepfunctions';
import { Aws, Stack } from 'aws-cdk-lib/core';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { JobInstance, JobRequest, JobTaskProps } from './job-site.ts';

export type SageMakerJob = 'Training' | 'Processing';

export interface SageMakerTaskProps extends JobTaskProps {
  readonly job: SageMakerJob;
  readonly timeLimit: Duration;
  readonly roleArn: string;
  /** The machine may run jobs whose names begin so, and no others. */
  readonly jobPrefix: string;
  readonly instance: JobInstance;
}

/**
 * Runs a SageMaker job to its end. CDK's own task classes know neither JSONata nor network-isolated processing jobs of a bare
 * request document; as a task class, and unlike a CustomState, this one brings the rights that the machine needs.
 */
export class SageMakerTask extends TaskStateBase {
  protected readonly taskMetrics?: TaskMetricsConfig;
  protected readonly taskPolicies: PolicyStatement[];
  private readonly job: SageMakerJob;
  private readonly request: JobRequest;

  constructor(scope: Construct, name: string, { request, outputs, timeLimit, ...run }: SageMakerTaskProps) {
    super(scope, name, { outputs, taskTimeout: Timeout.duration(timeLimit) });
    this.job = run.job;
    this.request = request;
    this.taskPolicies = [...runJobPolicies(Stack.of(this), run), ...volumePolicies(run.instance)];
  }

  protected _renderTask(): unknown {
    return {
      Resource: `arn:${Aws.PARTITION}:states:::sagemaker:create${this.job}Job.sync`,
      Arguments: this.request,
    };
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html#sagemaker-iam */
function runJobPolicies(
  stack: Stack,
  { job, roleArn, jobPrefix }: Pick<SageMakerTaskProps, 'job' | 'roleArn' | 'jobPrefix'>,
): PolicyStatement[] {
  const resource = `${job.toLowerCase()}-job`;
  const jobs = stack.formatArn({ service: 'sagemaker', resource, resourceName: `${jobPrefix}*` });
  const rule = stack.formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: `StepFunctionsGetEventsForSageMaker${job}JobsRule`,
  });
  return [
    new PolicyStatement({
      actions: [
        `sagemaker:Create${job}Job`,
        `sagemaker:Describe${job}Job`,
        `sagemaker:Stop${job}Job`,
        // Step Functions marks its jobs with the execution that they belong to.
        'sagemaker:AddTags',
        'sagemaker:ListTags',
      ],
      resources: [jobs],
    }),
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    }),
    new PolicyStatement({ actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], resources: [rule] }),
  ];
}

/**
 * SageMaker hands the key of a volume on to EC2 by a grant that it makes in the name of whoever asks for the job, and of the job's role: both
 * have to be allowed that, for AWS's services alone. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
export function volumePolicies({ VolumeKmsKeyId: key }: JobInstance): PolicyStatement[] {
  if (key === undefined) return [];
  const conditions = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  return [
    new PolicyStatement({ actions: ['kms:CreateGrant'], resources: [key], conditions }),
    new PolicyStatement({ actions: ['kms:DescribeKey'], resources: [key] }),
  ];
}

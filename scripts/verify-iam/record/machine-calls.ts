import * as z from 'zod';
import type { Execution, HistoryEvent } from '../../../asl/index.ts';
import type { Call } from '../judged/call.ts';

/** What AWS is asked in a machine's name, but for the machine's own role. */
type Asked = Omit<Call, 'principal'>;

export interface MachinePlace {
  readonly account: string;
  readonly region: string;
}

const taskSchema = z.object({ resourceType: z.string(), resource: z.string(), parameters: z.string() });
const invokeSchema = z.object({ FunctionName: z.string() });
const startSchema = z.object({ StateMachineArn: z.string(), Name: z.string().default('without-a-name') });
const jobSchema = z.looseObject({
  TrainingJobName: z.string().optional(),
  ProcessingJobName: z.string().optional(),
  RoleArn: z.string(),
  Tags: z.array(z.unknown()).default([]),
  EnableNetworkIsolation: z.boolean().optional(),
  ResourceConfig: z.object({ VolumeKmsKeyId: z.string().optional() }).optional(),
  ProcessingResources: z.object({ ClusterConfig: z.object({ VolumeKmsKeyId: z.string().optional() }) }).optional(),
  NetworkConfig: z.object({ EnableNetworkIsolation: z.boolean() }).optional(),
});

/** What an execution asked of AWS, by its history: https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html */
export function callsOfExecution({ events }: Pick<Execution, 'events'>, place: MachinePlace): readonly Asked[] {
  return [...events.flatMap((event) => callsOfEvent(event, place)), ...LOG_DELIVERY];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const LOG_DELIVERY: readonly Asked[] = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
].map((action) => ({ action: `logs:${action}`, resource: '*' }));

function callsOfEvent({ type, ...event }: HistoryEvent, place: MachinePlace): readonly Asked[] {
  if (type !== 'TaskScheduled') return [];
  const { resourceType, resource, parameters } = taskSchema.parse(event.taskScheduledEventDetails);
  const asked: unknown = JSON.parse(parameters);
  const [verb = '', how = ''] = resource.split('.');
  switch (`${resourceType}:${verb}`) {
    case 'lambda:invoke':
      return [{ action: 'lambda:InvokeFunction', resource: invokeSchema.parse(asked).FunctionName }];
    case 'states:startExecution':
      return callsOfChild(asked, how.startsWith('sync'), place);
    case 'sagemaker:createTrainingJob':
      return callsOfJob('Training', asked, place);
    case 'sagemaker:createProcessingJob':
      return callsOfJob('Processing', asked, place);
    default:
      throw new Error(`nobody knows what a machine needs to call ${resourceType}:${resource}`);
  }
}

function callsOfChild(asked: unknown, isAwaited: boolean, place: MachinePlace): readonly Asked[] {
  const { StateMachineArn, Name } = startSchema.parse(asked);
  const start = { action: 'states:StartExecution', resource: StateMachineArn };
  if (!isAwaited) return [start];
  const execution = `${StateMachineArn.replace(':stateMachine:', ':execution:')}:${Name}`;
  return [
    start,
    ...['states:DescribeExecution', 'states:StopExecution'].map((action) => ({ action, resource: execution })),
    ...callsOfRule('StepFunctionsGetEventsForStepFunctionsExecutionRule', place),
  ];
}

function callsOfJob(kind: 'Training' | 'Processing', asked: unknown, place: MachinePlace): readonly Asked[] {
  const request = jobSchema.parse(asked);
  const { account, region } = place;
  const name = request.TrainingJobName ?? request.ProcessingJobName ?? '';
  const job = `arn:aws:sagemaker:${region}:${account}:${kind.toLowerCase()}-job/${name}`;
  const volumeKey = request.ResourceConfig?.VolumeKmsKeyId ?? request.ProcessingResources?.ClusterConfig.VolumeKmsKeyId;
  return [
    { action: `sagemaker:Create${kind}Job`, resource: job, context: conditionsOf(request) },
    ...[`Describe${kind}Job`, `Stop${kind}Job`, 'ListTags', ...(request.Tags.length > 0 ? ['AddTags'] : [])].map(
      (action) => ({ action: `sagemaker:${action}`, resource: job }),
    ),
    {
      action: 'iam:PassRole',
      resource: request.RoleArn,
      context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
    },
    ...callsOfRule(`StepFunctionsGetEventsForSageMaker${kind}JobsRule`, place),
    ...callsOfVolume(volumeKey),
  ];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
function conditionsOf(request: z.infer<typeof jobSchema>): Readonly<Record<string, string>> {
  const isIsolated = request.EnableNetworkIsolation ?? request.NetworkConfig?.EnableNetworkIsolation;
  return isIsolated === undefined ? {} : { 'sagemaker:NetworkIsolation': String(isIsolated) };
}

/** SageMaker hands the volume's key on to EC2: whoever asks for the job must be allowed that, and the job's role too. */
export function callsOfVolume(keyArn: string | undefined): readonly Asked[] {
  if (keyArn === undefined) return [];
  return [
    { action: 'kms:CreateGrant', resource: keyArn, context: { 'kms:GrantIsForAWSResource': 'true' } },
    { action: 'kms:DescribeKey', resource: keyArn },
  ];
}

/** Step Functions waits for the end of what it started by a rule of its own. */
function callsOfRule(rule: string, { account, region }: MachinePlace): readonly Asked[] {
  const resource = `arn:aws:events:${region}:${account}:rule/${rule}`;
  return ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({ action, resource }));
}

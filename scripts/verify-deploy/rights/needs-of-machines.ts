import type { Account } from '../account.ts';
import type { Need } from './simulate.ts';

/** A call of SageMaker in a machine's definition. */
export interface JobTask {
  readonly kind: 'Training' | 'Processing';
  readonly roleArn: string;
  readonly image: string;
  /** Of the volume that the job works on, where it has one of ours. */
  readonly volumeKeyArn?: string;
}

interface Task {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments: Readonly<Record<string, unknown>>;
}

export interface MachineProps extends Account {
  /** With the names of an account in it. */
  readonly definition: unknown;
  /** What all names of jobs begin with. */
  readonly jobPrefix: string;
}

/** For each of a machine's tasks: https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html; and for its log. */
export function needsOfMachine(props: MachineProps): readonly Need[] {
  const tasks = [...tasksIn(props.definition)].flatMap((task) => needsOfTask(task, props));
  return [...tasks, ...LOG_DELIVERY.map((action) => ({ action: `logs:${action}`, resource: '*' }))];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const LOG_DELIVERY = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
];

function needsOfTask(task: Task, props: MachineProps): readonly Need[] {
  const { Resource, Arguments } = task;
  const integration = Resource.split(':::')[1] ?? Resource;
  if (integration.startsWith('lambda:invoke'))
    return [{ action: 'lambda:InvokeFunction', resource: String(Arguments.FunctionName) }];
  if (integration.startsWith('states:startExecution.sync'))
    return needsOfChild(String(Arguments.StateMachineArn), props);
  if (integration === 'states:startExecution')
    return [{ action: 'states:StartExecution', resource: String(Arguments.StateMachineArn) }];
  const job = jobOf(task);
  if (job === undefined) throw new Error(`nobody knows what a machine needs to call ${Resource}`);
  return needsOfJobTask(job, props);
}

function needsOfChild(machineArn: string, account: Account): readonly Need[] {
  const execution = `${machineArn.replace(':stateMachine:', ':execution:')}:any-run`;
  return [
    { action: 'states:StartExecution', resource: machineArn },
    { action: 'states:DescribeExecution', resource: execution },
    { action: 'states:StopExecution', resource: execution },
    ...needsOfRule('StepFunctionsGetEventsForStepFunctionsExecutionRule', account),
  ];
}

function needsOfJobTask(
  { kind, roleArn, volumeKeyArn }: JobTask,
  { account, region, jobPrefix }: MachineProps,
): readonly Need[] {
  const job = `arn:aws:sagemaker:${region}:${account}:${kind.toLowerCase()}-job/${jobPrefix}any-run`;
  const actions = [`Create${kind}Job`, `Describe${kind}Job`, `Stop${kind}Job`, 'AddTags', 'ListTags'];
  return [
    ...actions.map((action) => ({ action: `sagemaker:${action}`, resource: job })),
    { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    ...needsOfRule(`StepFunctionsGetEventsForSageMaker${kind}JobsRule`, { account, region }),
    ...needsOfVolume(volumeKeyArn),
  ];
}

/** SageMaker hands the volume's key on to EC2: whoever asks for the job must be allowed that, and the job's role too. */
export function needsOfVolume(keyArn: string | undefined): readonly Need[] {
  if (keyArn === undefined) return [];
  return [
    { action: 'kms:CreateGrant', resource: keyArn, context: { 'kms:GrantIsForAWSResource': 'true' } },
    { action: 'kms:DescribeKey', resource: keyArn },
  ];
}

/** Step Functions waits for the end of what it started by a rule of its own. */
function needsOfRule(rule: string, { account, region }: Account): readonly Need[] {
  const resource = `arn:aws:events:${region}:${account}:rule/${rule}`;
  return ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({ action, resource }));
}

/** The jobs that a definition asks SageMaker for. */
export function jobsIn(definition: unknown): readonly JobTask[] {
  return [...tasksIn(definition)].flatMap((task) => jobOf(task) ?? []);
}

function jobOf({ Resource, Arguments }: Task): JobTask | undefined {
  const [, kind] = /:::sagemaker:create(Training|Processing)Job\.sync$/.exec(Resource) ?? [];
  if (kind !== 'Training' && kind !== 'Processing') return undefined;
  const text = JSON.stringify(Arguments);
  const [, image = ''] = /"(?:TrainingImage|ImageUri)":"([^"]*)"/.exec(text) ?? [];
  const [, volumeKeyArn] = /"VolumeKmsKeyId":"([^"]*)"/.exec(text) ?? [];
  const job = { kind, roleArn: String(Arguments.RoleArn), image } as const;
  return volumeKeyArn === undefined ? job : { ...job, volumeKeyArn };
}

function* tasksIn(value: unknown): Generator<Task> {
  if (typeof value !== 'object' || value === null) return;
  if (isTask(value)) yield value;
  else for (const inner of Object.values(value)) yield* tasksIn(inner);
}

function isTask(value: object): value is Task {
  return 'Type' in value && value.Type === 'Task';
}

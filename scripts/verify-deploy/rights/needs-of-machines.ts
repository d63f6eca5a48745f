import type { Account } from '../account.ts';
import type { Need } from './simulate.ts';

interface Task {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments: Readonly<Record<string, unknown>>;
}

/** A job's name as the state would have it: an example is enough. @param operation 'CreateTrainingJob' */
export type JobNameOf = (operation: string) => string;

/** What a machine's role has to be able to do for each of its tasks: https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html */
export function needsOfMachine(definition: unknown, account: Account, jobName: JobNameOf): readonly Need[] {
  return [...tasksIn(definition)].flatMap(({ Resource, Arguments }) => {
    const integration = Resource.split(':::')[1] ?? Resource;
    if (integration.startsWith('lambda:invoke')) {
      return [{ action: 'lambda:InvokeFunction', resource: String(Arguments.FunctionName) }];
    }
    if (integration.startsWith('states:startExecution.sync'))
      return childNeeds(String(Arguments.StateMachineArn), account);
    const [, kind = ''] = /^sagemaker:create(Training|Processing)Job\.sync$/.exec(integration) ?? [];
    if (kind === '') throw new Error(`nobody knows what a machine needs to call ${Resource}`);
    return jobNeeds({ kind, name: jobName(`Create${kind}Job`), roleArn: String(Arguments.RoleArn) }, account);
  });
}

function childNeeds(machineArn: string, account: Account): readonly Need[] {
  const execution = `${machineArn.replace(':stateMachine:', ':execution:')}:any-run`;
  return [
    { action: 'states:StartExecution', resource: machineArn },
    { action: 'states:DescribeExecution', resource: execution },
    { action: 'states:StopExecution', resource: execution },
    ...ruleNeeds('StepFunctionsGetEventsForStepFunctionsExecutionRule', account),
  ];
}

interface Job {
  readonly kind: string;
  readonly name: string;
  readonly roleArn: string;
}

function jobNeeds({ kind, name, roleArn }: Job, account: Account): readonly Need[] {
  const job = `arn:aws:sagemaker:${account.region}:${account.account}:${kind.toLowerCase()}-job/${name}`;
  const actions = [`Create${kind}Job`, `Describe${kind}Job`, `Stop${kind}Job`, 'AddTags', 'ListTags'];
  return [
    ...actions.map((action) => ({ action: `sagemaker:${action}`, resource: job })),
    { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    ...ruleNeeds(`StepFunctionsGetEventsForSageMaker${kind}JobsRule`, account),
  ];
}

/** Step Functions waits for the end of what it started by a rule of its own. */
function ruleNeeds(rule: string, { account, region }: Account): readonly Need[] {
  const resource = `arn:aws:events:${region}:${account}:rule/${rule}`;
  return ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({ action, resource }));
}

function* tasksIn(value: unknown): Generator<Task> {
  if (typeof value !== 'object' || value === null) return;
  if (isTask(value)) yield value;
  else for (const inner of Object.values(value)) yield* tasksIn(inner);
}

function isTask(value: object): value is Task {
  return 'Type' in value && value.Type === 'Task';
}

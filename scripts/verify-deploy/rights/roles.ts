import type { Layer } from '../../../core/contracts/layers.ts';
import {
  bucketLogicalId,
  jobNamePrefix,
  packageGroupName,
  SIGNING_KEY_LOGICAL_IDS,
  keyOfGeneration,
  stackName,
} from '../../../core/contracts/names.ts';
import { ENVIRONMENT_VARIABLES } from '../../../core/contracts/environment-variables.ts';
import { weather } from '../../../datasets/weather.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { ANSWER_FUNCTION, JOB_ACCESS, jobOf } from '../../../lambdas/jobs.ts';
import { STEPS, type StepName } from '../../../lambdas/steps.ts';
import type { Template } from '../assembly.ts';
import type { AccountNames } from './account-names.ts';
import { needsOfJob, needsOfAccess, needsOfStep, type Places } from './needs-of-code.ts';
import { type JobTask, jobsIn, needsOfMachine } from './needs-of-machines.ts';
import type { Need } from './simulate.ts';

/** A role of the stack and what it has to be able to do. */
export interface RoleNeeds {
  readonly roleArn: string;
  /** For messages: 'step ingest', 'machine train'. */
  readonly who: string;
  readonly needs: readonly Need[];
}

export interface Stack {
  readonly template: Template;
  readonly environment: PlatformEnvironment;
  readonly names: AccountNames;
}

/** Of every function, machine, job, schedule and rule: by their rows, definitions and targets. */
export function neededRights(stack: Stack): readonly RoleNeeds[] {
  const machines = machinesOf(stack);
  return [
    ...functionNeeds(stack),
    ...machines.map(({ who, roleArn, definition }) => ({
      who,
      roleArn,
      needs: needsOfMachine({
        ...stack.environment,
        definition,
        jobPrefix: jobNamePrefix(stackName(stack.environment)),
      }),
    })),
    ...jobNeeds(
      stack,
      machines.flatMap(({ definition }) => jobsIn(definition)),
    ),
    ...scheduleNeeds(stack),
    ...ruleNeeds(stack),
  ];
}

function functionNeeds(stack: Stack): readonly RoleNeeds[] {
  const places = placesOf(stack);
  return ofType(stack, 'AWS::Lambda::Function').flatMap(({ properties, metadata }) => {
    if (typeof metadata.step !== 'string') return [];
    if (metadata.step === ANSWER_FUNCTION) return [answerNeeds(properties)];
    const kind = jobOf(metadata.step);
    const needs =
      kind === undefined
        ? needsOfStep(STEPS[metadata.step as StepName], places)
        : needsOfAccess(JOB_ACCESS[kind], places);
    return [{ who: `step ${metadata.step}`, roleArn: String(properties.Role), needs }];
  });
}

function answerNeeds({ Role, Environment }: Readonly<Record<string, unknown>>): RoleNeeds {
  const { Variables } = Environment as { readonly Variables: Readonly<Record<string, string>> };
  const machine = Variables[ENVIRONMENT_VARIABLES.promoteMachineArn] ?? '';
  const execution = `${machine.replace(':stateMachine:', ':execution:')}:first`;
  // Of SendTaskSuccess and SendTaskFailure the simulator's list says that they take no resource, and IAM asks the machine's: verify:iam asks them.
  const needs = [
    { action: 'states:GetExecutionHistory', resource: execution },
    { action: 'states:ListExecutions', resource: machine },
  ];
  return { who: 'the function that answers', roleArn: String(Role), needs };
}

function machinesOf(stack: Stack) {
  return ofType(stack, 'AWS::StepFunctions::StateMachine').map(({ properties, metadata }) => ({
    who: `machine ${String(metadata.machine)}`,
    roleArn: String(properties.RoleArn),
    definition: JSON.parse(String(properties.DefinitionString)) as unknown,
  }));
}

function jobNeeds(stack: Stack, tasks: readonly JobTask[]): readonly RoleNeeds[] {
  const byRole = new Map(tasks.map((task) => [task.roleArn, task]));
  return [...byRole.values()].map((task) => ({
    who: `${task.kind} job`,
    roleArn: task.roleArn,
    needs: needsOfJob(task, placesOf(stack), {
      ...stack.environment,
      jobPrefix: jobNamePrefix(stackName(stack.environment)),
    }),
  }));
}

function scheduleNeeds(stack: Stack): readonly RoleNeeds[] {
  return ofType(stack, 'AWS::Scheduler::Schedule').map(({ id, properties }) => {
    const { Arn, RoleArn, DeadLetterConfig } = properties.Target as ScheduleTarget;
    const action = Arn.startsWith('arn:aws:lambda:') ? 'lambda:InvokeFunction' : 'states:StartExecution';
    const needs = [
      { action, resource: Arn },
      { action: 'sqs:SendMessage', resource: DeadLetterConfig.Arn },
    ];
    return { who: `schedule ${id}`, roleArn: RoleArn, needs };
  });
}

interface ScheduleTarget {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly DeadLetterConfig: { readonly Arn: string };
}

function ruleNeeds(stack: Stack): readonly RoleNeeds[] {
  return ofType(stack, 'AWS::Events::Rule').flatMap(({ id, properties }) =>
    (properties.Targets as readonly { readonly Arn: string; readonly RoleArn: string }[]).map(({ Arn, RoleArn }) => ({
      who: `rule ${id}`,
      roleArn: RoleArn,
      needs: [{ action: 'states:StartExecution', resource: Arn }],
    })),
  );
}

function placesOf({ environment, names }: Stack): Places {
  const { account, region, dataKey, notifications, signing } = environment;
  const dataKeyArn = dataKey === 'own' ? names.arn('DataKey') : dataKey;
  const sagemaker = `arn:aws:sagemaker:${region}:${account}`;
  const group = packageGroupName(stackName(environment), weather.name);
  return {
    bucketArn: (layer: Layer) => names.arn(bucketLogicalId(layer)),
    dataKeyArn,
    signingKeyArn: names.arn(keyOfGeneration(SIGNING_KEY_LOGICAL_IDS.models, signing.models.generation)),
    auditKeyArn: names.arn(keyOfGeneration(SIGNING_KEY_LOGICAL_IDS.audit, signing.audit.generation)),
    ...('topicArn' in notifications
      ? notifications
      : { topicArn: names.arn('NotificationTopic'), topicKeyArn: dataKeyArn }),
    packageArns: {
      group: `${sagemaker}:model-package-group/${group}`,
      version: `${sagemaker}:model-package/${group}/1`,
    },
  };
}

function ofType({ template, names }: Stack, type: string) {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties, Metadata }]) =>
    Type === type ? [{ id, metadata: Metadata, properties: lazily(Properties, names) }] : [],
  );
}

/** Only the properties that are asked for: the others may hold tokens that nobody here knows. */
function lazily(
  properties: Readonly<Record<string, unknown>>,
  { resolve }: AccountNames,
): Readonly<Record<string, unknown>> {
  return new Proxy(properties, { get: (all, name) => resolve(all[String(name)]) });
}

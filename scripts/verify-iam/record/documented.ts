import * as z from 'zod';
import { jobNamePrefix, stackName } from '../../../core/contracts/names.ts';
import type { Call } from '../judged/call.ts';
import { idsOfType, type JudgedStack } from '../judged/stack.ts';
import { refOf } from '../../verify-deploy/read-back/resolve.ts';
import { jobsIn, type JobTask, needsOfMachine } from '../../verify-deploy/rights/needs-of-machines.ts';
import { callsInNetwork } from './calls-in-network.ts';
import { callsOfServices } from './calls-of-services.ts';
import { callsOfVolume } from './machine-calls.ts';

/** What AWS asks in a role's name where no code of ours does: by AWS's documentation, since no run of ours can show it. */
export function documentedCalls(stack: JudgedStack): readonly Call[] {
  return [
    ...callsOfFunctions(stack),
    ...callsOfMachines(stack),
    ...callsOfJobs(stack),
    ...callsOfSchedules(stack),
    ...callsOfRules(stack),
    ...callsOfServices(stack),
    ...callsInNetwork(stack),
    ...callsOfAnswers(stack),
  ];
}

/** A person's answer is given by one function, which looks the question up in the executions that wait for it. */
function callsOfAnswers({ template, names }: JudgedStack): readonly Call[] {
  const machines = idsOfType(template, 'AWS::StepFunctions::StateMachine');
  const promote = machines.find((id) => template.Resources[id]?.Metadata.machine === 'promote');
  const answering = idsOfType(template, 'AWS::Lambda::Function').find(
    (id) => template.Resources[id]?.Metadata.step === 'answer',
  );
  if (promote === undefined || answering === undefined) return [];
  const principal = String(names.resolve(template.Resources[answering]?.Properties.Role));
  const machine = names.arn(promote);
  const on = (resource: string, ...actions: readonly string[]) =>
    actions.map((action) => ({ principal, action: `states:${action}`, resource }));
  return [
    ...on(machine, 'ListExecutions', 'SendTaskSuccess', 'SendTaskFailure'),
    ...on(`${machine.replace(':stateMachine:', ':execution:')}:any-run`, 'GetExecutionHistory'),
  ];
}

/** A service takes a role, and says for whom. */
function taken(
  principal: string,
  resource: string,
  { account, source }: { readonly account: string; readonly source: string },
): Call {
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': source };
  return { principal, action: 'sts:AssumeRole', resource, context };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html, and X-Ray's segments where a function is traced. */
function callsOfFunctions({ template, names, environment }: JudgedStack): readonly Call[] {
  return idsOfType(template, 'AWS::Lambda::Function').flatMap((id) => {
    const { Properties, Metadata } = template.Resources[id] ?? {};
    if (Properties === undefined || typeof Metadata?.step !== 'string') return [];
    const { LogGroup } = z.object({ LogGroup: z.unknown() }).parse(Properties.LoggingConfig);
    const group = names.arn(refOf(LogGroup) ?? '').replace(/:\*$/, '');
    const stream = `${group}:log-stream:any`;
    const principal = String(names.resolve(Properties.Role));
    const traces = environment.tracing === 'active' ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : [];
    return [
      ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ principal, action, resource: stream })),
      ...traces.map((action) => ({ principal, action, resource: '*' })),
      taken('lambda.amazonaws.com', principal, { account: environment.account, source: names.arn(id) }),
    ];
  });
}

/** Every task of a definition, whether or not a run came to it; and X-Ray, which samples for a machine that is traced: https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html */
function callsOfMachines({ template, names, environment }: JudgedStack): readonly Call[] {
  const jobPrefix = jobNamePrefix(stackName(environment));
  return idsOfType(template, 'AWS::StepFunctions::StateMachine').flatMap((id) => {
    const { RoleArn, TracingConfiguration, DefinitionString } = template.Resources[id]?.Properties ?? {};
    const definition: unknown = JSON.parse(String(names.resolve(DefinitionString)));
    const principal = String(names.resolve(RoleArn));
    const traces = isTraced.safeParse(TracingConfiguration).success ? TRACES_OF_MACHINES : [];
    return [
      ...needsOfMachine({ ...environment, definition, jobPrefix }).map((need) => ({ principal, ...need })),
      ...traces.map((action) => ({ principal, action, resource: '*' })),
      taken('states.amazonaws.com', principal, { account: environment.account, source: names.arn(id) }),
    ];
  });
}

const isTraced = z.object({ Enabled: z.literal(true) });
const TRACES_OF_MACHINES = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'].map(
  (action) => `xray:${action}`,
);

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html: of CreateTrainingJob and CreateProcessingJob. */
function callsOfJobs(stack: JudgedStack): readonly Call[] {
  const { template, names } = stack;
  const jobs = idsOfType(template, 'AWS::StepFunctions::StateMachine').flatMap((id) =>
    jobsIn(JSON.parse(String(names.resolve(template.Resources[id]?.Properties.DefinitionString)))),
  );
  return jobs.flatMap((job) => callsOfJob(job, stack));
}

function callsOfJob(
  { kind, roleArn, image, volumeKeyArn }: JobTask,
  { names, environment }: JudgedStack,
): readonly Call[] {
  const { account, region, dataKey } = environment;
  const repository = (image.split('/')[1] ?? '').split(/[:@]/)[0] ?? '';
  const log = `arn:aws:logs:${region}:${account}:log-group:/aws/sagemaker/${kind}Jobs`;
  const stream = `${log}:log-stream:${jobNamePrefix(stackName(environment))}any-job/algo-1`;
  const on = (resource: string, ...actions: readonly string[]) =>
    actions.map((action) => ({ principal: roleArn, action, resource }));
  return [
    ...on(dataKey === 'own' ? names.arn('DataKey') : dataKey, 'kms:Encrypt'),
    ...on(
      `arn:aws:ecr:${region}:${account}:repository/${repository}`,
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchCheckLayerAvailability',
    ),
    ...on('*', 'ecr:GetAuthorizationToken'),
    ...on(log, 'logs:CreateLogGroup', 'logs:DescribeLogStreams'),
    ...on(stream, 'logs:CreateLogStream', 'logs:PutLogEvents'),
    ...callsOfVolume(volumeKeyArn).map((call) => ({ principal: roleArn, ...call })),
    taken('sagemaker.amazonaws.com', roleArn, {
      account,
      source: `arn:aws:sagemaker:${region}:${account}:${kind.toLowerCase()}-job/any-job`,
    }),
  ];
}

const targetSchema = z.looseObject({
  Arn: z.string(),
  RoleArn: z.string(),
  DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
});

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html */
function callsOfSchedules({ template, names, environment }: JudgedStack): readonly Call[] {
  return idsOfType(template, 'AWS::Scheduler::Schedule').flatMap((id) => {
    const { Target, GroupName } = template.Resources[id]?.Properties ?? {};
    const target = targetSchema.parse(names.resolve(Target));
    const { account, region } = environment;
    const group = `arn:aws:scheduler:${region}:${account}:schedule-group/${String(names.resolve(GroupName))}`;
    const action = target.Arn.startsWith('arn:aws:lambda:') ? 'lambda:InvokeFunction' : 'states:StartExecution';
    const letters = target.DeadLetterConfig;
    return [
      { principal: target.RoleArn, action, resource: target.Arn },
      ...(letters === undefined
        ? []
        : [{ principal: target.RoleArn, action: 'sqs:SendMessage', resource: letters.Arn }]),
      taken('scheduler.amazonaws.com', target.RoleArn, { account, source: group }),
    ];
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html */
function callsOfRules({ template, names, environment }: JudgedStack): readonly Call[] {
  return idsOfType(template, 'AWS::Events::Rule').flatMap((id) => {
    const targets = z.array(targetSchema).parse(names.resolve(template.Resources[id]?.Properties.Targets));
    return targets.flatMap(({ Arn, RoleArn }) => [
      { principal: RoleArn, action: 'states:StartExecution', resource: Arn },
      taken('events.amazonaws.com', RoleArn, { account: environment.account, source: names.arn(id) }),
    ]);
  });
}

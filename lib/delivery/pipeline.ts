import { ExecutionMode, Pipeline, PipelineType, Variable } from 'aws-cdk-lib/aws-codepipeline';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeBuildAction,
  ManualApprovalAction,
  StateMachineInput,
  StepFunctionInvokeAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { deliveryPipelineName, deliveryPipelineRoleName, machineName, stackName } from '../../core/contracts/names.ts';
import { acceptanceRunOf } from '../../environments/acceptance-run.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import type { Builds, Targets } from './builds.ts';
import { ALL_BUILDS, BUILD_VARIABLES } from './commands.ts';
import type { Taken } from './commands.ts';
import { objectsHandedOn, takeTargetRole, targetRoleArn } from './rights.ts';
import { fetchFrom } from './source.ts';
import type { FetchedSource, PipelineSource } from './source.ts';
import { PIPELINES } from './stages.ts';
import type { PipelineName, Stage, StageAction } from './stages.ts';
import type { DeliveryStore } from './store.ts';

export interface DeliveryPipelineProps {
  readonly store: DeliveryStore;
  readonly builds: Builds;
  readonly targets: Targets;
  readonly source: PipelineSource;
  readonly fetchSource: readonly PolicyStatement[];
  readonly branch: string;
  readonly startedBy: 'a-merge' | 'others';
  readonly approval: DeliveryEnvironment['approval'];
  readonly approvalTopic: ITopic;
}

/** One pipeline, as stages.ts has it, in a role that may do what its actions need. */
export class DeliveryPipeline extends Construct {
  readonly pipeline: Pipeline;
  private readonly role: Role;
  private readonly source: FetchedSource;

  constructor(
    scope: Construct,
    readonly name: PipelineName,
    private readonly props: DeliveryPipelineProps,
  ) {
    super(scope, name);
    const stack = Stack.of(this);
    const { store, source, branch, startedBy } = props;
    const pipelineName = deliveryPipelineName(stack.stackName, name);
    this.role = new Role(this, 'Role', {
      roleName: deliveryPipelineRoleName(stack.stackName, name),
      description: `What the pipeline ${name} may do`,
      assumedBy: new ServicePrincipal('codepipeline.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnEquals: { 'aws:SourceArn': stack.formatArn({ service: 'codepipeline', resource: pipelineName }) },
        },
      }),
    });
    this.source = fetchFrom(this, source, { branch, startedBy });
    const stages: readonly Stage[] = PIPELINES[name];
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: PipelineType.V2,
      // Every merge has its turn: a commit that is overtaken would not be built, and so never be released.
      executionMode: ExecutionMode.QUEUED,
      artifactBucket: store.bucket,
      role: this.role.withoutPolicyUpdates(),
      usePipelineRoleForActions: true,
      restartExecutionOnUpdate: false,
      triggers: [...this.source.triggers],
      variables: variablesOf(stages),
      stages: [
        { stageName: 'Source', actions: [this.source.action] },
        ...stages.map((stage) => ({ stageName: stage.name, actions: this.actionsOf(stage) })),
      ],
    });
    for (const statement of this.rights(stages)) this.role.addToPolicy(statement);
  }

  private actionsOf({ name: stage, actions }: Stage): IAction[] {
    return actions.flatMap((action, index) =>
      this.actionOf(action, { stage, runOrder: index + 1, before: actions[index - 1] }),
    );
  }

  private actionOf(action: StageAction, at: Place): readonly IAction[] {
    switch (action.does) {
      case 'build':
        return [this.build(action, at)];
      case 'machine':
        return this.inputsOf(action).map((input, index) => this.machine(action, { ...at, input, index }));
      case 'ask':
        return [this.approval(action, at)];
      default:
        return action satisfies never;
    }
  }

  /** An execution each, side by side. */
  private inputsOf({ machine, environment }: Extract<StageAction, { does: 'machine' }>): readonly MachineInput[] {
    switch (machine) {
      case 'pipeline':
        return [acceptanceRunOf(this.props.targets[environment])];
      case 'smoke':
        return this.props.targets[environment].datasets.map((dataset) => ({ dataset }));
      default:
        return machine satisfies never;
    }
  }

  private build({ name, build }: Extract<StageAction, { does: 'build' }>, { stage, runOrder, before }: Place): IAction {
    return new CodeBuildAction({
      actionName: name,
      runOrder,
      variablesNamespace: namespaceOf(stage, name),
      project: this.props.builds.of(build).project,
      input: this.source.output,
      environmentVariables: {
        [BUILD_VARIABLES.commit]: { value: this.source.commit },
        ...(before?.does === 'machine'
          ? { [BUILD_VARIABLES.execution]: { value: `#{${namespaceOf(stage, before.name)}.ExecutionArn}` } }
          : {}),
        ...Object.fromEntries(
          Object.entries(ALL_BUILDS[build].takes ?? {}).map(([name, taken]) => [
            name,
            { value: `#{${whoseNamespace(taken)}.${name}}` },
          ]),
        ),
      },
    });
  }

  private machine(
    action: Extract<StageAction, { does: 'machine' }>,
    { stage, runOrder, input, index }: Place & { readonly input: MachineInput; readonly index: number },
  ): IAction {
    const { environment, machine } = action;
    const target = this.props.targets[environment];
    const name = `${machine}-${input.dataset}`;
    return new StepFunctionInvokeAction({
      actionName: `${action.name}-${input.dataset}`,
      runOrder,
      // Whoever comes after refers to the first: if one of the others fails, nobody comes after.
      ...(index === 0 ? { variablesNamespace: namespaceOf(stage, action.name) } : {}),
      stateMachine: StateMachine.fromStateMachineArn(this, name, machineArn(this, target, machine)),
      // Without a role of ours CDK adds a stack of its own for the other account.
      role: Role.fromRoleArn(this, `${name}-role`, targetRoleArn(this, target, 'run'), { mutable: false }),
      stateMachineInput: StateMachineInput.literal(input),
    });
  }

  private approval({ name, shows }: Extract<StageAction, { does: 'ask' }>, { runOrder }: Place): IAction {
    const evidence = namespaceOf(shows, shows);
    return new ManualApprovalAction({
      actionName: name,
      runOrder,
      timeout: Duration.hours(this.props.approval.timeoutHours),
      notificationTopic: this.props.approvalTopic,
      additionalInformation: `Commit ${this.source.commit}, evidence with SHA-256 #{${evidence}.EVIDENCE_SHA256}: read it, then decide`,
      externalEntityLink: `#{${evidence}.EVIDENCE_URL}`,
    });
  }

  private rights(stages: readonly Stage[]): readonly PolicyStatement[] {
    const { store, builds, targets, fetchSource, approvalTopic } = this.props;
    const actions = stages.flatMap((stage) => stage.actions);
    const projects = actions.flatMap((action) =>
      action.does === 'build' ? [builds.of(action.build).project.projectArn] : [],
    );
    const run = actions.flatMap((action) => (action.does === 'machine' ? [targets[action.environment]] : []));
    return [
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:PutObjectAcl'],
        resources: [objectsHandedOn(store)],
      }),
      new PolicyStatement({
        actions: ['s3:GetBucketVersioning', 's3:GetBucketLocation', 's3:GetBucketAcl'],
        resources: [store.bucket.bucketArn],
      }),
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [store.key.keyArn] }),
      ...fetchSource,
      new PolicyStatement({
        actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        resources: projects,
      }),
      ...run.map((target) => takeTargetRole(this, target, 'run')),
      ...(actions.some(({ does }) => does === 'ask')
        ? [new PolicyStatement({ actions: ['sns:Publish'], resources: [approvalTopic.topicArn] })]
        : []),
    ];
  }
}

interface MachineInput {
  readonly dataset: string;
}

interface Place {
  readonly stage: string;
  readonly runOrder: number;
  readonly before: StageAction | undefined;
}

/** What a person may say who starts the pipeline. */
function variablesOf(stages: readonly Stage[]): Variable[] {
  const builds = stages.flatMap(({ actions }) =>
    actions.flatMap((action) => (action.does === 'build' ? [ALL_BUILDS[action.build]] : [])),
  );
  return builds.flatMap(({ takes = {} }) =>
    Object.entries(takes).flatMap(([variableName, taken]) =>
      taken.of === 'a-person'
        ? [new Variable({ variableName, defaultValue: taken.otherwise, description: taken.description })]
        : [],
    ),
  );
}

/** CodePipeline's own, of what a person says. */
const OF_THE_PIPELINE = 'variables';

function whoseNamespace(taken: Taken): string {
  return taken.of === 'a-person' ? OF_THE_PIPELINE : namespaceOf(taken.stage, taken.stage);
}

/** What an action's variables are called by in later ones. */
function namespaceOf(stage: string, action: string): string {
  return `${stage}${action}`;
}

function machineArn(scope: Construct, target: Targets[keyof Targets], machine: string): string {
  const { account, region } = target;
  return Stack.of(scope).formatArn({
    service: 'states',
    account,
    region,
    resource: 'stateMachine',
    resourceName: machineName(stackName(target), machine),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

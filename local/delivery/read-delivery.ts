import * as z from 'zod';
import { readBuildSpec } from './build-spec.ts';
import { matches } from './event-pattern.ts';
import type { DeliveryPlan, PipelinePlan, ProjectPlan, RulePlan, StagePlan } from './plan.ts';
import { readAction, requireKnownReferences, type Surroundings } from './read-actions.ts';
import { readRules } from './read-rules.ts';
import { readWhole, refusal } from './refusal.ts';
import { type DeliveryTemplate, type Place, type Resolve, resolverOf } from './resolver.ts';

const stageSchema = z.strictObject({ Name: z.string(), Actions: z.array(z.unknown()) });

const triggerSchema = z.strictObject({
  ProviderType: z.string(),
  GitConfiguration: z.strictObject({
    SourceActionName: z.string(),
    Push: z.array(z.strictObject({ Branches: z.strictObject({ Includes: z.array(z.string()) }) })),
  }),
});

const pipelineSchema = z.strictObject({
  Name: z.string(),
  PipelineType: z.literal('V2'),
  ExecutionMode: z.string().optional(),
  RestartExecutionOnUpdate: z.boolean().optional(),
  ArtifactStore: z.unknown().optional(),
  RoleArn: z.unknown().optional(),
  Tags: z.unknown().optional(),
  Triggers: z.array(triggerSchema).default([]),
  Variables: z
    .array(z.strictObject({ Name: z.string(), DefaultValue: z.string(), Description: z.string().optional() }))
    .default([]),
  Stages: z.array(stageSchema),
});

const projectSchema = z.looseObject({
  Name: z.string(),
  Environment: z.looseObject({
    EnvironmentVariables: z
      .array(z.strictObject({ Name: z.string(), Type: z.literal('PLAINTEXT'), Value: z.string() }))
      .default([]),
  }),
  Source: z.looseObject({ BuildSpec: z.unknown() }),
});

/**
 * The delivery's stack as a rehearsal walks it, all of it read before anything is played.
 *
 * @throws RehearsalRefused naming the action type, the field of a buildspec, the pattern that cannot be played
 */
export function readDelivery(template: DeliveryTemplate, place: Place): DeliveryPlan {
  const resolve = resolverOf(template, place);
  const around: Surroundings = {
    project: (name) => projectNamed(name, template, resolve),
    subscribers: (topic) => subscribers(topic, template, resolve),
  };
  const rules = readRules(template, resolve, around);
  const pipelines = resourcesOf(template, 'AWS::CodePipeline::Pipeline').map(([id, properties]) =>
    readPipeline(resolve({ 'Fn::GetAtt': [id, 'Arn'] }), readable(properties, resolve), { around, rules }),
  );
  if (pipelines.length > 0) return { pipelines, rules };
  throw refusal({
    problem: "the delivery's stack has no pipelines",
    allowed: "a source of environments/delivery.ts that pipelines fetch from: 'connection' or 'codecommit'",
    hint: "of 'github-actions' the workflows that 'npm run workflow' writes call the same commands",
  });
}

function readPipeline(
  arn: unknown,
  properties: unknown,
  { around, rules }: { readonly around: Surroundings; readonly rules: readonly RulePlan[] },
): PipelinePlan {
  const { Name, Stages, Triggers, Variables } = readWhole(pipelineSchema, properties, 'a pipeline');
  const stages = Stages.map((stage): StagePlan => {
    const actions = stage.Actions.map((action) => readAction(action, `${Name}, stage ${stage.Name}`, around));
    return { name: stage.Name, actions: actions.sort((a, b) => a.runOrder - b.runOrder) };
  });
  const variables = Object.fromEntries(Variables.map(({ Name: name, DefaultValue }) => [name, DefaultValue]));
  requireKnownReferences(
    Name,
    stages.flatMap(({ actions }) => actions),
    variables,
  );
  const pushed = Triggers.flatMap(({ GitConfiguration }) =>
    GitConfiguration.Push.flatMap(({ Branches }) => Branches.Includes),
  );
  const branches = stages.flatMap(({ actions }) =>
    actions.flatMap((action) => (action.does === 'source' ? [action.branch] : [])),
  );
  const told = branches.filter((branch) => startsOnCodeCommit(Name, branch, rules));
  return { name: Name, arn: String(arn), startedBy: [...new Set([...pushed, ...told])], variables, stages };
}

/** CodeCommit has no triggers: a rule tells the pipeline of a push. */
function startsOnCodeCommit(pipeline: string, branch: string, rules: readonly RulePlan[]): boolean {
  return rules.some(({ pattern, targets }) => {
    const { resources, ...others } = pattern;
    const event = {
      source: 'aws.codecommit',
      'detail-type': 'CodeCommit Repository State Change',
      detail: { event: 'referenceUpdated', referenceType: 'branch', referenceName: branch },
    };
    const starts = targets.some((target) => target.does === 'pipeline' && target.pipeline === pipeline);
    return resources !== undefined && starts && matches(others, event);
  });
}

function resourcesOf({ Resources }: DeliveryTemplate, type: string) {
  return Object.entries(Resources).flatMap(([id, resource]) =>
    resource.Type === type ? [[id, resource.Properties ?? {}] as const] : [],
  );
}

/** Rights and places of artifacts are nothing that a laptop plays, and name what only an account knows. */
const UNREAD = new Set(['ArtifactStore', 'RoleArn', 'Tags', 'EncryptionKey', 'ServiceRole', 'LogsConfig', 'VpcConfig']);

function readable(properties: Readonly<Record<string, unknown>>, resolve: Resolve): unknown {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, UNREAD.has(name) ? 'unread' : resolve(value)]),
  );
}

function projectNamed(name: string, template: DeliveryTemplate, resolve: Resolve): ProjectPlan {
  for (const [, properties] of resourcesOf(template, 'AWS::CodeBuild::Project')) {
    if (resolve(properties.Name) !== name) continue;
    const { Environment, Source } = readWhole(projectSchema, readable(properties, resolve), `the project ${name}`);
    const variables = Environment.EnvironmentVariables.map(({ Name, Value }) => [Name, Value] as const);
    return { name, variables: Object.fromEntries(variables), build: readBuildSpec(Source.BuildSpec, name) };
  }
  throw refusal({ problem: 'the template names a build project that it does not define', got: name });
}

function subscribers(topic: string, template: DeliveryTemplate, resolve: Resolve): readonly string[] {
  return resourcesOf(template, 'AWS::SNS::Subscription').flatMap(([, { TopicArn, Endpoint }]) =>
    resolve(TopicArn) === topic ? [String(resolve(Endpoint))] : [],
  );
}

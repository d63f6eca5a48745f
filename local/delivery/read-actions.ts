import * as z from 'zod';
import type { ActionPlan, PipelinePlan, ProjectPlan } from './plan.ts';
import { readWhole, refusal } from './refusal.ts';
import { OF_THE_PIPELINE, referencesIn } from './variables.ts';

const artifacts = z.array(z.strictObject({ Name: z.string() })).optional();

const actionSchema = z.strictObject({
  Name: z.string(),
  ActionTypeId: z.strictObject({ Category: z.string(), Owner: z.string(), Provider: z.string(), Version: z.string() }),
  Configuration: z.record(z.string(), z.unknown()).default({}),
  InputArtifacts: artifacts,
  OutputArtifacts: artifacts,
  Namespace: z.string().optional(),
  RoleArn: z.string().optional(),
  RunOrder: z.number().default(1),
  TimeoutInMinutes: z.number().optional(),
});

/** What the actions of a template refer to. */
export interface Surroundings {
  /** By the name of the project. */
  readonly project: (name: string) => ProjectPlan;
  /** Who has subscribed to a topic. */
  readonly subscribers: (topicArn: string) => readonly string[];
}

type Named = Pick<ActionPlan, 'name' | 'namespace' | 'runOrder'>;
type Read = (configuration: unknown, what: string, around: Surroundings) => WithoutName<ActionPlan>;
type WithoutName<A> = A extends ActionPlan ? Omit<A, keyof Named> : never;

const connectionSchema = z.strictObject({
  ConnectionArn: z.string(),
  FullRepositoryId: z.string(),
  BranchName: z.string(),
  OutputArtifactFormat: z.string().optional(),
  DetectChanges: z.boolean().optional(),
});

const codeCommitSchema = z.strictObject({
  RepositoryName: z.string(),
  BranchName: z.string(),
  OutputArtifactFormat: z.string().optional(),
  PollForSourceChanges: z.literal(false),
});

const codeBuildSchema = z.strictObject({ ProjectName: z.string(), EnvironmentVariables: z.string().default('[]') });
const variablesSchema = z.array(
  z.strictObject({ name: z.string(), type: z.literal('PLAINTEXT').default('PLAINTEXT'), value: z.string() }),
);

const stepFunctionsSchema = z.strictObject({
  StateMachineArn: z.string(),
  InputType: z.literal('Literal'),
  Input: z.string(),
});
const inputSchema = z.record(z.string(), z.unknown());

const approvalSchema = z.strictObject({
  NotificationArn: z.string().optional(),
  CustomData: z.string().default(''),
  ExternalEntityLink: z.string().default(''),
});

/** By category, owner and provider. */
const READERS: Readonly<Record<string, Read>> = {
  'Source/AWS/CodeStarSourceConnection': (configuration, what) => ({
    does: 'source',
    branch: readWhole(connectionSchema, configuration, what).BranchName,
  }),
  'Source/AWS/CodeCommit': (configuration, what) => ({
    does: 'source',
    branch: readWhole(codeCommitSchema, configuration, what).BranchName,
  }),
  'Build/AWS/CodeBuild': (configuration, what, { project }) => {
    const { ProjectName, EnvironmentVariables } = readWhole(codeBuildSchema, configuration, what);
    const variables = readWhole(variablesSchema, JSON.parse(EnvironmentVariables), `${what}, EnvironmentVariables`);
    return {
      does: 'build',
      project: project(ProjectName),
      variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    };
  },
  'Invoke/AWS/StepFunctions': (configuration, what) => {
    const { StateMachineArn, Input } = readWhole(stepFunctionsSchema, configuration, what);
    return { does: 'machine', machineArn: StateMachineArn, input: readWhole(inputSchema, JSON.parse(Input), what) };
  },
  'Approval/AWS/Manual': (configuration, what, { subscribers }) => {
    const { NotificationArn, CustomData, ExternalEntityLink } = readWhole(approvalSchema, configuration, what);
    const tells = NotificationArn === undefined ? [] : subscribers(NotificationArn);
    return { does: 'approval', text: CustomData, link: ExternalEntityLink, tells };
  },
};

/** @param where the stage, for messages @throws RehearsalRefused naming what cannot be played */
export function readAction(value: unknown, where: string, around: Surroundings): ActionPlan {
  const action = readWhole(actionSchema, value, `an action of ${where}`);
  const { Category, Owner, Provider } = action.ActionTypeId;
  const what = `the action ${action.Name} of ${where}`;
  const type = `${Category}/${Owner}/${Provider}`;
  const read = READERS[type];
  if (read === undefined) {
    throw refusal({
      problem: `${what} is of a type that a rehearsal cannot play`,
      got: type,
      allowed: Object.keys(READERS).join(', '),
      hint: 'add it to local/delivery/read-actions.ts, with what plays it',
    });
  }
  const named = { name: action.Name, namespace: action.Namespace, runOrder: action.RunOrder };
  return { ...named, ...read(action.Configuration, what, around) };
}

/** Variables that CodePipeline's own actions leave, as far as a rehearsal knows their values. */
export const LEFT_BY = {
  source: ['CommitId', 'BranchName', 'CommitMessage', 'AuthorDate'],
  machine: ['ExecutionArn', 'StateMachineArn'],
  approval: [],
} as const;

/** What later actions may refer to. */
export function variablesLeftBy(action: ActionPlan): readonly string[] {
  return action.does === 'build' ? action.project.build.exported : LEFT_BY[action.does];
}

/** Every text of an action in which variables are put. */
export function textsOf(action: ActionPlan): readonly string[] {
  switch (action.does) {
    case 'source':
      return [];
    case 'build':
      return Object.values(action.variables);
    case 'machine':
      return [JSON.stringify(action.input)];
    case 'approval':
      return [action.text, action.link];
    default:
      return action satisfies never;
  }
}

/** @param variables the pipeline's own @throws RehearsalRefused where an action refers to what neither the pipeline nor an action before it has */
export function requireKnownReferences(
  pipeline: string,
  actions: readonly ActionPlan[],
  variables: PipelinePlan['variables'],
): void {
  const own = Object.keys(variables).map((name) => `${OF_THE_PIPELINE}.${name}`);
  for (const [index, action] of actions.entries()) {
    const left = actions
      .slice(0, index)
      .flatMap((each) => variablesLeftBy(each).map((name) => `${each.namespace ?? ''}.${name}`));
    const known = [...own, ...left];
    const unknown = textsOf(action)
      .flatMap(referencesIn)
      .find(({ namespace, name }) => !known.includes(`${namespace}.${name}`));
    if (unknown === undefined) continue;
    throw refusal({
      problem: `the action ${action.name} of ${pipeline} refers to a variable that no action before it leaves`,
      got: `#{${unknown.namespace}.${unknown.name}}`,
      allowed: known.join(', '),
    });
  }
}

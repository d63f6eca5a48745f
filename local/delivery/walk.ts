import type {
  ActionPlan,
  ApprovalAction,
  BuildAction,
  DeliveryPlan,
  MachineAction,
  PipelinePlan,
  RuleTarget,
  SourceAction,
  StagePlan,
} from './plan.ts';
import { matches } from './event-pattern.ts';
import type { Place } from './resolver.ts';
import { OF_THE_PIPELINE, withVariables } from './variables.ts';

export type Left = Readonly<Record<string, string>>;

/** Where in the walk something is. */
export interface At {
  readonly pipeline: string;
  readonly stage: string;
}

/** What plays an action: its variables are resolved. Each returns what it leaves for later ones, and throws where the action fails. */
export interface Players {
  source(action: SourceAction, at: At): Promise<Left>;
  build(action: Pick<BuildAction, 'name' | 'project' | 'variables'>, at: At): Promise<Left | LeftOut>;
  machine(action: MachineAction, at: At): Promise<Left>;
  approval(action: ApprovalAction, at: At): Promise<Left>;
  /** People are told something by a rule. */
  tell(tells: readonly string[], message: string): void;
}

/** An action that was not played, as was asked for. */
export class LeftOut {
  constructor(readonly why: string) {}
}

export interface ActionOutcome extends At {
  readonly action: string;
  readonly outcome: 'succeeded' | 'failed' | 'left out';
  /** Why it failed, or was left out. */
  readonly why?: string;
  readonly seconds: number;
}

export interface Walk {
  readonly plan: DeliveryPlan;
  readonly place: Place;
  readonly players: Players;
  readonly nowMs: () => number;
  readonly onStage: (at: At) => void;
  readonly onAction: (name: string) => void;
  readonly onOutcome: (outcome: ActionOutcome) => void;
  /** A rule was met, and what it starts is played. */
  readonly onRule: (rule: string, because: string) => void;
}

/** Walks a pipeline from its source on, and what the rules of the stack start when stages succeed or fail. @returns whether the pipeline itself came to its end */
export async function walkPipeline(
  pipeline: PipelinePlan,
  walk: Walk,
  /** Whose end has led to this one's start. */
  after: readonly string[] = [],
): Promise<boolean> {
  if (after.includes(pipeline.name))
    throw new Error(`${[...after, pipeline.name].join(' starts ')}: the rules of the template would never stop`);
  const variables = new Map<string, Left>([[OF_THE_PIPELINE, pipeline.variables]]);
  for (const stage of pipeline.stages) {
    const at = { pipeline: pipeline.name, stage: stage.name };
    walk.onStage(at);
    const hasSucceeded = await walkStage(stage, at, { walk, variables });
    const state = hasSucceeded ? 'SUCCEEDED' : 'FAILED';
    await follow({ kind: 'Stage', pipeline, state, detail: { stage: stage.name }, after }, walk);
    if (hasSucceeded) continue;
    await follow({ kind: 'Pipeline', pipeline, state, detail: {}, after }, walk);
    return false;
  }
  await follow({ kind: 'Pipeline', pipeline, state: 'SUCCEEDED', detail: {}, after }, walk);
  return true;
}

interface Walking {
  readonly walk: Walk;
  readonly variables: Map<string, Left>;
}

/** Actions of one run order would run side by side: when one of them fails, the others still come to their end. */
async function walkStage({ actions }: StagePlan, at: At, walking: Walking): Promise<boolean> {
  let failedAt = Infinity;
  for (const action of actions) {
    if (action.runOrder > failedAt) break;
    if (!(await playAction(action, at, walking))) failedAt = action.runOrder;
  }
  return failedAt === Infinity;
}

async function playAction(action: ActionPlan, at: At, { walk, variables }: Walking): Promise<boolean> {
  walk.onAction(action.name);
  const startedAtMs = walk.nowMs();
  const ended = (outcome: ActionOutcome['outcome'], why?: string): void => {
    const seconds = (walk.nowMs() - startedAtMs) / 1000;
    walk.onOutcome({ ...at, action: action.name, outcome, seconds, ...(why === undefined ? {} : { why }) });
  };
  try {
    const left = await play(action, at, { walk, variables });
    if (left instanceof LeftOut) ended('left out', left.why);
    else {
      if (action.namespace !== undefined) variables.set(action.namespace, left);
      ended('succeeded');
    }
    return true;
  } catch (error) {
    ended('failed', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    return false;
  }
}

async function play(action: ActionPlan, at: At, { walk, variables }: Walking): Promise<Left | LeftOut> {
  const resolved = (text: string): string => withVariables(text, variables);
  const { players } = walk;
  switch (action.does) {
    case 'source':
      return players.source(action, at);
    case 'build':
      return players.build({ ...action, variables: mapValues(action.variables, resolved) }, at);
    case 'machine':
      return players.machine({ ...action, input: JSON.parse(resolved(JSON.stringify(action.input))) }, at);
    case 'approval':
      return players.approval({ ...action, text: resolved(action.text), link: resolved(action.link) }, at);
    default:
      return action satisfies never;
  }
}

function mapValues(record: Left, map: (value: string) => string): Left {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

interface Happened {
  readonly kind: 'Stage' | 'Pipeline';
  readonly pipeline: PipelinePlan;
  readonly state: 'SUCCEEDED' | 'FAILED';
  readonly detail: Left;
  readonly after: readonly string[];
}

/** Plays the targets of every rule that waits for what happened: the event is the one that CodePipeline would send. */
async function follow({ kind, pipeline, state, detail, after }: Happened, walk: Walk): Promise<void> {
  const { account, region } = walk.place;
  const event = {
    version: '0',
    source: 'aws.codepipeline',
    'detail-type': `CodePipeline ${kind} Execution State Change`,
    account,
    region,
    resources: [pipeline.arn],
    detail: { pipeline: pipeline.name, 'execution-id': 'rehearsal', state, ...detail },
  };
  for (const { name, pattern, targets } of walk.plan.rules) {
    if (!matches(pattern, event)) continue;
    walk.onRule(name, `${pipeline.name}${detail.stage === undefined ? '' : `, stage ${detail.stage}`}: ${state}`);
    const cause = { event, rule: name, after: [...after, pipeline.name] };
    for (const target of targets) await playTarget(target, cause, walk);
  }
}

interface Cause {
  readonly event: unknown;
  readonly rule: string;
  readonly after: readonly string[];
}

async function playTarget(target: RuleTarget, { event, rule, after }: Cause, walk: Walk): Promise<void> {
  switch (target.does) {
    case 'pipeline': {
      const started = walk.plan.pipelines.find(({ name }) => name === target.pipeline);
      if (started === undefined)
        throw new Error(`the rule ${rule} starts ${target.pipeline}, which the template lacks`);
      await walkPipeline(started, walk, after);
      return;
    }
    case 'build': {
      const action = { does: 'build', name: target.project.name, namespace: undefined, runOrder: 1 } as const;
      const at = { pipeline: after.at(-1) ?? '', stage: `rule ${rule}` };
      const build = { ...action, project: target.project, variables: {} };
      await playAction(build, at, { walk, variables: new Map() });
      return;
    }
    case 'tell':
      walk.players.tell(target.tells, messageOf(target.message, event));
      return;
    default:
      return target satisfies never;
  }
}

function messageOf(
  { text, paths }: { readonly text: string; readonly paths: Readonly<Record<string, string>> },
  event: unknown,
): string {
  const at = (path: string): unknown =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((within, key) => Object(within)[key], event);
  const told = text.replace(/<([\w-]+)>/g, (whole, name: string) => {
    const path = paths[name];
    const value = path === undefined ? whole : at(path);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  return told.replace(/^"(.*)"$/s, '$1');
}

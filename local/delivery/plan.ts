import type { BuildPlan } from './build-spec.ts';
import type { Pattern } from './event-pattern.ts';

/** The delivery's stack as far as a rehearsal walks it: what is not in here is not played, and what is here can be. */
export interface DeliveryPlan {
  readonly pipelines: readonly PipelinePlan[];
  readonly rules: readonly RulePlan[];
}

export interface PipelinePlan {
  readonly name: string;
  readonly arn: string;
  /** Branches whose push starts it. */
  readonly startedBy: readonly string[];
  /** What a person may say who starts it, as it is where nobody does. */
  readonly variables: Readonly<Record<string, string>>;
  readonly stages: readonly StagePlan[];
}

export interface StagePlan {
  readonly name: string;
  /** In their run order. */
  readonly actions: readonly ActionPlan[];
}

interface NamedAction {
  readonly name: string;
  /** What its variables are called by. */
  readonly namespace: string | undefined;
  readonly runOrder: number;
}

export interface SourceAction extends NamedAction {
  readonly does: 'source';
  readonly branch: string;
}

export interface BuildAction extends NamedAction {
  readonly does: 'build';
  readonly project: ProjectPlan;
  /** With references to variables of actions before. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface MachineAction extends NamedAction {
  readonly does: 'machine';
  readonly machineArn: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ApprovalAction extends NamedAction {
  readonly does: 'approval';
  readonly text: string;
  readonly link: string;
  /** Who is told that a person is waited for. */
  readonly tells: readonly string[];
}

export type ActionPlan = SourceAction | BuildAction | MachineAction | ApprovalAction;

export interface ProjectPlan {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly build: BuildPlan;
}

export interface RulePlan {
  readonly name: string;
  readonly pattern: Pattern;
  readonly targets: readonly RuleTarget[];
}

export type RuleTarget =
  | { readonly does: 'pipeline'; readonly pipeline: string }
  | { readonly does: 'build'; readonly project: ProjectPlan }
  | { readonly does: 'tell'; readonly tells: readonly string[]; readonly message: MessageTemplate };

/** What an EventBridge target is told: `<name>` of the text is the event's value at the path. */
export interface MessageTemplate {
  readonly text: string;
  readonly paths: Readonly<Record<string, string>>;
}

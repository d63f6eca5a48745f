import type { Clock } from './clock.ts';
import type { Execution, ExecutionRequest, RunningExecution } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import type { Json } from './json.ts';
import type { Random } from './random.ts';
import type { IntegrationPattern } from './task/resource.ts';
import type { S3Objects } from './s3.ts';
import type { TaskTokens } from './task/task-tokens.ts';

/** What the interpreter asks of the outside when a Task runs. */
export interface TaskRequest {
  /** The Resource without its pattern suffix, 'arn:aws:states:::lambda:invoke'. */
  readonly resource: string;
  readonly arguments: Json;
  readonly pattern: IntegrationPattern;
  /** With `.waitForTaskToken`: give it to whoever will call sendTaskSuccess. */
  readonly taskToken?: string;
  readonly stateName: string;
  /** The context object, `$states.context`. */
  readonly context: Json;
  /** Aborted when the state times out or is no longer wanted. */
  readonly signal: AbortSignal;
  /** Restarts HeartbeatSeconds. */
  heartbeat(): void;
  /** With `.sync`: writes TaskSubmitted, the answer of the call that started the job. */
  submitted(output: Json): void;
  /** Waits on the interpreter's clock. */
  sleep(ms: number): Promise<void>;
}

/**
 * Does what a Task asks and resolves to its result; with `.waitForTaskToken` to the TaskSubmitted output. An error thrown
 * fails the state: its `name` is the Error, its message the Cause. A StateFailure gives both as they are.
 */
export type TaskHandler = (request: TaskRequest) => Promise<unknown>;

/** Everything that an execution shares with all others of its interpreter. */
export interface Engine {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokens: TaskTokens;
  readonly s3: S3Objects | undefined;
  readonly findHandler: (resource: string) => TaskHandler | undefined;
  readonly onEvent: (execution: Execution, event: HistoryEvent) => void;
  /** Starts an execution by name, for nested ones. */
  readonly start: (request: ExecutionRequest) => RunningExecution;
}

import type { Failure } from './errors.ts';
import type { HistoryEvent } from './history.ts';
import type { Json } from './json.ts';

export interface ExecutionRequest {
  readonly machineArn: string;
  /** Without it, a UUID. */
  readonly name?: string;
  readonly input: Json;
}

/** An execution as DescribeExecution and GetExecutionHistory show it. */
export interface Execution {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAtMs: number;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly stoppedAtMs?: number;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
}

export interface RunningExecution {
  readonly execution: Execution;
  /** Resolves when the execution is over, however it ended; rejects only for a defect of the interpreter. */
  readonly finished: Promise<Execution>;
  stop(failure?: Failure): void;
}

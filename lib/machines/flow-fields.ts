import type { IChainable, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Duration } from 'aws-cdk-lib/core';
import type { JobRequest, JobSite } from '../compute/job-site.ts';
import type { Expressions } from './jsonata.ts';

export interface TaskFields {
  /** What the called one gets, an expression a field. */
  readonly input: Expressions;
  /** Variables for all later states. */
  readonly assign?: Expressions;
  /** What the next state gets as `$states.input`. */
  readonly output?: string;
}

export interface ChildFields extends TaskFields {
  readonly machine: { readonly stateMachine: IStateMachine; readonly timeLimit: Duration };
  /** The execution's name: asked for twice, it runs once. A redriven parent asks for another, since its failed child has the name for good. */
  readonly name: string;
  /**
   * Where a failure leads; without it, to the failure end. The error is `$failure`; inside a Map, where a variable would be one of the whole machine,
   * `$states.input.failure`, beside the task's own input.
   */
  readonly failed?: IChainable;
}

export interface StartFields {
  readonly machine: { readonly stateMachine: IStateMachine };
  /** The execution's name: whoever asks for one that is there goes on with `already`. */
  readonly name: string;
  readonly input: Expressions;
  /** What the next state gets as `$states.input`. */
  readonly output: string;
  readonly already: IChainable;
}

export interface JobFields {
  readonly site: JobSite;
  readonly request: JobRequest;
  readonly output: Expressions;
}

export interface ApprovalFields {
  readonly input: Expressions;
  /** Variables for all later states; the answer is `$states.result`. */
  readonly assign: Expressions;
  readonly timeLimit: Duration;
  /** Where the execution goes when the answer is no, or none came in time; the reason is in `$refusal`. */
  readonly refused: IChainable;
}

export interface Roads {
  readonly yes: IChainable;
  /** Without it, straight on. */
  readonly no?: IChainable;
}

export interface DataFields {
  /** The two states' names: who delivers differs from machine to machine. */
  readonly ingest: string;
  readonly transform: string;
  /** More variables, beside `$data`, from what the transform step returned. */
  readonly assign?: Expressions;
}

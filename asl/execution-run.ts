import { executionArnOf, machineNameOf, roleArnOf } from './arn.ts';
import type { StateGraph } from './definition.ts';
import type { Engine } from './engine.ts';
import { Aborted, failureDetails, STATES_ERRORS, StateFailure, StateTimeout, type Failure } from './errors.ts';
import type { Execution, RunningExecution } from './execution.ts';
import { History, MAX_EVENTS } from './history.ts';
import { jsonText, type Json } from './json.ts';
import { Lane, type ExecutionScope } from './lane.ts';
import type { Random } from './random.ts';
import { runStates } from './run-states.ts';
import { Variables } from './variables.ts';

interface ExecutionPlan extends Pick<ExecutionScope, 'machineArn' | 'rootMachineArn' | 'name' | 'input'> {
  readonly machine: StateGraph & { readonly TimeoutSeconds?: number | undefined };
  readonly random: Random;
}

/** One execution under way. */
export class ExecutionRun implements RunningExecution, ExecutionScope {
  readonly engine: Engine;
  readonly arn: string;
  readonly machineArn: string;
  readonly rootMachineArn: string;
  readonly machineName: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAtMs: number;
  readonly history: History;
  readonly finished: Promise<Execution>;
  readonly #random: Random;
  readonly #controller = new AbortController();
  #ending: Partial<Execution> = {};

  constructor(engine: Engine, plan: ExecutionPlan) {
    this.engine = engine;
    this.arn = executionArnOf(plan.machineArn, plan.name);
    this.machineArn = plan.machineArn;
    this.rootMachineArn = plan.rootMachineArn;
    this.machineName = machineNameOf(plan.machineArn);
    this.name = plan.name;
    this.input = plan.input;
    this.startedAtMs = engine.clock.nowMs();
    this.history = new History({
      clock: engine.clock,
      listener: (event) => engine.onEvent(this.execution, event),
      full: () => this.#historyFull(),
    });
    this.#random = plan.random.fork(this.arn);
    this.finished = this.#run(plan.machine);
  }

  get execution(): Execution {
    const { arn, machineArn, name, input, startedAtMs } = this;
    return {
      arn,
      machineArn,
      name,
      input,
      startedAtMs,
      status: 'RUNNING',
      events: this.history.events,
      ...this.#ending,
    };
  }

  stop(failure: Failure = {}): void {
    this.#controller.abort(new Stopped('ABORTED', failure));
  }

  async #run(machine: ExecutionPlan['machine']): Promise<Execution> {
    this.history.append('ExecutionStarted', 0, {
      input: jsonText(this.input),
      roleArn: roleArnOf(this.rootMachineArn),
    });
    const { signal } = this.#controller;
    const lane = new Lane({
      execution: this,
      previousEventId: 0,
      variables: new Variables(),
      random: this.#random,
      signal,
    });
    const over = new AbortController();
    try {
      const ends = [runStates(machine, this.input, lane), this.#stopped()];
      if (machine.TimeoutSeconds !== undefined) ends.push(this.#timeout(machine.TimeoutSeconds, over.signal));
      this.#succeed(await Promise.race(ends), lane);
    } catch (error) {
      this.#fail(error, lane);
    } finally {
      over.abort();
    }
    return this.execution;
  }

  #stopped(): Promise<never> {
    const { signal } = this.#controller;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }

  async #timeout(seconds: number, over: AbortSignal): Promise<never> {
    await this.engine.clock.sleep(seconds * 1000, over);
    const timedOut = new Stopped('TIMED_OUT', new StateTimeout('timeout').failure);
    this.#controller.abort(timedOut);
    throw timedOut;
  }

  #historyFull(): never {
    const cause = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
    const full = new Stopped('FAILED', { error: STATES_ERRORS.runtime, cause });
    this.#controller.abort(full);
    throw full;
  }

  #succeed(output: Json, lane: Lane): void {
    this.history.close('ExecutionSucceeded', lane.previousEventId, { output: jsonText(output) });
    this.#ending = { status: 'SUCCEEDED', stoppedAtMs: this.engine.clock.nowMs(), output };
  }

  #fail(error: unknown, lane: Lane): void {
    const stoppedAtMs = this.engine.clock.nowMs();
    if (error instanceof Stopped) {
      const { status, failure } = error;
      const previous = status === 'FAILED' ? this.history.events.length : 0;
      this.history.close(END_EVENTS[status], previous, failureDetails(failure));
      // AWS tells of a timeout in the history alone: the execution's description has neither error nor cause.
      this.#ending = { status, stoppedAtMs, ...(status === 'TIMED_OUT' ? {} : failureDetails(failure)) };
    } else if (error instanceof StateFailure) {
      this.history.close('ExecutionFailed', lane.previousEventId, failureDetails(error.failure));
      this.#ending = { status: 'FAILED', stoppedAtMs, ...failureDetails(error.failure) };
    } else {
      throw error;
    }
  }
}

const END_EVENTS = {
  ABORTED: 'ExecutionAborted',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
} as const;

/** The whole execution was ended: by stop(), by the machine's TimeoutSeconds, or because its history is full. */
class Stopped extends Aborted {
  readonly status: keyof typeof END_EVENTS;
  readonly failure: Failure;

  constructor(status: keyof typeof END_EVENTS, failure: Failure) {
    super(`the execution is ${status}`);
    this.status = status;
    this.failure = failure;
  }
}

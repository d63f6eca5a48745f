import type { Json, JsonObject } from './json.ts';

/** The reserved error names of the Amazon States Language that this interpreter raises or matches. */
export const STATES_ERRORS = {
  all: 'States.ALL',
  dataLimitExceeded: 'States.DataLimitExceeded',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  itemReaderFailed: 'States.ItemReaderFailed',
  noChoiceMatched: 'States.NoChoiceMatched',
  queryEvaluationError: 'States.QueryEvaluationError',
  resultWriterFailed: 'States.ResultWriterFailed',
  runtime: 'States.Runtime',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
} as const;

export interface Failure {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** A failure as history events and descriptions give it: what is absent is left out. */
export function failureDetails(failure: Failure): JsonObject & { readonly error?: string; readonly cause?: string } {
  const { error, cause } = failure;
  return { ...(cause === undefined ? {} : { cause }), ...(error === undefined ? {} : { error }) };
}

/** A state failed. Error and Cause may both be absent: a Fail state and SendTaskFailure need neither. */
export class StateFailure extends Error {
  override readonly name: string = 'StateFailure';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.cause ?? failure.error ?? 'failed without an error', options);
    this.failure = failure;
  }

  /** The names that a Retry or Catch may use for this failure, States.ALL and States.TaskFailed apart. */
  get names(): readonly string[] {
    return this.failure.error === undefined ? [] : [this.failure.error];
  }

  /** `$states.errorOutput`. */
  get errorOutput(): Json {
    return { Error: this.failure.error ?? null, Cause: this.failure.cause ?? null };
  }
}

/**
 * TimeoutSeconds or HeartbeatSeconds ran out. AWS records both as States.Timeout with no cause, shows a catcher an empty
 * Cause, and lets States.HeartbeatTimeout match the second kind.
 */
export class StateTimeout extends StateFailure {
  override readonly name = 'StateTimeout';
  readonly #kind: 'timeout' | 'heartbeat';

  constructor(kind: 'timeout' | 'heartbeat') {
    super({ error: STATES_ERRORS.timeout });
    this.#kind = kind;
  }

  override get names(): readonly string[] {
    return this.#kind === 'timeout' ? [STATES_ERRORS.timeout] : [STATES_ERRORS.heartbeatTimeout, STATES_ERRORS.timeout];
  }

  override get errorOutput(): Json {
    return { Error: STATES_ERRORS.timeout, Cause: '' };
  }
}

/** What is stored or handed to a task is too large, and no result. */
export function sizeExceeded(what: string, limit: string): StateFailure {
  const cause = `${what} has a size exceeding the maximum of ${limit}.`;
  return new StateFailure({ error: STATES_ERRORS.dataLimitExceeded, cause });
}

export function argumentsTooLarge(stateName: string): StateFailure {
  return sizeExceeded(`What the state '${stateName}' hands on as Arguments`, '262144 bytes');
}

/** @param producer what AWS names in the text: the state's name, or the service that answered a task. */
export function dataLimitExceeded(producer: string): StateFailure {
  const cause = `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateFailure({ error: STATES_ERRORS.dataLimitExceeded, cause });
}

/**
 * Does an ErrorEquals list match? States.TaskFailed stands for every error but timeouts, States.ALL for every error but
 * States.Runtime (AWS lets it catch States.DataLimitExceeded, as its recorded executions show).
 */
export function matchesError(errorEquals: readonly string[], failure: StateFailure): boolean {
  return errorEquals.some((pattern) => {
    if (pattern === STATES_ERRORS.all) return failure.failure.error !== STATES_ERRORS.runtime;
    if (failure.names.includes(pattern)) return true;
    return pattern === STATES_ERRORS.taskFailed && failure.failure.error !== STATES_ERRORS.timeout;
  });
}

/** A line of control was ended from outside, by a sibling's failure or its execution's end. Nothing catches or retries it. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

/** A definition that is refused before anything runs. `problems` holds one line for each. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
  readonly problems: readonly string[];

  constructor(machine: string, problems: readonly string[]) {
    super(`the state machine '${machine}' cannot be run:\n- ${problems.join('\n- ')}`);
    this.problems = problems;
  }
}

/** An error by the name that the Step Functions API gives it. */
export function refusal(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

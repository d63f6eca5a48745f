import { describeExecution } from '../describe-execution.ts';
import type { Engine, TaskRequest } from '../engine.ts';
import { STATES_ERRORS, StateFailure } from '../errors.ts';
import type { RunningExecution } from '../execution.ts';
import { isObject, jsonText, parseJson, type Json, type JsonObject } from '../json.ts';
import type { Resource } from './resource.ts';

/** The integration that the interpreter answers itself, out of its own machines. */
export function isStartExecution(resource: Resource): boolean {
  return (
    resource.kind === 'service' && resource.resourceType === 'states' && /^startExecution\b/.test(resource.resource)
  );
}

/**
 * `states:startExecution`: request-response answers at once, `.sync` and `.sync:2` with the finished execution. When the
 * parent no longer waits, the child is stopped.
 *
 * @throws StateFailure StepFunctions....Exception when it cannot start, States.TaskFailed when it does not succeed.
 */
export async function startNestedExecution(engine: Engine, request: TaskRequest, resource: Resource): Promise<Json> {
  const child = start(engine, request.arguments);
  const { arn, startedAtMs } = child.execution;
  const started = { ExecutionArn: arn, StartDate: startedAtMs };
  if (request.pattern !== 'sync') return started;
  request.submitted(started);
  const stop = () => child.stop();
  request.signal.addEventListener('abort', stop);
  const execution = await child.finished;
  request.signal.removeEventListener('abort', stop);
  if (execution.status !== 'SUCCEEDED') {
    const cause = jsonText(describeExecution(execution, 'text'));
    throw new StateFailure({ error: STATES_ERRORS.taskFailed, cause });
  }
  return describeExecution(execution, resource.kind === 'service' && resource.outputAsJson ? 'json' : 'text');
}

function start(engine: Engine, parameters: Json): RunningExecution {
  const { StateMachineArn, Name, Input } = isObject(parameters) ? parameters : ({} satisfies JsonObject);
  if (typeof StateMachineArn !== 'string' || (Name !== undefined && typeof Name !== 'string')) {
    throw new StateFailure({ error: STATES_ERRORS.runtime, cause: 'startExecution needs StateMachineArn, as text' });
  }
  try {
    return engine.start({
      machineArn: StateMachineArn,
      input: inputOf(Input ?? {}),
      ...(Name === undefined ? {} : { name: Name }),
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StateFailure({ error: `StepFunctions.${error.name}Exception`, cause: error.message }, { cause: error });
  }
}

/** A text is taken as the JSON text that StartExecution wants, everything else as the JSON itself. */
function inputOf(input: Json): Json {
  if (typeof input !== 'string') return input;
  try {
    return parseJson(input);
  } catch (cause) {
    const error = new Error(`Invalid Execution Input: '${input}' is not JSON`, { cause });
    error.name = 'InvalidExecutionInput';
    throw error;
  }
}

import { callTask, type TaskCall } from '../task/call-task.ts';
import { withErrorHandling } from '../catch.ts';
import type { TaskState } from '../definition.ts';
import { conclude, type Outcome } from '../outcome.ts';
import { parseResource } from '../task/resource.ts';
import type { Visit } from '../visit.ts';

export function runTask(state: TaskState, visit: Visit): Promise<Outcome> {
  return withErrorHandling(visit, state, {
    attempt: async () => {
      const result = await callTask(visit, await prepareCall(state, visit));
      return conclude(visit, state, result, { result });
    },
  });
}

/** Evaluates what the call needs, anew for every attempt. */
async function prepareCall(state: TaskState, visit: Visit): Promise<TaskCall> {
  const resource = parseResource(state.Resource);
  if (resource === undefined) throw new TypeError(`'${state.Resource}' passed validation but is no resource`);
  const waitsForToken = resource.pattern === 'wait-for-task-token';
  visit.taskToken = waitsForToken ? visit.lane.random.uuid() : undefined;
  const { Arguments, Credentials, TimeoutSeconds, HeartbeatSeconds } = state;
  return {
    resource,
    arguments: Arguments === undefined ? visit.input : await visit.evaluate('Arguments', Arguments),
    roleArn: Credentials && (await visit.evaluateString('Credentials/RoleArn', Credentials.RoleArn)),
    timeoutSeconds: await seconds(visit, 'TimeoutSeconds', TimeoutSeconds),
    heartbeatSeconds: await seconds(visit, 'HeartbeatSeconds', HeartbeatSeconds),
  };
}

async function seconds(
  visit: Visit,
  location: string,
  field: number | string | undefined,
): Promise<number | undefined> {
  if (field === undefined) return undefined;
  const value = await visit.evaluateNumber(location, field);
  if (Number.isInteger(value) && value > 0) return value;
  throw visit.evaluationFailed(`The ${location} field must be a positive integer but was: ${value}`, location);
}

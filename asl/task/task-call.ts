import type { TaskState } from '../definition.ts';
import { argumentsTooLarge } from '../errors.ts';
import { exceedsPayloadLimit, jsonText, type Json } from '../json.ts';
import type { Visit } from '../visit.ts';
import { parseResource, type Resource } from './resource.ts';

/** A Task's fields, evaluated. */
export interface TaskCall {
  readonly resource: Resource;
  readonly arguments: Json;
  /** The arguments as JSON. */
  readonly argumentsText: string;
  readonly roleArn: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** Evaluates what the call needs, anew for every attempt. */
export async function prepareCall(state: TaskState, visit: Visit): Promise<TaskCall> {
  const resource = parseResource(state.Resource);
  if (resource === undefined) throw new TypeError(`'${state.Resource}' passed validation but is no resource`);
  const waitsForToken = resource.pattern === 'wait-for-task-token';
  visit.taskToken = waitsForToken ? visit.lane.random.uuid() : undefined;
  const { Credentials, TimeoutSeconds, HeartbeatSeconds } = state;
  return {
    resource,
    ...(await prepareArguments(state, visit)),
    roleArn: Credentials && (await visit.evaluateString('Credentials/RoleArn', Credentials.RoleArn)),
    timeoutSeconds: await seconds(visit, 'TimeoutSeconds', TimeoutSeconds),
    heartbeatSeconds: await seconds(visit, 'HeartbeatSeconds', HeartbeatSeconds),
  };
}

async function prepareArguments(
  { Arguments }: TaskState,
  visit: Visit,
): Promise<Pick<TaskCall, 'arguments' | 'argumentsText'>> {
  const value = Arguments === undefined ? visit.input : await visit.evaluate('Arguments', Arguments);
  const text = jsonText(value);
  if (exceedsPayloadLimit(text)) throw argumentsTooLarge(visit.name);
  return { arguments: value, argumentsText: text };
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

import type { TaskState } from '../definition.ts';
import { isObject } from '../json.ts';
import { isExpression } from '../jsonata.ts';
import { isName, NAME_RULE } from '../names.ts';
import { isStartExecution } from '../task/nested-execution.ts';
import { parseResource, type Resource } from '../task/resource.ts';
import { notHere, schemaError, type Diagnostic } from './diagnostic.ts';

export function checkTask(
  state: TaskState,
  location: string,
  hasHandler: (resource: string) => boolean,
): readonly Diagnostic[] {
  const resource = parseResource(state.Resource);
  if (resource === undefined) return [schemaError('Value is not a valid resource ARN', `${location}/Resource`)];
  const isKnown = hasHandler(resource.key) || isStartExecution(resource);
  return [
    ...(isKnown ? [] : [notHere(`there is no integration for '${resource.key}'`, `${location}/Resource`)]),
    ...checkTimeouts(state, location),
    ...checkExecutionName(state, resource, location),
  ];
}

/** Expressions show what they give at run time only. */
function checkTimeouts({ TimeoutSeconds, HeartbeatSeconds }: TaskState, location: string): readonly Diagnostic[] {
  if (typeof TimeoutSeconds !== 'number' || typeof HeartbeatSeconds !== 'number') return [];
  if (HeartbeatSeconds < TimeoutSeconds) return [];
  const got = `got ${HeartbeatSeconds}, not below ${TimeoutSeconds}`;
  return [schemaError(`HeartbeatSeconds must be smaller than TimeoutSeconds: ${got}`, `${location}/HeartbeatSeconds`)];
}

function checkExecutionName({ Arguments }: TaskState, resource: Resource, location: string): readonly Diagnostic[] {
  const name = isStartExecution(resource) && isObject(Arguments) ? Arguments.Name : undefined;
  if (typeof name !== 'string' || isExpression(name) || isName(name)) return [];
  return [schemaError(`Invalid Name: '${name}': ${NAME_RULE}`, `${location}/Arguments/Name`)];
}

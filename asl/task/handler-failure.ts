import { StateFailure } from '../errors.ts';
import type { Resource } from './resource.ts';

/** The Error and Cause of what a task handler threw. */
export function failureOf(thrown: unknown, resource: Resource): StateFailure {
  if (thrown instanceof StateFailure) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = isFunctionCall(resource) ? functionCause(error) : error.message;
  return new StateFailure({ error: error.name, cause }, { cause: error });
}

function isFunctionCall(resource: Resource): boolean {
  return resource.kind === 'lambda' || (resource.kind === 'service' && resource.resourceType === 'lambda');
}

/** What the Lambda runtime for Node.js reports of an error that the function did not catch. */
function functionCause(error: Error): string {
  const trace = error.stack?.split('\n') ?? [];
  return JSON.stringify({ errorType: error.name, errorMessage: error.message, trace });
}

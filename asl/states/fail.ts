import type { FailState } from '../definition.ts';
import { StateFailure } from '../errors.ts';
import type { Visit } from '../visit.ts';

/** Always throws: a Fail state has no exit. Error and Cause are both optional. */
export async function runFail(state: FailState, visit: Visit): Promise<never> {
  const error = state.Error === undefined ? undefined : await visit.evaluateString('Error', state.Error);
  const cause = state.Cause === undefined ? undefined : await visit.evaluateString('Cause', state.Cause);
  throw new StateFailure({ error, cause });
}

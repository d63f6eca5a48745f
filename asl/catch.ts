import type { Catcher, Retrier } from './definition.ts';
import { matchesError, StateFailure } from './errors.ts';
import { conclude, type Outcome } from './outcome.ts';
import { withRetry } from './retry.ts';
import type { Visit } from './visit.ts';

interface Handlers {
  readonly Retry?: readonly Retrier[] | undefined;
  readonly Catch?: readonly Catcher[] | undefined;
}

/**
 * Runs a state under its Retry and Catch. The first matching catcher concludes it instead, with its own Output (by default
 * `{ Error, Cause }`) and Assign.
 *
 * @param givenUp called when no retry is left, before Catch: Map and Parallel write their Failed event there.
 */
export async function withErrorHandling(
  visit: Visit,
  handlers: Handlers,
  run: { readonly attempt: () => Promise<Outcome>; readonly givenUp?: () => void },
): Promise<Outcome> {
  try {
    return await withRetry(visit, handlers.Retry ?? [], run.attempt);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    run.givenUp?.();
    const catchers = handlers.Catch ?? [];
    const index = catchers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error));
    if (index < 0) throw error;
    return conclude(visit, catchers[index], { errorOutput: error.errorOutput, holder: `Catch[${index}]/` });
  }
}

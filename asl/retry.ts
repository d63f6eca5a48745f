import type { Retrier } from './definition.ts';
import { matchesError, StateFailure } from './errors.ts';
import type { Visit } from './visit.ts';

/**
 * Attempts until it works or no retrier wants another try. Each retrier counts for itself, and waits IntervalSeconds times
 * BackoffRate to the power of its tries so far, at most MaxDelaySeconds; FULL jitter draws uniformly from 0 to that.
 *
 * @throws StateFailure of the last attempt.
 */
export async function withRetry<T>(visit: Visit, retriers: readonly Retrier[], attempt: () => Promise<T>): Promise<T> {
  const tries = new Map<Retrier, number>();
  const { lane } = visit;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      const retrier = retriers.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
      const tried = (retrier && tries.get(retrier)) ?? 0;
      if (retrier === undefined || tried >= (retrier.MaxAttempts ?? 3)) throw error;
      tries.set(retrier, tried + 1);
      const delayMs = retryDelayMs(retrier, tried) * (retrier.JitterStrategy === 'FULL' ? lane.random.next() : 1);
      await lane.execution.engine.clock.sleep(delayMs, lane.signal);
      visit.retryCount += 1;
    }
  }
}

/** The wait before try number `tried` + 1, without jitter. */
function retryDelayMs(retrier: Retrier, tried: number): number {
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** tried;
  return Math.min(seconds, retrier.MaxDelaySeconds ?? Infinity) * 1000;
}

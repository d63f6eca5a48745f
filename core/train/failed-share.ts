import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { FailedSeries } from './training-summary.ts';

/**
 * Some series of a large panel always fail, too short or constant; many failing means that something is wrong with all.
 *
 * @param maxShare the tolerated share of failed series, in [0, 1]
 * @throws TooManyFailedSeries with the first failure; also when no series at all was trained
 */
export function requireTolerable(failed: readonly FailedSeries[], trained: number, maxShare: number): void {
  const total = failed.length + trained;
  if (trained > 0 && failed.length <= maxShare * total) return;
  const [first] = failed;
  throw new PlatformError(ERROR_NAMES.tooManyFailedSeries, {
    problem: `${failed.length} of ${total} series failed, first '${first.uniqueId}': ${first.reason}`,
    got: failed.length / total,
    allowed: `a share of at most ${maxShare} (maxFailedSeriesShare), and at least one series trained`,
    hint: 'the data set needs longer series for this candidate, or another candidate',
  });
}

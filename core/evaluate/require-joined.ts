import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ErrorSums } from './realised-errors.ts';

/** An evaluation of nothing must not look like a good one. @throws EmptyJoin */
export function requireJoined(
  { joined }: ErrorSums,
  { run, range }: { readonly run: string; readonly range: DateRange },
): void {
  if (joined > 0) return;
  throw new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `no forecast of the run '${run}' has an actual in ${range.start}..${range.end}`,
    hint: 'the actuals may not have been delivered yet; otherwise compare the unique_ids and dates of both tables',
  });
}

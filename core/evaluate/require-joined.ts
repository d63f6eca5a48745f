import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { plural } from '../contracts/figures.ts';
import type { ErrorSums } from './realised-errors.ts';

interface Asked {
  readonly run: string;
  readonly range: DateRange;
  /** How many values came true there, forecast or not. */
  readonly actuals: number;
  /** Whether a range without any is a result. */
  readonly mayBeEmpty: boolean;
}

/** An evaluation of nothing must not look like a good one; nor one whose actuals nobody forecast, whoever asks. @throws EmptyJoin */
export function requireJoined({ joined }: Pick<ErrorSums, 'joined'>, { run, range, actuals, mayBeEmpty }: Asked): void {
  if (joined > 0 || (mayBeEmpty && actuals === 0)) return;
  throw new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `no forecast of the run '${run}' has an actual in ${range.start}..${range.end}`,
    got: `${plural(actuals, 'actual')}`,
    hint: 'the actuals may not have been delivered yet; otherwise compare the unique_ids and dates of both tables',
  });
}

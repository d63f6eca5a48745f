import type { Candidate, Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import { parseDuration } from '../series/duration.ts';
import { formatPeriodRange, periodRange } from '../series/period-range.ts';
import { subtractDuration, type TimeAxis } from '../series/time-axis.ts';
import { trainingHyperparameters } from '../train/plan-training.ts';

/** The two sides of a comparison, as the names of their twins' jobs. */
export const TWINS = { challenger: 'challenger-twin', production: 'production-twin' } as const;

/** A job that fits a version's recipe on the version's own window, without the holdout. */
export interface TwinJob {
  readonly candidate: (typeof TWINS)[keyof typeof TWINS];
  readonly training: DateRange;
  readonly hyperparameters: Readonly<Record<string, string>>;
}

export interface ComparisonPlan {
  /** The last stretch of the challenger's training window. */
  readonly holdout: DateRange;
  readonly twins: readonly TwinJob[];
}

/**
 * Who is scored on the holdout. The challenger saw it, so its twin is; the version in Production is scored itself where its training
 * ended before the holdout, and by a twin where it did not.
 *
 * @param production undefined while the data set has no Production version
 */
export function planComparison(
  dataset: Dataset,
  { axis, challenger, production }: Readonly<{ axis: TimeAxis; challenger: ModelVersion; production?: ModelVersion }>,
): ComparisonPlan {
  const last = lastTrained(axis, challenger);
  const first = subtractDuration(axis, last + 1, parseDuration(dataset.promotion.holdout));
  const holdout = formatPeriodRange(axis, { first, last });
  const twin = (name: TwinJob['candidate'], version: ModelVersion): TwinJob => {
    const start = Math.min(periodRange(axis, version.training.window).first, first - 1);
    const training = formatPeriodRange(axis, { first: start, last: first - 1 });
    const recipe: Candidate = version.chosen.candidate;
    return {
      candidate: name,
      training,
      hyperparameters: trainingHyperparameters(dataset, recipe, { training, forecast: holdout }),
    };
  };
  const sawHoldout = production !== undefined && lastTrained(axis, production) >= first;
  return {
    holdout,
    twins: [twin(TWINS.challenger, challenger), ...(sawHoldout ? [twin(TWINS.production, production)] : [])],
  };
}

/** A forecast begins in the period after the last observation of training. */
function lastTrained(axis: TimeAxis, { forecast }: ModelVersion): number {
  return periodRange(axis, forecast).first - 1;
}

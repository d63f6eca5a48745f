import type { Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import { parseDuration } from '../series/duration.ts';
import { formatPeriodRange, periodRange } from '../series/period-range.ts';
import { parsePeriod, subtractDuration, type TimeAxis } from '../series/time-axis.ts';
import { within } from '../train/set-aside.ts';
import { regressorsAsOf, type TrainingSlice } from '../train/plan-training.ts';

/** The two sides of a comparison, as the names of their twins' jobs. */
export const TWINS = { challenger: 'challenger-twin', production: 'production-twin' } as const;

/** A job that fits a version's recipe on the challenger's window, without the holdout. */
export interface TwinJob {
  readonly fit: (typeof TWINS)[keyof typeof TWINS];
  /** Whose recipe, and whose cross-validation. */
  readonly version: ModelVersion;
  readonly training: DateRange;
  /** The recipe's one candidate was chosen by points that lie in the holdout: the twin chooses by those before it. */
  readonly choosesAnew: boolean;
  /** What its job learns from and forecasts. */
  readonly slice: TrainingSlice;
}

export interface ComparisonPlan {
  /** The last stretch of the challenger's training window. */
  readonly holdout: DateRange;
  /** The challenger's first. */
  readonly twins: readonly [TwinJob, ...TwinJob[]];
}

interface Compared {
  readonly axis: TimeAxis;
  readonly challenger: ModelVersion;
  /** undefined while the data set has no Production version. */
  readonly production?: ModelVersion;
  /** What neither side learns from. */
  readonly setAside?: readonly DateRange[];
}

/**
 * Neither side is scored itself: both recipes are fitted anew on data up to the start of the holdout, each as far back as it learns. So they
 * differ by nothing but the recipe.
 */
export function planComparison(
  dataset: Dataset,
  { axis, challenger, production, setAside = [] }: Compared,
): ComparisonPlan {
  // A forecast begins in the period after the last observation of training.
  const last = periodRange(axis, challenger.forecast).first - 1;
  const first = subtractDuration(axis, last + 1, parseDuration(dataset.promotion.holdout));
  const holdout = formatPeriodRange(axis, { first, last });
  const twin = (fit: TwinJob['fit'], version: ModelVersion): TwinJob => {
    const start = subtractDuration(axis, last + 1, parseDuration(version.recipe.trainingLength));
    const training = formatPeriodRange(axis, { first: Math.min(start, first - 1), last: first - 1 });
    // Both sides know ahead what the challenger knew.
    const regressors = regressorsAsOf(version.recipe, holdout.end);
    const slice = { training, forecast: holdout, setAside: within(training, setAside), regressors };
    const choosesAnew = version.recipe.kind === 'choice' && parsePeriod(axis, version.selection.asOf) >= first;
    return { fit, version, training, choosesAnew, slice };
  };
  const rival = production === undefined ? [] : [twin(TWINS.production, production)];
  return { holdout, twins: [twin(TWINS.challenger, challenger), ...rival] };
}

import { type Bounds, clip } from '../models/bounds.ts';
import type { Forecast, Model } from '../models/family.ts';
import { SeriesUnfit } from '../models/family.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { Series } from '../series/series.ts';
import type { RollingOrigin } from './cutoffs.ts';
import { rollingOriginFolds } from './cutoffs.ts';
import { ErrorSums, type SeriesErrors } from './error-sums.ts';
import { maseScale } from './metrics.ts';
import { emptyPoints, type SeriesPoints } from './series-points.ts';

export interface CrossValidationPlan extends RollingOrigin {
  readonly seasonLength: number;
  /** Probability of the central interval whose coverage is measured. */
  readonly level: number;
  /** Forecasts are clipped to it, before anything is measured. */
  readonly bounds: Bounds;
}

export interface CrossValidated {
  readonly errors: SeriesErrors;
  readonly points: SeriesPoints;
}

/**
 * Rolling-origin cross-validation of one series; no points where it is too short for a fold.
 *
 * @throws SeriesUnfit when a fold admits no fit, or forecasts something that is no number
 */
export function crossValidate<State>(model: Model<State>, series: Series, plan: CrossValidationPlan): CrossValidated {
  const folds = rollingOriginFolds(series.ds, plan);
  const count = folds.reduce((sum, { train, testEnd }) => sum + testEnd - train, 0);
  const [errors, points] = [new ErrorSums(folds.length, count), emptyPoints(count)];
  const differences = new SeasonalDifferences(series, plan.seasonLength);
  const fitter = model.prepare(series);
  let start = 0;
  for (const { train, testEnd } of folds) {
    differences.advanceTo(train);
    const [ds, y] = [series.ds.subarray(train, testEnd), series.y.subarray(train, testEnd)];
    const { yhat, lower, upper } = model.forecast(fitter.fit(train), ds, plan.level);
    const learned = series.ds[train - 1];
    // What lies within the bounds lies within an interval whether its ends are clipped to them or not.
    errors.add({ y, yhat: clip(yhat, plan.bounds), lower, upper }, { scale: maseScale(differences), learned });
    if (!Number.isFinite(errors.squared)) {
      throw new SeriesUnfit(`the forecast from observation ${train} on is not a finite number`);
    }
    points.cutoff.fill(learned, start, start + y.length);
    points.ds.set(ds, start);
    points.y.set(y, start);
    points.yhat.set(yhat, start);
    setHalves(points.half, start, { lower, upper });
    start += y.length;
  }
  if (!points.half.every(Number.isFinite)) throw new SeriesUnfit('an interval has an end that is not a finite number');
  return { errors: errors.all(), points };
}

function setHalves(half: Float64Array, start: number, { lower, upper }: Pick<Forecast, 'lower' | 'upper'>): void {
  for (let i = 0; i < lower.length; i++) half[start + i] = (upper[i] - lower[i]) / 2;
}

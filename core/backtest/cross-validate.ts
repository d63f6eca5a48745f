import { type Bounds, clip } from '../models/bounds.ts';
import type { Fitter, Forecast, Model } from '../models/family.ts';
import { modelFor, SeriesUnfit } from '../models/family.ts';
import { releaseForecast } from '../models/forecast-buffer.ts';
import { allFinite } from '../models/typed-arrays.ts';
import { sliceSeries } from '../series/panel.ts';
import { regressorsAt } from '../series/regressors.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { Series } from '../series/series.ts';
import { type Cutoff, foldsAt } from './cutoffs.ts';
import { ErrorSums, type SeriesErrors } from './error-sums.ts';
import { maseScale } from './metrics.ts';
import { emptyPoints, firstPoints, type SeriesPoints } from './series-points.ts';

export interface CrossValidationPlan {
  /** Of the panel, oldest first. */
  readonly cutoffs: readonly Cutoff[];
  /** A fold with fewer to learn from is left out, of all candidates: they are compared on the same rows. */
  readonly leastObservations: number;
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
 * Rolling-origin cross-validation of one series, at those cutoffs of the panel that it has enough to learn from before and something to
 * be held against behind. A fold that admits no fit, as one that begins with the series, is left out; no points where there is none. A regressor
 * that was revised after a fold's cutoff is to this fold what it was.
 *
 * @throws SeriesUnfit when no fold admits a fit, or one forecasts something that is no number
 */
export function crossValidate<State>(model: Model<State>, series: Series, plan: CrossValidationPlan): CrossValidated {
  const folds = foldsAt(series.ds, plan.cutoffs, plan.leastObservations);
  const count = folds.reduce((sum, { train, testEnd }) => sum + testEnd - train, 0);
  const [errors, points] = [new ErrorSums(folds.length, count), emptyPoints(count)];
  const differences = new SeasonalDifferences(series, plan.seasonLength);
  const learners = learnersAt(model, series);
  let start = 0;
  let unfit: SeriesUnfit | undefined;
  for (const { cutoff, train, testEnd } of folds) {
    const { model: known, fitter } = learners(cutoff);
    const fit = fitAt(fitter, train);
    if ('unfit' in fit) {
      unfit = fit.unfit;
      continue;
    }
    differences.advanceTo(train);
    const [ds, y] = [series.ds.subarray(train, testEnd), series.y.subarray(train, testEnd)];
    const forecast = known.forecast(fit.state, ds, plan.level);
    const { yhat, lower, upper } = forecast;
    // What lies within the bounds lies within an interval whether its ends are clipped to them or not.
    errors.add({ y, yhat: clip(yhat, plan.bounds), lower, upper }, { scale: maseScale(differences), cutoff });
    if (!Number.isFinite(errors.squared)) {
      throw new SeriesUnfit(`the forecast from observation ${train} on is not a finite number`);
    }
    points.cutoff.fill(cutoff, start, start + y.length);
    points.ds.set(ds, start);
    points.y.set(y, start);
    points.yhat.set(yhat, start);
    setHalves(points.half, start, forecast);
    releaseForecast(forecast);
    start += y.length;
  }
  if (unfit !== undefined && start === 0) throw unfit;
  const scored = firstPoints(points, start);
  if (!allFinite(scored.half)) throw new SeriesUnfit('an interval has an end that is not a finite number');
  return { errors: errors.all(), points: scored };
}

interface Learner<State> {
  readonly model: Model<State>;
  readonly fitter: Fitter<State>;
}

/** The learner of a fold: one for all, but where a regressor was another at the cutoff than it is at the end of the series. */
function learnersAt<State>(model: Model<State>, series: Series): (cutoff: number) => Learner<State> {
  const { regressors } = series;
  const present = learnerOf(model, series);
  return (cutoff) => {
    const then = regressors && regressorsAt(regressors, cutoff);
    if (then === undefined || then === regressors) return present;
    // The rest of the series has no part in it: its regressors may not have been known.
    return learnerOf(model, { ...sliceSeries(series, series.ds[0], cutoff), regressors: then });
  };
}

function learnerOf<State>(model: Model<State>, series: Series): Learner<State> {
  const known = modelFor(model, series);
  return { model: known, fitter: known.prepare(series) };
}

/** Too short for the family at one cutoff, a series may be long enough at the next. */
function fitAt<State>(
  fitter: Fitter<State>,
  train: number,
): { readonly state: State } | { readonly unfit: SeriesUnfit } {
  try {
    return { state: fitter.fit(train) };
  } catch (error) {
    if (error instanceof SeriesUnfit) return { unfit: error };
    throw error;
  }
}

function setHalves(half: Float64Array, start: number, { lower, upper }: Pick<Forecast, 'lower' | 'upper'>): void {
  for (let i = 0; i < lower.length; i++) half[start + i] = (upper[i] - lower[i]) / 2;
}

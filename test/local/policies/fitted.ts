import { crossValidate, poolErrors } from '../../../core/backtest/cross-validate.ts';
import { chooseBest } from '../../../core/backtest/select.ts';
import type { Candidate, Dataset } from '../../../core/contracts/dataset.ts';
import type { CrossValidationMetrics } from '../../../core/contracts/metrics.ts';
import { buildModel } from '../../../core/models/families.ts';
import type { Forecast } from '../../../core/models/family.ts';
import type { Series } from '../../../core/series/series.ts';
import type { DatedForecast } from '../../../core/gates/comparison.ts';
import { sliceSeries } from '../../../core/series/panel.ts';
import { type PeriodRange, periodsOf } from '../../../core/series/period-range.ts';
import { parseDuration, type TimeAxis } from '../../../core/series/time-axis.ts';

/** One data set of one series, all in memory. */
export interface Problem {
  readonly dataset: Dataset;
  readonly axis: TimeAxis;
  readonly series: Series;
}

/** A model, and all that the promotion and the monitor ask of it. */
export interface Fitted {
  readonly candidate: Candidate;
  readonly training: PeriodRange;
  readonly crossValidation: CrossValidationMetrics;
  forecast(ds: Int32Array): Forecast;
}

/** One recipe on one stretch, as the training job fits it. */
export function fit({ dataset, axis, series }: Problem, candidate: Candidate, training: PeriodRange): Fitted {
  const { seasonLength, seed, level, crossValidation: folds } = dataset;
  const model = buildModel(candidate, { axis, seasonLength, seed });
  const history = sliceSeries(series, training.first, training.last);
  const [initial, period, horizon] = [folds.initial, folds.period, folds.horizon].map(parseDuration);
  const errors = crossValidate(model, history, { axis, initial, period, horizon, seasonLength, level });
  const state = model.prepare(history).fit(history.ds.length);
  return {
    candidate,
    training,
    crossValidation: poolErrors([errors]),
    forecast: (ds) => model.forecast(state, ds, level),
  };
}

/** By problem and stretch: every policy that lives through a history begins its windows with the same trainings. */
const chosenModels = new WeakMap<Problem, Map<string, Fitted>>();

/** The best candidate, as the train machine chooses it. */
export function trained(problem: Problem, training: PeriodRange): Fitted {
  const known = chosenModels.get(problem) ?? new Map<string, Fitted>();
  chosenModels.set(problem, known);
  const stretch = `${training.first}..${training.last}`;
  const { candidates, selectionMetric } = problem.dataset;
  const choose = () =>
    chooseBest(
      candidates.map((each) => fit(problem, each, training)),
      selectionMetric,
    ).chosen;
  const chosen = known.get(stretch) ?? choose();
  known.set(stretch, chosen);
  return chosen;
}

export function forecastOf({ forecast }: Fitted, range: PeriodRange): DatedForecast {
  const ds = periodsOf(range);
  return { ds, ...forecast(ds) };
}

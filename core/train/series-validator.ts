import { crossValidate } from '../backtest/cross-validate.ts';
import type { SeriesErrors } from '../backtest/error-sums.ts';
import type { SeriesPoints } from '../backtest/series-points.ts';
import { buildModel } from '../models/families.ts';
import { modelFor } from '../models/family.ts';
import type { Series } from '../series/series.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { parseDuration } from '../series/time-axis.ts';
import { failureReason } from './failure-reason.ts';
import type { TrialParameters } from './training-parameters.ts';
import type { FailedSeries } from './training-summary.ts';

/** What cross-validation makes of some series. Plain data, so that a worker thread can send it; all in the order of the series. */
export interface TriedBlock {
  readonly uniqueIds: readonly string[];
  readonly errors: readonly SeriesErrors[];
  readonly points: readonly SeriesPoints[];
  readonly failed: readonly FailedSeries[];
}

/**
 * Cross-validates one candidate on series one by one. One that it cannot be fitted to has no points, and its reason is kept. What depends on
 * the calendar alone is prepared once, here.
 *
 * @throws ModelOptionInvalid
 */
export function seriesValidator(
  parameters: TrialParameters,
  axis: TimeAxis,
): (series: readonly Series[]) => TriedBlock {
  const { candidate, seasonLength, seed } = parameters;
  const model = buildModel(candidate, { axis, seasonLength, seed });
  const plan = crossValidationPlan(parameters, axis);
  return (block) => {
    const failed: FailedSeries[] = [];
    const tried = block.flatMap((series) => {
      const { uniqueId } = series;
      try {
        return [{ uniqueId, ...crossValidate(modelFor(model, series), series, plan) }];
      } catch (error) {
        failed.push({ uniqueId, reason: failureReason(error) });
        return [];
      }
    });
    return {
      uniqueIds: tried.map(({ uniqueId }) => uniqueId),
      errors: tried.map(({ errors }) => errors),
      points: tried.map(({ points }) => points),
      failed,
    };
  };
}

function crossValidationPlan({ crossValidation, seasonLength, level, bounds }: TrialParameters, axis: TimeAxis) {
  const { initial, period, horizon } = crossValidation;
  return {
    axis,
    initial: parseDuration(initial),
    period: parseDuration(period),
    horizon: parseDuration(horizon),
    seasonLength,
    level,
    bounds,
  };
}

import { poolErrors } from '../../core/backtest/error-sums.ts';
import { poolFolds } from '../../core/backtest/pool-folds.ts';
import { addSquares, NO_SQUARES } from '../../core/blend/guard.ts';
import type { ForecastNotes } from '../../core/contracts/forecast-notes.ts';
import type { RecipeHeader } from '../../core/blend/recipe-forecaster.ts';
import type { FittedSeries } from '../../core/train/series-fitter.ts';
import { type FailedSeries, type FitSummary, summarizedFailures } from '../../core/train/training-summary.ts';
import type { OpenIncumbent } from './incumbent.ts';

/** In the order of the series. */
export interface Fitted {
  readonly series: readonly FittedSeries[];
  readonly failed: readonly FailedSeries[];
  readonly notes: ForecastNotes;
}

interface FitSetting {
  readonly header: RecipeHeader;
  readonly incumbent: OpenIncumbent;
  readonly maxKeptShare: number;
}

export function summarizeFit(
  { series, failed, notes }: Fitted,
  { header, incumbent, maxKeptShare }: FitSetting,
): FitSummary {
  const { frequency, phase, share, nearPeriods, testedPeriods, recipe } = header;
  const errors = series.map((one) => one.errors);
  const members = recipe.candidates.map(({ name }, k) => ({
    name,
    fitted: series.filter(({ isFitted }) => isFitted[k]).length,
    chosen: series.filter(({ choice }) => choice === k).length,
    weight: series.reduce((sum, { weights }) => sum + weights[k], 0) / series.length,
  }));
  const guard = incumbent.figures({
    failed: failed.map(({ uniqueId }) => uniqueId),
    kept: series.filter(({ isKept }) => isKept).map(({ uniqueId }) => uniqueId),
    series: series.length,
    maxKeptShare,
    moved: series.map(({ moved }) => moved).reduce(addSquares, NO_SQUARES),
    near: series.map(({ near }) => near).reduce(addSquares, NO_SQUARES),
  });
  return {
    crossValidation: poolErrors(errors),
    folds: [...poolFolds(errors, { frequency, phase })],
    seriesTrained: series.length,
    ...summarizedFailures(failed),
    share,
    nearPeriods,
    testedPeriods,
    members,
    guard,
    notes,
  };
}

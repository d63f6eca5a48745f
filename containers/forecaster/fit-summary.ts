import { poolErrors } from '../../core/backtest/error-sums.ts';
import { poolFolds } from '../../core/backtest/pool-folds.ts';
import { addSquares, NO_SQUARES } from '../../core/blend/guard.ts';
import { formatPeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import type { ForecastNotes } from '../../core/contracts/forecast-notes.ts';
import type { RecipeHeader } from '../../core/blend/recipe-forecaster.ts';
import type { FittedSeries, SilentSeries } from '../../core/train/series-fitter.ts';
import {
  type FailedSeries,
  firstSeries,
  firstSilent,
  type FitSummary,
  summarizedFailures,
} from '../../core/train/training-summary.ts';
import type { OpenIncumbent } from './incumbent.ts';
import { failedLines } from './parts.ts';
import { digestOfDigests } from './points.ts';
import { sha256 } from '../../tables/sha256.ts';

/** In the order of the series. */
export interface Fitted {
  readonly series: readonly FittedSeries[];
  readonly failed: readonly FailedSeries[];
  readonly silent: readonly SilentSeries[];
  readonly notes: ForecastNotes;
  /** Of the files of forecasts, in their order. */
  readonly digests: readonly string[];
  /** Of the model file. */
  readonly modelSha256: string;
}

interface FitSetting {
  readonly header: RecipeHeader;
  readonly incumbent: OpenIncumbent;
  readonly maxKeptShare: number;
}

export function summarizeFit(
  { series, failed, silent, notes, digests, modelSha256 }: Fitted,
  { header, incumbent, maxKeptShare }: FitSetting,
): FitSummary {
  const { frequency, phase, share, nearPeriods, testedPeriods, recipe } = header;
  const errors = series.map((one) => one.errors);
  const withMembers = series.filter(({ unfit }) => unfit === undefined);
  const members = recipe.candidates.map(({ name }, k) => ({
    name,
    fitted: series.filter(({ isFitted }) => isFitted[k]).length,
    chosen: series.filter(({ choice }) => choice === k).length,
    weight: withMembers.reduce((sum, { weights }) => sum + weights[k], 0) / Math.max(1, withMembers.length),
  }));
  const guard = incumbent.figures({
    fitted: series.map(({ uniqueId }) => uniqueId),
    failed: failed.map(({ uniqueId }) => uniqueId),
    silent: silent.map(({ uniqueId }) => uniqueId),
    kept: series.filter(({ isKept }) => isKept).map(({ uniqueId }) => uniqueId),
    maxKeptShare,
    moved: series.map(({ moved }) => moved).reduce(addSquares, NO_SQUARES),
    near: series.map(({ near }) => near).reduce(addSquares, NO_SQUARES),
  });
  return {
    crossValidation: { ...poolErrors(errors), seriesInAll: series.length + failed.length },
    folds: [...poolFolds(errors, { frequency, phase })],
    modelSha256,
    forecastsSha256: digestOfDigests(digests),
    ...(failed.length === 0 ? {} : { failedSha256: sha256(failedLines(failed)) }),
    seriesTrained: series.length,
    ...summarizedFailures(failed),
    ...simplestOf(series),
    ...silentOf(silent, series, { frequency, phase }),
    share,
    nearPeriods,
    testedPeriods,
    members,
    guard,
    notes,
  };
}

/** A failed one is named as that. */
function silentOf(
  silent: readonly SilentSeries[],
  fitted: readonly FittedSeries[],
  axis: TimeAxis,
): Pick<FitSummary, 'silent'> {
  const known = new Set(fitted.map(({ uniqueId }) => uniqueId));
  const found = silent.filter(({ uniqueId }) => known.has(uniqueId));
  if (found.length === 0) return {};
  return { silent: firstSilent(found.map(({ uniqueId, since }) => ({ uniqueId, since: formatPeriod(axis, since) }))) };
}

function simplestOf(series: readonly FittedSeries[]): Pick<FitSummary, 'simplest'> {
  const found = series.flatMap(({ uniqueId, unfit }) => (unfit === undefined ? [] : [{ uniqueId, reason: unfit }]));
  if (found.length === 0) return {};
  const withoutWidth = series.filter(({ isWithoutWidth }) => isWithoutWidth).length;
  return { simplest: { ...firstSeries(found), ...(withoutWidth === 0 ? {} : { withoutWidth }) } };
}

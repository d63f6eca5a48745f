import { crossValidate } from '../backtest/cross-validate.ts';
import { type Cutoff, rowsBehind } from '../backtest/cutoffs.ts';
import type { SeriesErrors } from '../backtest/error-sums.ts';
import type { SeriesPoints } from '../backtest/series-points.ts';
import { buildModel } from '../models/families.ts';
import type { Series } from '../series/series.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { failureReason } from './failure-reason.ts';
import type { TrialParameters } from './training-parameters.ts';
import type { FailedSeries } from './training-summary.ts';

/** What cross-validation makes of some series. Plain data, so that a worker thread can send it; all in the order of the series. */
export interface TriedBlock {
  readonly uniqueIds: readonly string[];
  readonly errors: readonly SeriesErrors[];
  readonly points: readonly SeriesPoints[];
  readonly failed: readonly FailedSeries[];
  /** By cutoff of the panel, of all series of the block: those with a row behind it, and these rows. */
  readonly behind: readonly RowsBehind[];
}

export interface RowsBehind {
  readonly series: number;
  readonly rows: number;
}

/**
 * Cross-validates one candidate on series one by one. One that it cannot be fitted to at any cutoff has no points, and its reason is kept.
 * What depends on the calendar alone is prepared once, here.
 *
 * @param cutoffs of the panel
 * @throws ModelOptionInvalid
 */
export function seriesValidator(
  { candidate, seasonLength, seed, level, bounds, leastObservations }: TrialParameters,
  axis: TimeAxis,
  cutoffs: readonly Cutoff[],
): (series: readonly Series[]) => TriedBlock {
  const model = buildModel(candidate, { axis, seasonLength, seed });
  const plan = { cutoffs, leastObservations, seasonLength, level, bounds };
  return (block) => {
    const failed: FailedSeries[] = [];
    const tried = block.flatMap((series) => {
      const { uniqueId } = series;
      try {
        return [{ uniqueId, ...crossValidate(model, series, plan) }];
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
      behind: addBehind(
        cutoffs.length,
        block.map(({ ds }) => rowsBehind(ds, cutoffs).map((rows) => ({ series: rows > 0 ? 1 : 0, rows }))),
      ),
    };
  };
}

export const NO_ROWS: RowsBehind = { series: 0, rows: 0 };

export function addRows(a: RowsBehind, b: RowsBehind): RowsBehind {
  return { series: a.series + b.series, rows: a.rows + b.rows };
}

/** By cutoff. */
export function addBehind(cutoffs: number, parts: readonly (readonly RowsBehind[])[]): readonly RowsBehind[] {
  return Array.from({ length: cutoffs }, (_, at) => parts.map((part) => part[at]).reduce(addRows, NO_ROWS));
}

import { describe, expect, it } from '@jest/globals';
import { crossValidate } from '../../../core/backtest/cross-validate.ts';
import { panelCutoffs, rollingOriginOf } from '../../../core/backtest/cutoffs.ts';
import { poolErrors } from '../../../core/backtest/error-sums.ts';
import { poolFolds } from '../../../core/backtest/pool-folds.ts';
import type { Forecast, Model } from '../../../core/models/family.ts';

const axis = { frequency: 'day', phase: 0 } as const;
/** Of a panel whose last observation is on 1970-01-09. */
const cutoffs = panelCutoffs(
  Int32Array.from({ length: 9 }, (_, period) => period),
  rollingOriginOf(axis, { initial: '4d', period: '2d', horizon: '2d' }),
);
const plan = { cutoffs, leastObservations: 1, seasonLength: 2, level: 0.8, bounds: {} };

/** Always forecasts 4, between 2 and 6. */
const four: Model<null> = {
  prepare: () => ({ fit: () => null }),
  forecast: (_: null, ds: Int32Array): Forecast => ({
    yhat: new Float64Array(ds.length).fill(4),
    lower: new Float64Array(ds.length).fill(2),
    upper: new Float64Array(ds.length).fill(6),
  }),
};

function errorsOf(y: readonly number[], start = 0) {
  const ds = Int32Array.from(y.keys(), (i) => start + i);
  return crossValidate(four, { uniqueId: 'a', ds, y: Float64Array.from(y) }, plan).errors;
}

describe('poolFolds', () => {
  it('gives the errors of each fold, oldest first, with the date that it learned up to', () => {
    // Learns from the first 5 and is held against 6 and 0, then from the first 7 and is held against 2 and 10.
    expect(poolFolds([errorsOf([1, 2, 2, 4, 3, 6, 0, 2, 10])], axis)).toEqual([
      { cutoff: '1970-01-05', series: 1, points: 2, rmse: Math.sqrt(10), mae: 3, coverage: 0.5 },
      { cutoff: '1970-01-07', series: 1, points: 2, rmse: Math.sqrt(20), mae: 4, coverage: 0.5 },
    ]);
  });

  it('pools series by the cutoffs of the panel, counting points, not series', () => {
    // The second begins on 1970-01-07: it is scored at the later cutoff alone. The third ends on 1970-01-06: at the earlier one.
    const folds = poolFolds(
      [errorsOf([1, 2, 2, 4, 3, 6, 0, 2, 10]), errorsOf([1, 4, 4], 6), errorsOf([1, 1, 1, 1, 1, 7])],
      axis,
    );
    expect(folds).toEqual([
      { cutoff: '1970-01-05', series: 2, points: 3, rmse: Math.sqrt(29 / 3), mae: 3, coverage: 1 / 3 },
      { cutoff: '1970-01-07', series: 2, points: 4, rmse: Math.sqrt(10), mae: 2, coverage: 0.75 },
    ]);
  });

  it('adds up to the errors of the whole cross-validation', () => {
    const errors = [errorsOf([5, 1, 7, 2, 9, 4, 4, 8, 0, 3, 3, 6]), errorsOf([2, 2, 9, 1, 6, 6, 0, 3])];
    const whole = poolErrors(errors.map((one) => structuredClone(one)));
    const folds = poolFolds(errors, axis);
    const points = folds.reduce((sum, fold) => sum + fold.points, 0);
    const absolute = folds.reduce((sum, fold) => sum + (fold.mae ?? NaN) * fold.points, 0);
    const squared = folds.reduce((sum, fold) => sum + (fold.rmse ?? NaN) ** 2 * fold.points, 0);
    expect(folds).toHaveLength(whole.folds);
    expect(absolute / points).toBeCloseTo(whole.mae!, 12);
    expect(squared / points).toBeCloseTo(whole.mse!, 12);
  });

  it('has no folds where every series is too short for one', () => {
    expect(poolFolds([errorsOf([1, 2, 3])], axis)).toEqual([]);
    expect(poolFolds([], axis)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { crossValidate, poolErrors } from '../../../core/backtest/cross-validate.ts';
import type { Forecast, Model } from '../../../core/models/family.ts';
import type { Series } from '../../../core/series/series.ts';
import { seasonalNaive } from '../../../core/models/seasonal-naive.ts';
import { parseDuration } from '../../../core/series/duration.ts';

const axis = { frequency: 'day', phase: 0 } as const;
const plan = {
  axis,
  initial: parseDuration('4d'),
  period: parseDuration('2d'),
  horizon: parseDuration('2d'),
  seasonLength: 2,
  level: 0.8,
};

function seriesOf(y: readonly number[]): Series {
  return { uniqueId: 'a', ds: Int32Array.from(y.keys()), y: Float64Array.from(y) };
}

/** Says what it is told, whatever it learned from. */
function constant(value: number, half = 1): Model<null> {
  const forecast = (_: null, ds: Int32Array): Forecast => ({
    yhat: new Float64Array(ds.length).fill(value),
    lower: new Float64Array(ds.length).fill(value - half),
    upper: new Float64Array(ds.length).fill(value + half),
  });
  return { prepare: () => ({ fit: () => null }), forecast };
}

describe('crossValidate', () => {
  it('pools every forecasted point, and scales each fold by its own training data', () => {
    // Folds: learn from the first 5 and hold against 6 and 0; learn from the first 7 and hold against 2 and 10.
    const y = [1, 2, 2, 4, 3, 6, 0, 2, 10];
    const metrics = poolErrors([crossValidate(constant(4), seriesOf(y), plan)]);
    expect(metrics.folds).toBe(2);
    expect(metrics.mse).toBeCloseTo((4 + 16 + 4 + 36) / 4, 12);
    expect(metrics.rmse).toBeCloseTo(Math.sqrt(15), 12);
    expect(metrics.mae).toBeCloseTo(14 / 4, 12);
    // |e / y| of 6, 2, 10: 1/3, 1, 3/5
    expect(metrics.mdape).toBeCloseTo(0.6, 6);
    expect(metrics.smape).toBeCloseTo((4 / 10 + 8 / 4 + 4 / 6 + 12 / 14) / 4, 12);
    // Season of 2: differences 1 2 1 in the first fold, and 2 3 more in the second.
    expect(metrics.mase).toBeCloseTo((6 / (4 / 3) + 8 / (9 / 5)) / 4, 12);
    expect(metrics.coverage).toBe(0);
  });

  it('leaves a metric null where the data do not define it', () => {
    const metrics = poolErrors([crossValidate(constant(1), seriesOf([0, 0, 0, 0, 0, 0, 0]), plan)]);
    expect(metrics).toMatchObject({ mse: 1, smape: 2, mdape: null, mase: null, coverage: 1 });
  });

  it('has no points for a series that is too short for a fold', () => {
    const metrics = poolErrors([crossValidate(constant(1), seriesOf([1, 2, 3]), plan)]);
    expect(metrics).toMatchObject({ mse: null, rmse: null, mdape: null, coverage: null, folds: 0 });
  });

  it('refuses a forecast that is no number', () => {
    expect(() => crossValidate(constant(Number.NaN), seriesOf([1, 2, 3, 4, 5, 6, 7]), plan)).toThrow(
      expect.objectContaining({ name: 'SeriesUnfit' }),
    );
  });

  it('has errors of zero for the seasonal naive on a season that repeats', () => {
    const model = seasonalNaive.build({ axis, seasonLength: 2, seed: 1 }, {});
    const metrics = poolErrors([crossValidate(model, seriesOf([1, 5, 1, 5, 1, 5, 1, 5, 1]), plan)]);
    expect(metrics).toMatchObject({ mse: 0, mae: 0, mdape: 0, smape: 0, coverage: 1, folds: 2 });
  });

  it('survives the way between threads', () => {
    const errors = crossValidate(constant(4), seriesOf([1, 2, 2, 4, 3, 6, 0, 2, 10]), plan);
    expect(poolErrors([structuredClone(errors)])).toEqual(poolErrors([errors]));
  });
});

describe('poolErrors', () => {
  it('counts points, not series', () => {
    const short = crossValidate(constant(0), seriesOf([1, 1, 1, 1, 1, 1, 1]), plan);
    const long = crossValidate(constant(0), seriesOf([3, 3, 3, 3, 3, 3, 3, 3, 3]), plan);
    expect(poolErrors([short, long])).toMatchObject({ mae: (2 * 1 + 4 * 3) / 6, folds: 2 });
  });
});

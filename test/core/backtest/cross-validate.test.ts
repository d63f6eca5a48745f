import { describe, expect, it } from '@jest/globals';
import { crossValidate as crossValidated, type CrossValidationPlan } from '../../../core/backtest/cross-validate.ts';
import { panelCutoffs, rollingOriginOf } from '../../../core/backtest/cutoffs.ts';
import { poolErrors } from '../../../core/backtest/error-sums.ts';
import type { Forecast, Model } from '../../../core/models/family.ts';
import type { Series } from '../../../core/series/series.ts';
import { seasonalNaive } from '../../../core/models/seasonal-naive.ts';

const axis = { frequency: 'day', phase: 0 } as const;
const plan: Omit<CrossValidationPlan, 'cutoffs'> = { leastObservations: 1, seasonLength: 2, level: 0.8, bounds: {} };
const origin = rollingOriginOf(axis, { initial: '4d', period: '2d', horizon: '2d' });

function seriesOf(y: readonly number[]): Series {
  return { uniqueId: 'a', ds: Int32Array.from(y.keys()), y: Float64Array.from(y) };
}

/** The series is the whole panel. */
function validated<State>(model: Model<State>, series: Series, asked = plan) {
  return crossValidated(model, series, { ...asked, cutoffs: panelCutoffs(series.ds, origin) });
}

function crossValidate<State>(model: Model<State>, series: Series, asked = plan) {
  return validated(model, series, asked).errors;
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
    expect(metrics.mape).toBeCloseTo((1 / 3 + 1 + 3 / 5) / 3, 12);
    expect(metrics.smape).toBeCloseTo((4 / 10 + 8 / 4 + 4 / 6 + 12 / 14) / 4, 12);
    // Season of 2: differences 1 2 1 in the first fold, and 2 3 more in the second.
    expect(metrics.mase).toBeCloseTo((6 / (4 / 3) + 8 / (9 / 5)) / 4, 12);
    expect(metrics.coverage).toBe(0);
  });

  it('leaves a metric null where the data do not define it', () => {
    const metrics = poolErrors([crossValidate(constant(1), seriesOf([0, 0, 0, 0, 0, 0, 0]), plan)]);
    expect(metrics).toMatchObject({ mse: 1, smape: 2, mape: null, mdape: null, mase: null, coverage: 1 });
  });

  it('has no points for a series that is too short for a fold', () => {
    const metrics = poolErrors([crossValidate(constant(1), seriesOf([1, 2, 3]), plan)]);
    expect(metrics).toMatchObject({ mse: null, rmse: null, mdape: null, coverage: null, folds: 0 });
  });

  it('leaves out a fold that the family cannot fit, and no other', () => {
    // Of a panel of nine days: cut after the fifth, and after the seventh, where the series has a first and a third observation.
    const cutoffs = panelCutoffs(Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]), origin);
    const newcomer = { uniqueId: 'a', ds: Int32Array.of(4, 5, 6, 7, 8), y: Float64Array.of(1, 2, 3, 3, 5) };
    const naive = seasonalNaive.build({ axis, seasonLength: 1, seed: 1 }, {});
    const { errors, points } = crossValidated(naive, newcomer, { ...plan, cutoffs });
    expect(points).toMatchObject({ cutoff: Int32Array.of(6, 6), ds: Int32Array.of(7, 8), yhat: Float64Array.of(3, 3) });
    expect(poolErrors([errors])).toMatchObject({ folds: 1, mse: 2, seriesScored: 1, pointsScored: 2 });
  });

  it('lets no fold know a regressor that was revised after its cutoff', () => {
    const names = ['plan'];
    // What was planned for period 6 was 6, and is 60 since period 5.
    const revisions = { at: Int32Array.of(6), before: Float64Array.of(6), knownAt: Int32Array.of(5) };
    const values = Float64Array.of(0, 1, 2, 3, 4, 5, 60, 7, 8);
    const planned = { ...seriesOf([0, 1, 2, 3, 4, 5, 6, 7, 8]), regressors: { names, first: 0, values, revisions } };
    const learned: number[][] = [];
    const follows: Model<null> = {
      ...constant(NaN),
      knowing: ({ values: known }) => ({
        prepare: ({ ds }) => ({ fit: (n) => (learned.push([ds.length, n]), null) }),
        forecast: (_, ds) => {
          const yhat = Float64Array.from(ds, (period) => known[period]);
          return { yhat, lower: yhat, upper: yhat };
        },
      }),
    };
    const { points } = validated(follows, planned);
    expect(points.cutoff).toEqual(Int32Array.of(4, 4, 6, 6));
    expect(points.yhat).toEqual(Float64Array.of(5, 6, 7, 8));
    // The first fold learns from a series that ends with it; the second from the first seven of all.
    expect(learned).toEqual([
      [5, 5],
      [9, 7],
    ]);
    const present = { ...planned, regressors: { names, first: 0, values } };
    expect(validated(follows, present).points.yhat).toEqual(Float64Array.of(5, 60, 7, 8));
  });

  it('says why where no fold can be fitted', () => {
    const cutoffs = panelCutoffs(Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]), origin);
    const newcomer = { uniqueId: 'a', ds: Int32Array.of(7, 8), y: Float64Array.of(3, 5) };
    const naive = seasonalNaive.build({ axis, seasonLength: 1, seed: 1 }, {});
    expect(crossValidated(naive, newcomer, { ...plan, cutoffs }).points.ds).toHaveLength(0);
    const one = { uniqueId: 'a', ds: Int32Array.of(6, 8), y: Float64Array.of(3, 5) };
    expect(() => crossValidated(naive, one, { ...plan, cutoffs })).toThrow('needs at least two');
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

  it('leaves every point: where the fold ended, what came true, the forecast and half its interval', () => {
    const { points } = validated(constant(4, 3), seriesOf([1, 2, 2, 4, 3, 6, 0, 2, 10]), plan);
    expect(points).toEqual({
      cutoff: Int32Array.of(4, 4, 6, 6),
      ds: Int32Array.of(5, 6, 7, 8),
      y: Float64Array.of(6, 0, 2, 10),
      yhat: Float64Array.of(4, 4, 4, 4),
      half: Float64Array.of(3, 3, 3, 3),
    });
  });

  it("clips forecasts to what the target can be, before it measures them; the width of the interval is the model's", () => {
    const { errors, points } = validated(constant(-4, 3), seriesOf([1, 2, 2, 4, 3, 6, 0, 2, 10]), {
      ...plan,
      bounds: { min: 1 },
    });
    expect([...points.yhat]).toEqual([1, 1, 1, 1]);
    expect([...points.half]).toEqual([3, 3, 3, 3]);
    expect(errors.squared).toBe(25 + 1 + 1 + 81);
  });

  it('refuses an interval that has no end', () => {
    expect(() => crossValidate(constant(4, Infinity), seriesOf([1, 2, 3, 4, 5, 6, 7]))).toThrow(
      'an interval has an end that is not a finite number',
    );
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

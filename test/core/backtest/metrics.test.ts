import { describe, expect, it } from '@jest/globals';
import {
  bias,
  coverage,
  mae,
  mape,
  mase,
  maseScale,
  mdape,
  mse,
  percentageSums,
  rmse,
  smape,
} from '../../../core/backtest/metrics.ts';
import { SeasonalDifferences } from '../../../core/series/seasonal-differences.ts';

const y = [3, 0, -2, 8, 0];
const yhat = [1, 1, -5, 8, 0];

describe('point losses', () => {
  it('follow their definitions', () => {
    expect(mse(y, yhat)).toBeCloseTo(14 / 5, 12);
    expect(rmse(y, yhat)).toBeCloseTo(1.67332, 5);
    expect(mae(y, yhat)).toBeCloseTo(6 / 5, 12);
    expect(smape(y, yhat)).toBeCloseTo((1 + 2 + 6 / 7 + 0 + 0) / 5, 12);
  });

  it('call forecasts that are too low negatively biased', () => {
    expect(bias(y, yhat)).toBeCloseTo(-4 / 5, 12);
  });

  it('take the median over the actuals that are not zero', () => {
    expect(mdape(y, yhat)).toBeCloseTo(2 / 3, 6);
    expect(mdape([4, 2, 0, 10], [5, 1, 9, 13])).toBeCloseTo(0.3, 6);
  });

  it('take the mean over the actuals that are not zero, which pools by its sums', () => {
    expect(mape(y, yhat)).toBeCloseTo((2 / 3 + 3 / 2 + 0) / 3, 12);
    expect(percentageSums([4, -2, 0, 10], [5, -1, 9, 13])).toEqual({
      percentage: 0.25 + 0.5 + 0.3,
      percentagePoints: 3,
    });
    expect(mape([0, 0], [1, 2])).toBeNull();
  });

  it('have no median where every actual is zero', () => {
    expect(mdape([0, 0], [1, 2])).toBeNull();
  });
});

describe('mase', () => {
  const scaleOf = (values: number[], season: number) => {
    const ds = Int32Array.from(values.keys());
    const differences = new SeasonalDifferences({ uniqueId: 'a', ds, y: Float64Array.from(values) }, season);
    differences.advanceTo(values.length);
    return maseScale(differences);
  };

  it("scales by the seasonal naive's error at the season's own lag", () => {
    const scale = scaleOf([1, 5, 2, 9], 2);
    expect(scale).toBe(2.5);
    expect(mase([3, 4], [4, 8], scale)).toBe(1);
  });

  it('is undefined for a constant series, and for one shorter than a season', () => {
    expect(scaleOf([7, 7, 7, 7], 2)).toBeNull();
    expect(scaleOf([1, 2], 2)).toBeNull();
    expect(mase([1], [2], null)).toBeNull();
  });
});

describe('coverage', () => {
  it('counts both ends of the interval in', () => {
    expect(coverage([1, 2, 3, 4], [1, 0, 4, 0], [2, 2, 5, 3])).toBe(0.5);
  });
});

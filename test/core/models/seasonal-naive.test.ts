import { describe, expect, it } from '@jest/globals';
import type { Series } from '../../../core/series/series.ts';
import { seasonalNaive } from '../../../core/models/seasonal-naive.ts';

const Z80 = 1.2815515655446004;
const axis = { frequency: 'quarter', phase: 0 } as const;
const model = seasonalNaive.build({ axis, seasonLength: 4, seed: 1 }, seasonalNaive.options.parse({}));

function series(ds: readonly number[], y: readonly number[]): Series {
  return { uniqueId: 'a', ds: Int32Array.from(ds), y: Float64Array.from(y) };
}

describe('seasonal naive', () => {
  it('repeats the last season', () => {
    const state = model.prepare(series([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])).fit(6);
    expect(Array.from(model.forecast(state, Int32Array.of(6, 7, 8, 9, 10), 0.8).yhat)).toEqual([3, 4, 5, 6, 3]);
  });

  it('widens with the square root of the seasons ahead', () => {
    // Changes over a season: 3 and 1, so sigma is the root of (9 + 1) / 2.
    const state = model.prepare(series([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 4, 3])).fit(6);
    const { yhat, lower, upper } = model.forecast(state, Int32Array.of(6, 9, 10), 0.8);
    const half = Array.from(upper, (value, i) => value - yhat[i]);
    expect(half[0]).toBeCloseTo(Z80 * Math.sqrt(5), 10);
    expect(half[1]).toBeCloseTo(Z80 * Math.sqrt(5), 10);
    expect(half[2]).toBeCloseTo(Z80 * Math.sqrt(10), 10);
    expect(lower[2]).toBeCloseTo(yhat[2] - half[2], 12);
  });

  it('looks back as far as it is told', () => {
    const lagged = seasonalNaive.build({ axis, seasonLength: 4, seed: 1 }, { lag: 2 });
    // Changes over two steps: 2, 2, 1 and -1, so sigma is the root of 10 / 4.
    const state = lagged.prepare(series([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 4, 3])).fit(6);
    expect(state.sigma).toBeCloseTo(Math.sqrt(10 / 4), 12);
    expect(Array.from(lagged.forecast(state, Int32Array.of(6, 7, 8), 0.8).yhat)).toEqual([4, 3, 4]);
    expect(() => seasonalNaive.options.parse({ lag: 0 })).toThrow();
  });

  it('goes back to earlier seasons for what the last one lacks, and to the last value for what none has', () => {
    const state = model.prepare(series([0, 1, 4, 5, 9], [10, 11, 14, 15, 19])).fit(5);
    // Position of 10 and 11 was never seen; 12 is that of 4, 13 that of 9.
    expect(Array.from(model.forecast(state, Int32Array.of(10, 11, 12, 13), 0.8).yhat)).toEqual([19, 19, 14, 19]);
  });

  it('takes the change from step to step for its spread until a second season has begun', () => {
    const state = model.prepare(series([0, 1, 2], [1, 4, 0])).fit(3);
    expect(state.sigma).toBeCloseTo(Math.sqrt((9 + 16) / 2), 12);
  });

  it('learns from the first observations only', () => {
    const fitter = model.prepare(series([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 50, 60]));
    fitter.fit(6);
    expect(fitter.fit(4).season).toEqual([1, 2, 3, 4]);
  });

  it('does not fit one observation', () => {
    expect(() => model.prepare(series([0], [1])).fit(1)).toThrow(expect.objectContaining({ name: 'SeriesUnfit' }));
  });
});

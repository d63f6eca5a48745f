import { describe, expect, it } from '@jest/globals';
import { actualsOf, limitActuals } from '../../../core/backtest/actuals.ts';
import {
  addErrors,
  naiveRmse,
  NO_ERRORS,
  realisedErrors,
  realisedMetrics,
} from '../../../core/evaluate/realised-errors.ts';

const SETTING = { axis: { frequency: 'day', phase: 0 }, lag: 2, seed: 1 } as const;
const floats = (...values: number[]) => Float64Array.from(values);

/** Training 10..15 with a season of two; 16, 17 and 19 came true. The season's scale: |3-1|, |6-2|, |5-3|, |8-6| -> 2.5. */
const SERIES = {
  uniqueId: 'a',
  ds: Int32Array.of(10, 11, 12, 13, 14, 15, 16, 17, 19),
  y: floats(1, 2, 3, 6, 5, 8, 4, 10, 0),
};
const TRAINING = { first: 10, last: 15 };

describe('actualsOf', () => {
  it('parts what came true from what was learned, and gives the naive forecast and its scale', () => {
    const actuals = actualsOf(SERIES, TRAINING, SETTING);

    expect([...actuals.ds]).toEqual([16, 17, 19]);
    expect([...actuals.y]).toEqual([4, 10, 0]);
    expect([...actuals.naive!]).toEqual([5, 8, 8]);
    expect(actuals.scale).toBe(2.5);
  });

  it('takes no scale and no naive forecast from a series too short for them', () => {
    const actuals = actualsOf(SERIES, { first: 15, last: 15 }, SETTING);

    expect(actuals).toEqual({ ds: Int32Array.of(16, 17, 19), y: floats(4, 10, 0), scale: null });
  });
});

describe('realisedErrors', () => {
  const actuals = actualsOf(SERIES, TRAINING, SETTING);
  const main = { level: 0.8, lower: floats(4, 5, 8, 1), upper: floats(6, 9, 10, 3) };
  const forecast = { yhat: floats(5, 7, 9, 2), intervals: [main] } as const;
  const periods = Int32Array.of(16, 17, 18, 19);

  it('scores the periods that both have, by the definitions of the metrics', () => {
    const errors = realisedErrors(actuals, periods, forecast);

    // Errors +1, -3, +2; period 18 never came true. 4 lies on its interval's end, 10 and 0 outside.
    expect(errors.joined).toBe(3);
    expect(realisedMetrics(errors)).toEqual({
      rmse: Math.sqrt(14 / 3),
      mae: 2,
      bias: 0,
      smape: (2 / 9 + 6 / 17 + 2) / 3,
      mase: expect.closeTo(0.8, 12),
      coverage: 1 / 3,
      // Widths 2, 4, 2; 10 lies 1 above, 0 lies 1 below, each times 10.
      winkler: expect.closeTo((2 + 14 + 12) / 3, 12),
      // Pinball at 0.1, 0.5, 0.9: 0 + 0.5 + 0.2, 0.5 + 1.5 + 0.9, 0.9 + 1 + 0.3; the scale is 2.5, the actuals' sum 14.
      scaledMqloss: expect.closeTo(5.8 / 9 / 2.5, 12),
      scaledCrps: expect.closeTo((2 * 5.8) / 3 / 14, 12),
    });
    expect(naiveRmse(errors)).toBe(Math.sqrt((1 + 4 + 64) / 3));
  });

  it('pools series point by point, and a series without a scale has no part in mase', () => {
    const unscaled = { ds: Int32Array.of(16), y: floats(1), scale: null };
    const single = { yhat: floats(11), intervals: [{ level: 0.8, lower: floats(1), upper: floats(1) }] } as const;
    const pooled = addErrors(
      realisedErrors(actuals, periods, forecast),
      realisedErrors(unscaled, Int32Array.of(16), single),
    );

    expect(pooled.joined).toBe(4);
    expect(realisedMetrics(pooled)).toMatchObject({ mae: 4, bias: 2.5, mase: expect.closeTo(0.8, 12), coverage: 0.5 });
    expect(naiveRmse(pooled)).toBe(Math.sqrt(69 / 3));
  });

  it('is null, not zero, where nothing joined', () => {
    const none = { coverage: null, winkler: null, scaledMqloss: null, scaledCrps: null };
    const metrics = { rmse: null, mae: null, bias: null, smape: null, mase: null, ...none };

    expect(realisedMetrics(realisedErrors(actuals, Int32Array.of(18), forecast))).toEqual(metrics);
    expect(realisedErrors(undefined, periods, forecast)).toEqual(NO_ERRORS);
    expect(naiveRmse(NO_ERRORS)).toBeNull();
  });

  it('takes further levels into the scores over all of them alone', () => {
    const wide = { level: 0.9, lower: floats(0, 0, 0, 0), upper: floats(20, 20, 20, 20) };
    const scores = realisedMetrics(realisedErrors(actuals, periods, { ...forecast, intervals: [main, wide] }));

    // At 0.05 and 0.95 of the wide one: 0.2 + 0.8, 0.5 + 0.5, 0 + 1.
    expect(scores).toMatchObject({ coverage: 1 / 3, winkler: expect.closeTo(28 / 3, 12) });
    expect(scores.scaledMqloss).toBeCloseTo(8.8 / 15 / 2.5, 12);
    expect(scores.scaledCrps).toBeCloseTo((2 * 8.8) / 5 / 14, 12);
  });

  it('has no scores of an interval where a forecast has none, and leaves it out of others', () => {
    const bare = realisedErrors(actuals, periods, { yhat: forecast.yhat });

    expect(realisedMetrics(bare)).toMatchObject({ rmse: Math.sqrt(14 / 3), coverage: null });
    expect(realisedMetrics(bare)).toMatchObject({ winkler: null, scaledMqloss: null, scaledCrps: null });
    expect(realisedMetrics(addErrors(bare, realisedErrors(actuals, periods, forecast))).coverage).toBe(1 / 3);
  });

  it('scores only periods inside a limit', () => {
    const limited = limitActuals(actuals, { first: 17, last: 18 });

    expect(realisedErrors(limited, periods, forecast)).toMatchObject({ joined: 1, absolute: 3, naiveSquared: 4 });
  });
});

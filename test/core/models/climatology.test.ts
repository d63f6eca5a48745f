import { describe, expect, it } from '@jest/globals';
import { climatology } from '../../../core/models/climatology.ts';
import type { Series } from '../../../core/series/series.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';

const Z80 = 1.2815515655446004;
const day: TimeAxis = { frequency: 'day', phase: 0 };

function build(axis: TimeAxis, seasonLength: number, options = {}) {
  return climatology.build({ axis, seasonLength, seed: 1 }, climatology.options.parse(options));
}

function series(ds: readonly number[], y: readonly number[]): Series {
  return { uniqueId: 'a', ds: Int32Array.from(ds), y: Float64Array.from(y) };
}

describe('climatology', () => {
  it('is the mean at the position in the season, with the spread there', () => {
    const month: TimeAxis = { frequency: 'month', phase: 0 };
    const model = build(month, 12);
    const state = model.prepare(series([0, 1, 12, 13, 24, 25], [1, 10, 2, 10, 6, 10])).fit(6);
    const { yhat, upper } = model.forecast(state, Int32Array.of(36, 37), 0.8);
    expect(Array.from(yhat)).toEqual([3, 10]);
    expect(upper[0]).toBeCloseTo(3 + Z80 * Math.sqrt(7), 10);
    expect(upper[1]).toBe(10);
  });

  it('takes in neighbours around the end of the year', () => {
    const dates = ['2018-12-30', '2018-12-31', '2019-01-01', '2019-01-02', '2019-01-03'];
    const model = build(day, 365, { window: 1 });
    const learned = series(
      dates.map((date) => parsePeriod(day, date)),
      [100, 1, 2, 6, 100],
    );
    const forecast = model.forecast(model.prepare(learned).fit(5), Int32Array.of(parsePeriod(day, '2020-01-01')), 0.8);
    expect(forecast.yhat[0]).toBeCloseTo(3, 12);
  });

  it('stays on the date in leap years', () => {
    const start = parsePeriod(day, '2019-01-01');
    const learned = series(
      Array.from({ length: 731 }, (_, i) => start + i),
      Array.from({ length: 731 }, (_, i) => new Date((start + i) * 86_400_000).getUTCMonth()),
    );
    const model = build(day, 365, { window: 0 });
    const dates = ['2024-02-29', '2024-03-01', '2024-12-31', '2025-01-01'].map((date) => parsePeriod(day, date));
    const { yhat } = model.forecast(model.prepare(learned).fit(731), Int32Array.from(dates), 0.8);
    expect(Array.from(yhat)).toEqual([1, 2, 11, 0]);
  });

  it('does not mix the hours of a day when it smooths a year', () => {
    const hour: TimeAxis = { frequency: 'hour', phase: 0 };
    const learned = series(
      Array.from({ length: 24 * 400 }, (_, i) => i),
      Array.from({ length: 24 * 400 }, (_, i) => i % 24),
    );
    const model = build(hour, 8766);
    const { yhat } = model.forecast(model.prepare(learned).fit(9600), Int32Array.of(9600, 9605, 9623), 0.8);
    expect(Array.from(yhat)).toEqual([0, 5, 23]);
  });

  it('falls back on the whole series at a position it has not seen twice', () => {
    const model = build({ frequency: 'month', phase: 0 }, 12);
    const state = model.prepare(series([0, 1, 2, 3], [1, 2, 3, 6])).fit(4);
    expect(model.forecast(state, Int32Array.of(11), 0.8).yhat[0]).toBeCloseTo(3, 12);
  });

  it('says the same whichever folds were asked for before', () => {
    const learned = series(
      Array.from({ length: 900 }, (_, i) => 4000 + i),
      Array.from({ length: 900 }, (_, i) => Math.sin(i) * 5 + i / 100),
    );
    const model = build(day, 365);
    const fitter = model.prepare(learned);
    fitter.fit(900);
    expect(fitter.fit(700)).toEqual(model.prepare(learned).fit(700));
  });

  it('does not fit one observation', () => {
    const fitter = build(day, 365).prepare(series([0], [1]));
    expect(() => fitter.fit(1)).toThrow(expect.objectContaining({ name: 'SeriesUnfit' }));
  });
});

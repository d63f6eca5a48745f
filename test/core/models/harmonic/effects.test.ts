import { describe, expect, it } from '@jest/globals';
import { SeriesUnfit } from '../../../../core/models/family.ts';
import { harmonic } from '../../../../core/models/harmonic/harmonic.ts';
import type { Regressors } from '../../../../core/series/regressors.ts';
import type { Series } from '../../../../core/series/series.ts';
import { formatPeriod, type TimeAxis } from '../../../../core/series/time-axis.ts';
import { leastSquares } from '../../../support/least-squares.ts';

const day: TimeAxis = { frequency: 'day', phase: 0 };
/** 2000-02-14. */
const FIRST = 11_001;

function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function build(options = {}) {
  return harmonic.build({ axis: day, seasonLength: 365, seed: 1 }, harmonic.options.parse(options));
}

/** Every 97th and 98th day, by no season that the family has. */
function holidayDates(length: number, each = 97): string[] {
  return Array.from({ length }, (_, i) => i)
    .filter((i) => i % each < 2)
    .map((i) => formatPeriod(day, FIRST + i));
}

function regressors(length: number, next: () => number): Regressors {
  const values = Float64Array.from({ length: 2 * length }, (_, i) =>
    i % 2 === 0 ? 100 + next() : next() < 0.2 ? 1 : 0,
  );
  return { names: ['price', 'promo'], first: FIRST, values };
}

const N = 800;

function simulate(known: Regressors, dates: readonly string[], next: () => number): Series {
  const ds = Int32Array.from({ length: N }, (_, i) => FIRST + i);
  const y = Float64Array.from(ds, (period, i) => {
    const [price, promo] = known.values.subarray(2 * i, 2 * i + 2);
    const holiday = dates.includes(formatPeriod(day, period)) ? 25 : 0;
    return (
      200 + 6 * Math.sin((2 * Math.PI * period) / 7) - 5 * (price - 100) + 12 * promo + holiday + 2 * (next() - 0.5)
    );
  });
  return { uniqueId: 'a', ds, y, regressors: known };
}

describe('effects of holidays and regressors', () => {
  it('are those of least squares on the rows themselves', () => {
    const next = uniform(7);
    const [known, dates] = [regressors(N + 30, next), holidayDates(N + 30)];
    const series = simulate(known, dates, next);
    const kept = Int32Array.from(series.ds.keys()).filter((i) => i % 11 !== 3);
    const gappy = { ...series, ds: kept.map((i) => series.ds[i]), y: Float64Array.from(kept, (i) => series.y[i]) };
    const options = { yearly: 0, shrinkage: 0, autoregression: false, holidays: [{ name: 'fair', dates }] };
    const model = build(options).knowing!(known);
    const future = Int32Array.from({ length: 30 }, (_, i) => FIRST + N + i);
    const { yhat } = model.forecast(model.prepare(gappy).fit(kept.length), future, 0.8);

    const row = (period: number) => [
      1,
      ...[1, 2, 3].flatMap((k) => [Math.sin((2 * Math.PI * k * period) / 7), Math.cos((2 * Math.PI * k * period) / 7)]),
      period - FIRST,
      ...known.values.subarray(2 * (period - FIRST), 2 * (period - FIRST) + 2),
      dates.includes(formatPeriod(day, period)) ? 1 : 0,
    ];
    const expected = leastSquares(Array.from(gappy.ds, row), gappy.y, Array.from(future, row));
    yhat.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  it('of every fold are the same, in whatever order folds are asked for', () => {
    const next = uniform(11);
    const known = regressors(N, next);
    const series = simulate(known, [], next);
    const model = build().knowing!(known);
    const fitter = model.prepare(series);
    const [late, early] = [fitter.fit(700), fitter.fit(300)];
    expect(model.prepare(series).fit(300)).toEqual(early);
    expect(model.prepare(series).fit(700)).toEqual(late);
  });

  it('of holidays beat a model that knows none', () => {
    const next = uniform(3);
    const [known, dates] = [regressors(N, next), holidayDates(N)];
    const series = simulate(known, dates, next);
    const error = (options: object) => {
      const model = build(options).knowing!(known);
      const ahead = series.ds.subarray(600);
      const { yhat } = model.forecast(model.prepare(series).fit(600), ahead, 0.8);
      return Math.sqrt(yhat.reduce((sum, value, i) => sum + (value - series.y[600 + i]) ** 2, 0) / yhat.length);
    };
    expect(error({ holidays: [{ name: 'fair', dates }] })).toBeLessThan(0.7);
    expect(error({})).toBeGreaterThan(3);
  });

  it('need to be seen twice', () => {
    const next = uniform(5);
    const dates = holidayDates(N, 500).filter((_, i) => i % 2 === 0);
    const series = simulate(regressors(N, next), dates, next);
    const model = build({ holidays: [{ name: 'fair', dates }] });
    const fitter = model.prepare(series);
    expect(fitter.fit(400).effects).toEqual([0]);
    expect(fitter.fit(700).effects![0]).toBeGreaterThan(15);
  });

  it('are parts of the forecast that add up to it', () => {
    const next = uniform(9);
    const [known, dates] = [regressors(N + 97, next), holidayDates(N + 97)];
    const series = simulate(known, dates, next);
    const model = build({ holidays: [{ name: 'fair', dates }] }).knowing!(known);
    const state = model.prepare(series).fit(N);
    const ds = Int32Array.from({ length: 97 }, (_, i) => FIRST + N + i);
    const parts = model.decompose!(state, ds);
    expect(parts.map(({ name }) => name)).toEqual([
      'trend',
      'weekly',
      'yearly',
      'holidays',
      'regressors',
      'last deviation',
    ]);
    const { yhat } = model.forecast(state, ds, 0.8);
    yhat.forEach((value, i) => expect(parts.reduce((sum, part) => sum + part.values[i], 0)).toBeCloseTo(value, 9));
    const holidays = parts.find(({ name }) => name === 'holidays')!.values;
    const onFair = Array.from(ds, (period) => dates.includes(formatPeriod(day, period)));
    holidays.forEach((value, i) => (onFair[i] ? expect(value).toBeGreaterThan(20) : expect(value).toBe(0)));
  });

  it('name the regressor and the date that have no value', () => {
    const next = uniform(13);
    const known = regressors(N, next);
    const series = simulate(known, [], next);
    const model = build().knowing!(known);
    const state = model.prepare(series).fit(N);
    const unknown = () => model.forecast(state, Int32Array.of(FIRST + N), 0.8);
    expect(unknown).toThrow(SeriesUnfit);
    expect(unknown).toThrow("regressor 'price' has no value for 2002-04-24");
    known.values[2 * 40 + 1] = NaN;
    expect(() => model.prepare(series).fit(100)).toThrow("regressor 'promo' has no value for 2000-03-25");
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Series } from '../../../../core/series/series.ts';
import { harmonic } from '../../../../core/models/harmonic/harmonic.ts';
import type { TimeAxis } from '../../../../core/series/time-axis.ts';
import { leastSquares } from '../../../support/least-squares.ts';

const day: TimeAxis = { frequency: 'day', phase: 0 };

function build(options = {}, axis = day, seasonLength = 365) {
  return harmonic.build({ axis, seasonLength, seed: 1 }, harmonic.options.parse(options));
}

/** Uniform on [0, 1), the same on every machine. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function gaussian(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

function simulate(length: number, value: (period: number, index: number) => number, first = 11_000): Series {
  const ds = Int32Array.from({ length }, (_, i) => first + i);
  return { uniqueId: 'a', ds, y: Float64Array.from(ds, value) };
}

function keep(series: Series, kept: (index: number) => boolean): Series {
  const indexes = Array.from(series.ds.keys()).filter(kept);
  return {
    uniqueId: 'a',
    ds: Int32Array.from(indexes, (i) => series.ds[i]),
    y: Float64Array.from(indexes, (i) => series.y[i]),
  };
}

/** Weekly pairs, yearly pairs, and a line in years. */
function design(ds: ArrayLike<number>, weekly: number, yearly: number): number[][] {
  return Array.from(ds, (period) => {
    const waves = (order: number, steps: number) =>
      Array.from({ length: order }, (_, k) => (2 * Math.PI * (k + 1) * period) / steps);
    const angles = [...waves(weekly, 7), ...waves(yearly, 365.25)];
    return [1, ...angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)]), (period - 11_000) / 365.25];
  });
}

const horizon = (series: Series, steps: number) =>
  Int32Array.from({ length: steps }, (_, k) => series.ds[series.ds.length - 1] + 1 + k);

describe('harmonic regression', () => {
  it('is plain least squares when nothing is shrunk, gaps or not', () => {
    const plain = { weekly: 2, yearly: 3, shrinkage: 0, autoregression: false };
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      first: fc.integer({ min: -5000, max: 20_000 }),
      length: fc.integer({ min: 400, max: 900 }),
      gaps: fc.constantFrom(0, 0.05, 0.4),
    });
    fc.assert(
      fc.property(cases, ({ seed, first, length, gaps }) => {
        const noise = gaussian(seed);
        const chance = uniform(seed);
        const whole = simulate(length, (period) => 1e4 + 8 * Math.sin(period / 58) + noise(), first);
        const series = keep(whole, (i) => i === 0 || chance() >= gaps);
        const model = build(plain);
        const ahead = horizon(series, 100);
        const { yhat } = model.forecast(model.prepare(series).fit(series.ds.length), ahead, 0.8);
        const expected = leastSquares(design(series.ds, 2, 3), series.y, design(ahead, 2, 3));
        expected.forEach((value, i) => expect(yhat[i]).toBeCloseTo(value, 5));
      }),
      { numRuns: 25 },
    );
  });

  it('gives every fold what a fit of its own would give', () => {
    const noise = gaussian(7);
    const whole = simulate(900, (period) => 20 + 5 * Math.sin(period / 58) + noise());
    const series = keep(whole, (i) => i % 17 !== 3);
    const fitter = build().prepare(series);
    const folds = [500, 600, 847, 550].map((observations) => fitter.fit(observations));
    const alone = [500, 600, 847, 550].map((observations) => {
      const first = { uniqueId: 'a', ds: series.ds.slice(0, observations), y: series.y.slice(0, observations) };
      return build().prepare(first).fit(observations);
    });
    expect(folds).toEqual(alone);
  });

  it('finds the curve behind a noisy series', () => {
    const noise = gaussian(3);
    const curve = (period: number) =>
      12 + 9 * Math.cos((2 * Math.PI * period) / 365.25) + 3 * Math.sin((2 * Math.PI * period) / 7);
    const series = simulate(1826, (period) => curve(period) + 2 * noise());
    const model = build();
    const ahead = horizon(series, 365);
    const { yhat } = model.forecast(model.prepare(series).fit(1826), ahead, 0.8);
    const worst = Math.max(...Array.from(ahead, (period, i) => Math.abs(yhat[i] - curve(period))));
    expect(worst).toBeLessThan(0.5);
  });

  it('covers what its level says, whether errors are independent or alike from day to day', () => {
    for (const phi of [0, 0.7]) {
      let inside = 0;
      let points = 0;
      for (let seed = 1; seed <= 60; seed++) {
        const noise = gaussian(seed * 7919);
        let error = 0;
        const whole = simulate(1096 + 365, (period) => {
          error = phi * error + noise();
          return 10 + 6 * Math.sin((2 * Math.PI * period) / 365.25) + error;
        });
        const model = build();
        const { lower, upper } = model.forecast(model.prepare(whole).fit(1096), whole.ds.subarray(1096), 0.8);
        for (let i = 0; i < 365; i++) {
          points++;
          if (lower[i] <= whole.y[1096 + i] && whole.y[1096 + i] <= upper[i]) inside++;
        }
      }
      expect(inside / points).toBeGreaterThan(0.78);
      expect(inside / points).toBeLessThan(0.82);
    }
  });

  it('drops terms and a line that are only noise', () => {
    const noise = gaussian(11);
    const series = simulate(1461, () => noise());
    const model = build();
    const { yhat } = model.forecast(model.prepare(series).fit(1461), horizon(series, 365), 0.8);
    const spread = Math.max(...yhat) - Math.min(...yhat);
    expect(spread).toBeLessThan(0.25);
    expect(model.prepare(series).fit(1461).curve.slope).toBe(0);
  });

  it('follows a line that is there', () => {
    const noise = gaussian(5);
    const series = simulate(1461, (period) => (period - 11_000) / 100 + noise());
    const model = build();
    const { yhat } = model.forecast(model.prepare(series).fit(1461), horizon(series, 365), 0.8);
    expect(yhat[364]).toBeGreaterThan(18.26 - 0.5);
    expect(yhat[364]).toBeLessThan(18.26 + 0.5);
  });

  it('lets the last deviation fade as its autocorrelation says', () => {
    const noise = gaussian(9);
    let error = 0;
    const series = simulate(1461, () => (error = 0.9 * error + noise()));
    const model = build();
    const state = model.prepare(series).fit(1461);
    expect(state.autocorrelation).toBeGreaterThan(0.85);
    expect(state.autocorrelation).toBeLessThan(0.95);
    const { lower, upper } = model.forecast(state, horizon(series, 60), 0.8);
    expect(upper[0] - lower[0]).toBeLessThan(0.6 * (upper[59] - lower[59]));
    const [near, far] = [10, 30].map((steps) => model.forecast(state, Int32Array.of(state.last + steps), 0.8).yhat[0]);
    const level = model.forecast({ ...state, deviation: 0 }, Int32Array.of(state.last + 10, state.last + 30), 0.8).yhat;
    expect((far - level[1]) / (near - level[0])).toBeCloseTo(state.autocorrelation ** 20, 9);
  });

  it('runs through values without noise, and admits no doubt', () => {
    const series = simulate(800, () => 7);
    const model = build();
    const { yhat, lower, upper } = model.forecast(model.prepare(series).fit(800), horizon(series, 3), 0.8);
    expect(Array.from(yhat)).toEqual([7, 7, 7]);
    expect(Array.from(lower)).toEqual(Array.from(upper));
  });

  it('learns all twelve months of a year', () => {
    const month: TimeAxis = { frequency: 'month', phase: 0 };
    const noise = gaussian(2);
    const pattern = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20];
    const series = simulate(96, (period) => pattern[period % 12] + noise() / 10, 360);
    const model = build({}, month, 12);
    const { yhat } = model.forecast(model.prepare(series).fit(96), horizon(series, 12), 0.8);
    pattern.forEach((value, i) => expect(Math.abs(yhat[i] - value)).toBeLessThan(0.3));
  });

  it.each([
    ['hour', 24, 24 * 20],
    ['week', 52, 160],
    ['quarter', 4, 24],
    ['year', 1, 12],
    ['day', 28, 120],
    ['month', 12, 3],
  ] as const)('fits %s series of season %d with %d observations', (frequency, seasonLength, length) => {
    const noise = gaussian(4);
    const series = simulate(length, (period) => 5 + noise() + (period % seasonLength), 100);
    const model = build({}, { frequency, phase: 0 }, seasonLength);
    const { lower, yhat, upper } = model.forecast(model.prepare(series).fit(length), horizon(series, 50), 0.8);
    yhat.forEach((value, i) => {
      expect(lower[i]).toBeLessThan(value);
      expect(upper[i]).toBeGreaterThan(value);
    });
  });

  it('has a state that goes through JSON without loss', () => {
    const noise = gaussian(6);
    const series = simulate(800, (period) => Math.sin(period / 58) + noise());
    const state = build().prepare(series).fit(800);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    const ahead = horizon(series, 30);
    const forecast = build().forecast(JSON.parse(JSON.stringify(state)), ahead, 0.8);
    expect(forecast).toEqual(build().forecast(state, ahead, 0.8));
  });

  it('does not fit two observations', () => {
    const fitter = build().prepare(simulate(2, (period) => period));
    expect(() => fitter.fit(2)).toThrow(expect.objectContaining({ name: 'SeriesUnfit' }));
  });

  it('knows no other option', () => {
    expect(harmonic.options.safeParse({ yearly: 4, monthly: 2 }).success).toBe(false);
    expect(harmonic.options.safeParse({ yearly: -1 }).success).toBe(false);
  });
});

describe('seasons of hours', () => {
  it('take ten pairs a day and twenty a week, those that are the same ones but once', () => {
    const noise = gaussian(31);
    const series = simulate(
      24 * 90,
      (_, i) => 60 + 9 * (i % 24 === 8 ? 1 : 0) + 12 * (i % 168 > 120 ? 1 : 0) + noise(),
      96_432,
    );
    const hour: TimeAxis = { frequency: 'hour', phase: 0 };
    const fits = [{}, { daily: 10, weekly: 20 }].map((options) => {
      const model = build({ ...options, yearly: 0, autoregression: false }, hour, 24);
      return model.prepare(series).fit(24 * 90);
    });
    // The seventh and the fourteenth of a week are the first and the second of a day.
    expect(fits.map(({ curve }) => curve.fourier.length)).toEqual([14, 56]);
    expect(fits[1].noiseVariance).toBeLessThan(0.55 * fits[0].noiseVariance);
  });
});

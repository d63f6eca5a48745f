import { describe, expect, it } from '@jest/globals';
import type { ModelSetting } from '../../../../core/models/family.ts';
import { damped } from '../../../../core/models/smoothing/damped.ts';
import { theta } from '../../../../core/models/smoothing/theta.ts';
import type { Frequency } from '../../../../core/contracts/frequency.ts';
import { SALES } from './sales.ts';

/** The worked examples of the specification, which were computed with numpy, statsmodels and statsforecast. */

const FAMILIES = { theta, damped };

function setting(frequency: Frequency): ModelSetting {
  return { axis: { frequency, phase: 0 }, seasonLength: 12, seed: 1 };
}

interface Fitted {
  readonly frequency?: Frequency;
  readonly y: readonly (number | undefined)[];
  readonly observations?: number;
  readonly steps?: number;
}

function fitted(family: keyof typeof FAMILIES, { frequency = 'month', y, observations, steps = 6 }: Fitted) {
  const known = y.flatMap((value, t) => (value === undefined ? [] : [{ ds: 100 + t, value }]));
  const ds = Int32Array.from(known, (one) => one.ds);
  const series = { uniqueId: 's', ds, y: Float64Array.from(known, ({ value }) => value) };
  const model = FAMILIES[family].build(setting(frequency), {});
  const state = model.prepare(series).fit(observations ?? ds.length);
  const { yhat, upper } = model.forecast(
    state as never,
    Int32Array.from({ length: steps }, (_, i) => state.last + 1 + i),
    0.8,
  );
  return {
    state,
    yhat: digits(yhat, 6),
    half: digits(
      upper.map((value, i) => value - yhat[i]),
      6,
    ),
  };
}

function digits(values: Iterable<number>, places: number): number[] {
  return [...values].map((value) => Number(value.toFixed(places)));
}

describe('the 48 months of the specification', () => {
  it('have these seasons, and this theta', () => {
    const { state, yhat, half } = fitted('theta', { y: SALES });
    expect(digits(state.seasons[0], 6)).toEqual([
      0.004931, 0.101313, 0.168303, 0.193302, 0.172728, 0.11061, 0.01609, -0.086935, -0.169274, -0.222007, -0.187467,
      -0.101595,
    ]);
    expect(state.form).toBe('log');
    expect(state.curve.alpha).toBe(0.66);
    expect(digits([state.curve.squares, state.curve.level], 6)).toEqual([851.467688, 166.874053]);
    expect(state.curve.trend).toBeCloseTo(1.48393918, 8);
    expect(yhat).toEqual([168.828656, 186.731788, 200.547449, 206.524359, 203.200613, 191.790922]);
    expect(half).toEqual([5.481667, 7.232486, 8.829262, 10.051394, 10.736224, 10.861391]);
  });

  it('have this damped trend', () => {
    const { state, yhat, half } = fitted('damped', { y: SALES });
    expect(state.curve).toMatchObject({ phi: 0.98, beta: 0.4, alpha: 0.2 });
    expect(digits([state.curve.squares, state.curve.level], 6)).toEqual([504.889118, 167.6687]);
    expect(state.curve.trend).toBeCloseTo(1.28644018, 8);
    expect(yhat).toEqual([169.764421, 188.308382, 202.788027, 209.361069, 206.47978, 195.316708]);
    expect(half).toEqual([4.221109, 4.740253, 5.165235, 5.393172, 5.376865, 5.139408]);
  });

  it('forecast otherwise from a beginning of them', () => {
    expect(fitted('theta', { y: SALES, observations: 30, steps: 2 }).yhat).toEqual([144.443078, 133.864633]);
    expect(fitted('damped', { y: SALES, observations: 30, steps: 2 }).yhat).toEqual([144.780482, 134.92546]);
  });

  it.each([
    ['next to nothing, and are added', 1, 'plain', 0.98, [163.699573, 178.398196]],
    ['well above it, and multiply', 2, 'log', undefined, [167.524779, 185.319551]],
    ['zero, and are added', 0, 'plain', 0.98, [163.700884, 178.400793]],
  ])('begin with a value %s', (_, first, form, alpha, expected) => {
    const { state, yhat } = fitted('theta', { y: [first, ...SALES.slice(1)], steps: 2 });
    expect(state.form).toBe(form);
    if (alpha !== undefined) expect(state.curve.alpha).toBe(alpha);
    expect(yhat).toEqual(expected);
  });

  it('begin with zero: the damped trend', () => {
    const { state, yhat } = fitted('damped', { y: [0, ...SALES.slice(1)], steps: 2 });
    expect(state.curve).toMatchObject({ phi: 0.9, beta: 0.05, alpha: 0.98 });
    expect(yhat).toEqual([163.120434, 177.218616]);
  });

  it('may have gaps', () => {
    const y = SALES.map((value, t) => (t === 5 || t === 20 ? undefined : value));
    const { state, yhat } = fitted('theta', { y, steps: 2 });
    expect(state.curve.alpha).toBe(0.62);
    expect(yhat).toEqual([169.019517, 186.837725]);
  });
});

describe('longer seasons', () => {
  it('are harmonics in weeks', () => {
    const y = Array.from({ length: 120 }, (_, t) => 100 + (t ** 2 % 11) + (t % 52 < 13 ? 20 : 0));
    const { state, yhat } = fitted('theta', { frequency: 'week', y, steps: 2 });
    expect(state.curve.alpha).toBe(0.06);
    expect(yhat).toEqual([102.196191, 103.262995]);
  });

  it('are two, of the day and the week, in hours', () => {
    const y = Array.from(
      { length: 600 },
      (_, t) => 100 + (t ** 2 % 11) + 3 * (t % 24) + (Math.floor(t / 24) % 7 >= 5 ? 30 : 0),
    );
    const { state, yhat } = fitted('theta', { frequency: 'hour', y, steps: 2 });
    expect(state.curve.alpha).toBe(0.98);
    expect(yhat).toEqual([105.751108, 106.216178]);
  });

  it.each([
    ['day', 729, [7]],
    ['day', 730, [7, 365]],
    ['hour', 336, [24]],
    ['hour', 337, [24, 168]],
    ['month', 24, []],
    ['month', 25, [12]],
    ['year', 40, []],
  ] as const)('%s: %i periods have the seasons %j', (frequency, length, seasons) => {
    const y = Array.from({ length }, (_, t) => 100 + ((t * 7919) % 31));
    expect(fitted('damped', { frequency, y }).state.seasons.map((index) => index.length)).toEqual(seasons);
  });
});

describe('the ends of what can be fitted', () => {
  it.each(['theta', 'damped'] as const)('%s needs five observations', (family) => {
    expect(() => fitted(family, { y: [1, 2, 3, 4] })).toThrow('4 observations; level and trend need at least 5');
    expect(fitted(family, { y: [1, 2, 3, 4, 5] }).yhat).toHaveLength(6);
  });

  it.each(['theta', 'damped'] as const)('%s of equal values is that value, without a doubt', (family) => {
    const { state, yhat, half } = fitted(family, { y: new Array<number>(30).fill(7) });
    expect(state.curve).toMatchObject({ alpha: 0.02, squares: 0 });
    expect(yhat).toEqual([7, 7, 7, 7, 7, 7]);
    expect(half).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('of hours, only the last year counts', () => {
    const year = Array.from({ length: 8760 }, (_, t) => 50 + ((t * 7919) % 31) + 10 * Math.sin(t / 3.8));
    const before = new Array<number>(500).fill(-1e6);
    expect(fitted('theta', { frequency: 'hour', y: [...before, ...year] }).yhat).toEqual(
      fitted('theta', { frequency: 'hour', y: year }).yhat,
    );
  });

  it('a fit of fewer observations does not depend on what was fitted before', () => {
    const series = { uniqueId: 's', ds: Int32Array.from(SALES, (_, t) => t), y: Float64Array.from(SALES) };
    const fitter = theta.build(setting('month'), {}).prepare(series);
    const first = fitter.fit(30);
    fitter.fit(48);
    expect(fitter.fit(30)).toEqual(first);
  });
});

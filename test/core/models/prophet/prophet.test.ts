import { describe, expect, it } from '@jest/globals';
import { SeriesUnfit } from '../../../../core/models/family.ts';
import type { Series } from '../../../../core/series/series.ts';
import { formatPeriod } from '../../../../core/series/time-axis.ts';
import { prophet, type ProphetState } from '../../../../core/models/prophet/prophet.ts';
import { LOGISTIC_SHAPES, MULTIPLICATIVE_SHAPES } from './joint-shapes.ts';
import { SHAPES, shape } from './shapes.ts';
import type { Shape } from './shapes.ts';

function modelFor({ axis, options, holidays, regressors }: Shape) {
  return prophet.build({ axis, seasonLength: 7, seed: 1 }, prophet.options.parse({ ...options, holidays, regressors }));
}

const JOINT = [...MULTIPLICATIVE_SHAPES, ...LOGISTIC_SHAPES];
const named = (name: string) => [...SHAPES, ...JOINT].find((candidate) => candidate.name === name)!;
const bytes = (value: unknown) => JSON.stringify(value);
const first = (series: Series, n: number): Series => ({
  ...series,
  ds: series.ds.slice(0, n),
  y: series.y.slice(0, n),
});
const horizon = (series: Series, steps: number) =>
  Int32Array.from({ length: steps }, (_, i) => series.ds.at(-1)! + 1 + i);

describe('a fit', () => {
  const shapes = [
    ...['gaps', 'hours', 'months', 'holidays', 'regressors', 'trend breaks'],
    ...[
      'months like passengers',
      'days with gaps and a break',
      'regressors of both modes',
      'capped holidays as shares',
    ],
  ].map(named);

  it.each(shapes)('depends on the first n observations alone, to the byte: $name', (given) => {
    const n = Math.floor(given.series.ds.length * 0.7);
    const whole = modelFor(given).prepare(given.series);
    const expected = bytes(modelFor(given).prepare(first(given.series, n)).fit(n));
    whole.fit(given.series.ds.length);
    whole.fit(20);
    expect(bytes(whole.fit(n))).toBe(expected);
  });

  it('is the same whatever other series the model has seen', () => {
    const [a, b] = [named('gaps'), named('daily course of a year')];
    const shared = modelFor(a);
    const alone = bytes(modelFor(b).prepare(b.series).fit(1000));
    shared.prepare(b.series).fit(1000);
    const early = shared.prepare(a.series);
    expect(bytes(shared.prepare(b.series).fit(1000))).toBe(alone);
    expect(bytes(early.fit(800))).toBe(bytes(modelFor(a).prepare(a.series).fit(800)));
    expect(bytes(shared.prepare({ ...b.series, y: b.series.y.slice() }).fit(1000))).toBe(alone);
  });

  it.each([...SHAPES, ...JOINT])('survives JSON, and forecasts without NaN: $name', (given) => {
    const model = modelFor(given);
    const state = model.prepare(given.series).fit(given.series.ds.length);
    const ds = horizon(given.series, given.horizon);
    const forecast = model.forecast(state, ds, 0.8);
    expect(model.forecast(JSON.parse(bytes(state)), ds, 0.8)).toEqual(forecast);
    for (let i = 0; i < ds.length; i++) {
      expect(forecast.lower[i]).toBeLessThanOrEqual(forecast.yhat[i]);
      expect(forecast.upper[i]).toBeGreaterThanOrEqual(forecast.yhat[i]);
      expect(Number.isFinite(forecast.lower[i] + forecast.upper[i])).toBe(true);
    }
  });

  it.each(['regressors', 'holidays', 'twelve days', 'negative and far from zero', 'flat growth'].map(named))(
    'balances noise and intercept against their priors: $name',
    (given) => {
      const model = modelFor(given);
      const { ds, y } = given.series;
      const state = model.prepare(given.series).fit(ds.length);
      const fitted = model.forecast(state, ds, 0.8).yhat;
      const residual = y.map((value, i) => (value - fitted[i]) / state.yScale);
      const squares = residual.reduce((sum, r) => sum + r * r, 0);
      const variance = state.sigma ** 2;
      expect((4 * variance ** 2 + ds.length * variance) / squares).toBeCloseTo(1, 6);
      // The derivative by m: the residuals' sum against the normal(0, 5) prior.
      expect(residual.reduce((sum, r) => sum + r, 0) / variance).toBeCloseTo(state.m / 25, 5);
    },
  );

  it('scales with the unit of y', () => {
    const given = named('trend breaks');
    const model = modelFor(given);
    const fahrenheit = { ...given.series, y: given.series.y.map((value) => value * 1024) };
    const state = model.prepare(given.series).fit(1500);
    expect(model.prepare(fahrenheit).fit(1500)).toEqual({ ...state, yScale: state.yScale * 1024 });
  });

  it('repeats a series that never changes', () => {
    const given = named('constant');
    const model = modelFor(given);
    const { yhat, lower, upper } = model.forecast(model.prepare(given.series).fit(60), horizon(given.series, 30), 0.8);
    expect([...yhat]).toEqual(Array(30).fill(7));
    expect(upper[29] - lower[29]).toBeLessThan(1e-6);
  });

  it('gives the same forecast for a date whatever other dates are asked for', () => {
    const given = named('months');
    const model = modelFor(given);
    const state = model.prepare(given.series).fit(144);
    const all = model.forecast(state, horizon(given.series, 24), 0.8);
    const one = model.forecast(state, horizon(given.series, 24).slice(20, 21), 0.8);
    expect([one.yhat[0], one.lower[0], one.upper[0]]).toEqual([all.yhat[20], all.lower[20], all.upper[20]]);
  });

  it('refuses fewer than two observations, and values that cannot be squared', () => {
    const given = named('forty days');
    expect(() => modelFor(given).prepare(given.series).fit(1)).toThrow(SeriesUnfit);
    const huge = { ...given.series, y: given.series.y.map((value) => value * 1e200) };
    expect(() => modelFor(given).prepare(huge).fit(40)).toThrow(SeriesUnfit);
  });
});

describe('a state', () => {
  const axis = { frequency: 'day', phase: 0 } as const;
  const setting = { axis, seasonLength: 7, seed: 1 };
  const options = { holidays: [{ name: 'fair', dates: ['1970-01-16'] }], cap: 100, floor: 20, growth: 'logistic' };
  const state = {
    ...{ start: 0, end: 10, yScale: 50, k: 2, m: 0.5, changepoints: [5], delta: [1], changepointCount: 4 },
    ...{ seasons: { yearly: 0, weekly: 0, daily: 0 }, beta: [0.1], standardisations: [], sigma: 0.01 },
  };
  const at = (extra: object, day: number, fitted: object = {}) => {
    const { yhat } = prophet
      .build(setting, prophet.options.parse({ ...options, ...extra }))
      .forecast({ ...state, ...fitted }, Int32Array.of(day), 0.8);
    return yhat[0];
  };

  it('of linear growth is a broken line times the effects, or with them', () => {
    // t = 1.5: 0.5 + 2 * 1.5 + 1 * (1.5 - 0.5) = 4.5
    const linear = { growth: 'linear', cap: undefined, floor: 0 };
    expect(at(linear, 14)).toBeCloseTo(50 * (0.5 + 2.8 + 0.9), 10);
    expect(at(linear, 15)).toBeCloseTo(50 * (4.5 + 0.1), 10);
    expect(at({ ...linear, seasonalityMode: 'multiplicative' }, 15)).toBeCloseTo(50 * 4.5 * 1.1, 10);
    expect(at({ ...linear, seasonalityMode: 'multiplicative', holidaysMode: 'additive' }, 15)).toBeCloseTo(230, 10);
    expect(at({ ...linear, holidaysMode: 'multiplicative' }, 15)).toBeCloseTo(247.5, 10);
  });

  it('of logistic growth saturates between floor and cap, and effects are shares of what is above the floor', () => {
    // eta = 2 * (1 - 0.5) + 1 * (1 - 0.5) = 1.5; 1 / (1 + exp(-1.5)) = 0.8175744762
    expect(at({}, 10)).toBeCloseTo(20 + 80 * 0.8175744762, 7);
    // eta = 2 * (1.5 - 0.5) + 1 = 3; 0.9525741268
    expect(at({}, 15)).toBeCloseTo(20 + 80 * 0.9525741268 + 5, 7);
    expect(at({ seasonalityMode: 'multiplicative' }, 15)).toBeCloseTo(20 + 80 * 0.9525741268 * 1.1, 7);
    expect(at({}, 4000)).toBeCloseTo(100, 7);
  });

  it('widens its interval as the effects multiply the trend, and not by their sign', () => {
    const wide = { ...state, delta: [3], beta: [0.5] };
    const width = (extra: object, beta: number) => {
      const model = prophet.build(
        setting,
        prophet.options.parse({ ...options, growth: 'linear', cap: undefined, floor: 0, ...extra }),
      );
      const { lower, upper } = model.forecast({ ...wide, beta: [beta] }, Int32Array.of(15), 0.8);
      return upper[0] - lower[0];
    };
    const plain = width({}, 0.5);
    const noise = 2 * 50 * 0.01 * 1.2815515655;
    const multiplied = width({ seasonalityMode: 'multiplicative' }, 0.5);
    expect((multiplied ** 2 - noise ** 2) / (plain ** 2 - noise ** 2)).toBeCloseTo(2.25, 1);
    expect(width({ seasonalityMode: 'multiplicative' }, -2.5)).toBeCloseTo(multiplied, 10);
    expect(width({ seasonalityMode: 'multiplicative' }, -1)).toBeCloseTo(noise, 8);
  });

  it('turns its interval over where the effects turn the trend over', () => {
    const model = prophet.build(setting, prophet.options.parse({ ...options, seasonalityMode: 'multiplicative' }));
    const ends = (beta: number) => {
      const { yhat, lower, upper } = model.forecast(
        { ...state, k: -6, delta: [8], beta: [beta] },
        Int32Array.of(15),
        0.8,
      );
      return [yhat[0] - lower[0], upper[0] - yhat[0]];
    };
    const [down, up] = ends(0);
    expect(down).toBeGreaterThan(1.5 * up);
    expect(ends(-2)).toEqual([up, down]);
  });

  it('takes each regressor by its own mode, else by that of the seasons', () => {
    const regressor = (extra: object) => ({ name: 'price', values: { '1970-01-16': 3 }, standardize: false, ...extra });
    const by = (extra: object, mode?: string) =>
      at(
        { ...extra, holidays: [], growth: 'linear', cap: undefined, floor: 0, regressors: [regressor({ mode })] },
        15,
        {
          standardisations: [{ mean: 0, deviation: 1 }],
        },
      );
    const multiplicative = { seasonalityMode: 'multiplicative' };
    expect(by({})).toBeCloseTo(50 * (4.5 + 0.3), 10);
    expect(by({}, 'multiplicative')).toBeCloseTo(50 * 4.5 * 1.3, 10);
    expect(by(multiplicative)).toBeCloseTo(50 * 4.5 * 1.3, 10);
    expect(by(multiplicative, 'additive')).toBeCloseTo(50 * (4.5 + 0.3), 10);
    expect(by({ ...multiplicative, holidaysMode: 'additive' })).toBeCloseTo(50 * 4.5 * 1.3, 10);
  });
});

describe('growth with a cap', () => {
  it('fits what lies above the floor: the same values, higher, give the same forecast, higher', () => {
    const given = named('falling to a floor');
    const raised = { ...given.series, y: given.series.y.map((value) => value + 1000) };
    const forecast = ({ options, series }: Pick<Shape, 'options' | 'series'>) => {
      const model = modelFor({ ...given, options });
      return model.forecast(model.prepare(series).fit(900), horizon(series, 30), 0.8);
    };
    const low = forecast(given);
    const high = forecast({ options: { ...given.options, cap: 2000, floor: 1200 }, series: raised });
    high.yhat.forEach((value, i) => expect(value - low.yhat[i]).toBeCloseTo(1000, 5));
    high.lower.forEach((value, i) => expect(value - low.lower[i]).toBeCloseTo(1000, 5));
  });

  it.each([0, 5, 10, 12, -3])('fits a series that is %d throughout, as near as the cap of 10 lets it', (value) => {
    const given = shape('constant', { length: 60, value: () => value, options: { growth: 'logistic', cap: 10 } });
    const model = modelFor(given);
    const state = model.prepare(given.series).fit(60);
    // Not zero: what is left of a perfect fit is rounding.
    expect(state.sigma).toBeGreaterThan(9e-6);
    const { yhat } = model.forecast(state, horizon(given.series, 5), 0.8);
    const expected = Math.min(10, Math.max(0, value));
    yhat.forEach((fitted) => expect(Math.abs(fitted - expected)).toBeLessThan(value === expected ? 1e-3 : 0.7));
  });

  it('keeps a change at the very first row, where there is no other changepoint, apart from the slope that m belongs to', () => {
    const given = shape('level', {
      length: 200,
      value: (_, noise) => 9 + 0.1 * noise(),
      options: { growth: 'logistic', cap: 10, nChangepoints: 0, weeklySeasonality: false },
    });
    const model = modelFor(given);
    const state = model.prepare(given.series).fit(200);
    expect(state.changepoints).toEqual([given.series.ds[0]]);
    expect(state.k + state.delta[0]).toBeCloseTo(0, 1);
    expect(model.forecast(state, Int32Array.of(given.series.ds[100]), 0.8).yhat[0]).toBeCloseTo(9, 1);
  });

  it('has the noise alone for an interval within the history', () => {
    const given = named('saturating days');
    const model = modelFor(given);
    const state = model.prepare(given.series).fit(1825);
    const { lower, yhat, upper } = model.forecast(state, given.series.ds, 0.8);
    const half = 1.2815515655 * state.sigma * state.yScale;
    yhat.forEach((value, i) => {
      expect(upper[i] - value).toBeCloseTo(half, 6);
      expect(value - lower[i]).toBeCloseTo(half, 6);
    });
  });
});

describe('seasons of hours', () => {
  it('take ten pairs a day and twenty a week, among them the same ones twice, at a cost that cross-validation bears', () => {
    const finer = { dailySeasonality: 10, weeklySeasonality: 20, yearlySeasonality: false };
    const hour = { frequency: 'hour', start: 96432, length: 24 * 90, horizon: 24 } as const;
    const sharp = (i: number, noise: () => number) =>
      60 + 9 * (i % 24 === 8 ? 1 : 0) + 12 * (i % 168 > 120 ? 1 : 0) + noise();
    for (const seasonalityMode of ['additive', 'multiplicative']) {
      const given = shape('sharp', { ...hour, value: sharp, options: { ...finer, seasonalityMode } });
      const usual = { ...given, options: { yearlySeasonality: false, seasonalityMode } };
      const [fine, coarse] = [given, usual].map((each) => {
        const fitter = modelFor(each).prepare(each.series);
        return { sigma: fitter.fit(24 * 90).sigma, seasons: fitter.fit(24 * 80).seasons };
      });
      expect(fine.seasons).toEqual({ yearly: 0, weekly: 20, daily: 10 });
      expect(fine.sigma).toBeLessThan(0.75 * coarse.sigma);
    }
  });
});

describe('automatic seasons', () => {
  const seasonsAfter = (name: string, n: number) => modelFor(named(name)).prepare(named(name).series).fit(n).seasons;

  it('come in with the history, as in Prophet', () => {
    expect(seasonsAfter('daily course of a year', 14)).toEqual({ yearly: 0, weekly: 0, daily: 0 });
    expect(seasonsAfter('daily course of a year', 15)).toEqual({ yearly: 0, weekly: 3, daily: 0 });
    expect(seasonsAfter('daily course of a year', 730)).toEqual({ yearly: 0, weekly: 3, daily: 0 });
    expect(seasonsAfter('daily course of a year', 731)).toEqual({ yearly: 10, weekly: 3, daily: 0 });
    expect(seasonsAfter('hours', 48)).toEqual({ yearly: 0, weekly: 0, daily: 0 });
    expect(seasonsAfter('hours', 49)).toEqual({ yearly: 0, weekly: 0, daily: 4 });
    expect(seasonsAfter('months', 144)).toEqual({ yearly: 10, weekly: 0, daily: 0 });
    expect(seasonsAfter('weeks', 230)).toEqual({ yearly: 10, weekly: 0, daily: 0 });
  });

  it('leave out the week where a daily series is observed once a week', () => {
    const given = shape('mondays', { length: 60, value: (i) => 5 + (i % 3) });
    const mondays = { ...given.series, ds: given.series.ds.map((period) => 4018 + (period - 4018) * 7) };
    expect(modelFor(given).prepare(mondays).fit(60).seasons.weekly).toBe(0);
  });

  it('give way to an order that is asked for', () => {
    const given = { ...named('forty days'), options: { yearlySeasonality: 2, weeklySeasonality: false } };
    const state = modelFor(given).prepare(given.series).fit(40);
    expect(state.seasons).toEqual({ yearly: 2, weekly: 0, daily: 0 });
    expect(state.beta).toHaveLength(4);
  });
});

describe('regressors', () => {
  const given = named('regressors');

  it('name the date that they have no value for', () => {
    const values = { ...given.regressors[0].values };
    delete values['1981-03-01'];
    const model = modelFor({ ...given, regressors: [{ name: 'warmth', values }] });
    expect(() => model.prepare(given.series).fit(100)).toThrow("regressor 'warmth' has no value for 1981-03-01");
  });

  it.each([
    [5, 6],
    [0, 1],
    [1e12, 3e12],
  ])(
    'that is %f at every observation has no effect where it becomes %f, as a column of the data set',
    (before, then) => {
      const axis = { frequency: 'day', phase: 0 } as const;
      const ds = Int32Array.from({ length: 200 }, (_, i) => 18_000 + i);
      const series = { uniqueId: 'a', ds, y: Float64Array.from(ds, (day, i) => 100 + (day % 7) + Math.sin(i * i)) };
      const plain = prophet.build({ axis, seasonLength: 7, seed: 1 }, prophet.options.parse({}));
      const values = Float64Array.from({ length: 203 }, (_, i) => (i < 200 ? before : then));
      const model = plain.knowing!({ names: ['price'], first: 18_000, values });
      const periods = horizon(series, 3);
      const expected = plain.forecast(plain.prepare(series).fit(200), periods, 0.8).yhat;
      const state = JSON.parse(JSON.stringify(model.prepare(series).fit(200))) as ProphetState;
      expect(model.forecast(state, periods, 0.8).yhat).toEqual(expected);
      expect(Math.round(expected[0])).toBe(100);
    },
  );

  it("may be a series' own: to a model that knows them they are as good as options with values", () => {
    // A constant is another thing as an option's values.
    const regressors = given.regressors.filter(({ name }) => name !== 'always two');
    const { series, axis } = given;
    const names = regressors.map(({ name }) => name);
    const [first, last] = [series.ds[0], series.ds.at(-1)! + given.horizon];
    const values = Float64Array.from({ length: (last - first + 1) * names.length }, (_, i) => {
      const date = formatPeriod(axis, first + Math.floor(i / names.length));
      return regressors[i % names.length].values[date] ?? NaN;
    });
    const entering = regressors.map((how) => ({ ...how, values: {} }));
    const options = prophet.options.parse({ ...given.options, holidays: given.holidays, regressors: entering });
    const plain = prophet.build({ axis, seasonLength: 7, seed: 1 }, options);
    const model = plain.knowing!({ names, first, values });
    const periods = horizon(series, given.horizon);
    const state = model.prepare(series).fit(1200);
    const expected = modelFor({ ...given, regressors });
    const { yhat, upper } = expected.forecast(expected.prepare(series).fit(1200), periods, 0.8);
    const own = model.forecast(state, periods, 0.8);
    // The columns are centred by other values, which only rounding tells.
    yhat.forEach((value, i) => expect(own.yhat[i]).toBeCloseTo(value, 9));
    upper.forEach((value, i) => expect(own.upper[i]).toBeCloseTo(value, 9));
    expect(model.decompose!(state, periods).map(({ name }) => name)).toContain('regressors');
    expect(() => plain.prepare(series).fit(1200)).toThrow(`regressor '${names[0]}' has no value for`);
  });

  it('enter with the defaults of the family where no option names them', () => {
    const { series } = given;
    const values = Float64Array.from({ length: series.ds.at(-1)! - series.ds[0] + 1 }, (_, i) => 5 + (i % 9));
    const model = prophet.build({ axis: given.axis, seasonLength: 7, seed: 1 }, prophet.options.parse({})).knowing!({
      names: ['nine'],
      first: series.ds[0],
      values,
    });
    const { standardisations } = model.prepare(series).fit(1200);
    expect(standardisations).toHaveLength(1);
    expect(standardisations[0].mean).toBeCloseTo(9, 1);
    expect(standardisations[0].deviation).toBeGreaterThan(2);
  });

  it('must reach over the horizon', () => {
    const model = modelFor(given);
    const state = model.prepare(given.series).fit(1200);
    expect(() => model.forecast(state, horizon(given.series, 101), 0.8)).toThrow(/has no value for 1984-07-24/);
  });
});

describe('options', () => {
  it.each([
    [{ growth: 'logistic' }, 'cap', 'logistic growth needs one: the value that the series saturates at'],
    [{ growth: 'logistic', cap: 5, floor: 5 }, 'cap', '5 is not above the floor, 5'],
    [{ cap: 5 }, 'cap', "linear growth has no cap; leave it out, or set growth to 'logistic'"],
    [{ growth: 'flat', floor: 1 }, 'floor', "flat growth has no floor; leave it out, or set growth to 'logistic'"],
  ])('refuse by name limits that do not fit the growth: %j', (options, path, message) => {
    const { error } = prophet.options.safeParse(options);
    expect(error?.issues).toEqual([expect.objectContaining({ path: [path], message })]);
  });

  it('refuse what they do not know', () => {
    expect(prophet.options.safeParse({ changepoint_prior_scale: 0.1 }).success).toBe(false);
    expect(prophet.options.safeParse({ holidays: [{ name: 'a', dates: ['1981-13-01'] }] }).success).toBe(false);
    const twice = { name: 'a', dates: ['1981-12-01'] };
    expect(prophet.options.safeParse({ holidays: [twice, twice] }).success).toBe(false);
  });
});

import { formatPeriod } from '../../../../core/series/time-axis.ts';
import type { TimeAxis } from '../../../../core/series/time-axis.ts';
import type { Frequency } from '../../../../core/contracts/frequency.ts';
import type { Series } from '../../../../core/series/series.ts';

// Bound once: jest looks up a global slowly, and the simulations draw millions of numbers.
const { cos, imul, log, sqrt, PI } = Math;

/** Uniform numbers in (0, 1) that are the same on every machine. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => sqrt(-2 * log(uniform())) * cos(2 * PI * uniform());
}

export interface Shape {
  readonly name: string;
  readonly axis: TimeAxis;
  readonly series: Series;
  readonly options: Readonly<Record<string, unknown>>;
  /** The same options in Python's words. */
  readonly python: Readonly<Record<string, unknown>>;
  readonly holidays: readonly {
    name: string;
    dates: string[];
    lowerWindow?: number;
    upperWindow?: number;
    priorScale?: number;
  }[];
  readonly regressors: readonly {
    name: string;
    values: Record<string, number>;
    standardize?: 'auto' | boolean;
    mode?: 'additive' | 'multiplicative';
  }[];
  readonly horizon: number;
}

interface Recipe extends Partial<Omit<Shape, 'name' | 'axis' | 'series'>> {
  readonly frequency?: Frequency;
  readonly phase?: number;
  readonly start?: number;
  readonly length: number;
  /** Value at step i; `noise` is standard normal. */
  readonly value: (i: number, noise: () => number) => number;
  /** Share of periods without an observation. */
  readonly gaps?: number;
  readonly seed?: number;
}

export function shape(name: string, recipe: Recipe): Shape {
  const { length, value, gaps = 0, seed = 1, start = 4018, frequency = 'day', phase = 0 } = recipe;
  const noise = normals(seed);
  const missing = uniforms(seed + 1);
  const rows = Array.from({ length }, (_, i) => ({ period: start + i, y: value(i, noise), kept: missing() >= gaps }));
  const kept = rows.filter((row) => row.kept);
  return {
    name,
    axis: { frequency, phase },
    series: {
      uniqueId: name,
      ds: Int32Array.from(kept, (row) => row.period),
      y: Float64Array.from(kept, (row) => row.y),
    },
    options: recipe.options ?? {},
    python: recipe.python ?? {},
    holidays: recipe.holidays ?? [],
    regressors: recipe.regressors ?? [],
    horizon: recipe.horizon ?? 30,
  };
}

const year = (i: number, days = 1) => Math.sin((2 * Math.PI * i * days) / 365.25);

const temperature = (seed: number) =>
  shape('daily course of a year', {
    length: 1826,
    seed,
    horizon: 365,
    value: (i, noise) => 11 - 8 * year(i + 80) + 3 * noise(),
  });

const REGRESSOR_DAYS = 1300;
function regressorValues(valueAt: (i: number) => number): Record<string, number> {
  const axis: TimeAxis = { frequency: 'day', phase: 0 };
  return Object.fromEntries(
    Array.from({ length: REGRESSOR_DAYS }, (_, i) => [formatPeriod(axis, 4018 + i), valueAt(i)]),
  );
}
const warmth = (i: number) => 15 + 9 * year(i) + 4 * Math.sin(i * 1.7) + Math.sin(i * 0.37);
const open = (i: number) => (i % 11 === 3 ? 1 : 0);

export const HOLIDAYS = [
  {
    name: 'christmas',
    dates: ['1981-12-25', '1982-12-25', '1983-12-25', '1984-12-24'],
    lowerWindow: -1,
    upperWindow: 2,
  },
  { name: 'never seen', dates: ['1999-05-01'], priorScale: 2 },
  { name: 'fair', dates: ['1981-06-10', '1982-06-09', '1983-06-08', '1984-06-13'], priorScale: 0.3 },
];

/** Series of many kinds, for comparisons with Stan. */
export const SHAPES: readonly Shape[] = [
  temperature(3),
  shape('trend breaks', {
    length: 1500,
    value: (i, noise) => 20 + 0.02 * i - 0.05 * Math.max(0, i - 400) + 0.06 * Math.max(0, i - 900) + year(i) + noise(),
  }),
  shape('one break, little noise', {
    length: 800,
    value: (i, noise) => 5 + 0.01 * Math.max(0, i - 300) + 0.02 * noise(),
  }),
  shape('noise alone', { length: 730, seed: 8, value: (_, noise) => noise() }),
  shape('just below two years', { length: 700, seed: 9, value: (i, noise) => 12 + 8 * year(i) + 2 * noise() }),
  shape('gaps', {
    length: 1400,
    gaps: 0.3,
    seed: 4,
    value: (i, noise) => 100 + 10 * year(i) + (i % 7 === 0 ? 5 : 0) + 3 * noise(),
  }),
  shape('forty days', {
    length: 40,
    seed: 5,
    value: (i, noise) => 50 + 0.3 * i + 4 * (i % 7 === 2 ? 1 : 0) + 2 * noise(),
  }),
  shape('twelve days', { length: 12, seed: 6, value: (i, noise) => 5 + 0.1 * i + noise() }),
  shape('negative and far from zero', {
    length: 900,
    seed: 7,
    value: (i, noise) => -5000 + 0.4 * i + 30 * year(i) + 12 * noise(),
  }),
  shape('hours', {
    frequency: 'hour',
    start: 96432,
    length: 24 * 40,
    horizon: 48,
    value: (i, noise) => 30 + 6 * Math.sin((2 * Math.PI * i) / 24) + ((i / 24) % 7 < 1 ? 3 : 0) + noise(),
  }),
  shape('weeks', {
    frequency: 'week',
    phase: 3,
    start: 574,
    length: 230,
    value: (i, noise) => 40 + 0.1 * i + 8 * year(i, 7) + 2 * noise(),
  }),
  shape('months', {
    frequency: 'month',
    phase: 1,
    start: 132,
    length: 144,
    horizon: 24,
    value: (i, noise) => 330 + 0.12 * i + 3 * year(i, 30.44) + 0.3 * noise(),
  }),
  shape('quarters', {
    frequency: 'quarter',
    start: 44,
    length: 60,
    horizon: 8,
    value: (i, noise) => 8 + 0.2 * i + (i % 4) + 0.5 * noise(),
  }),
  shape('years', {
    frequency: 'year',
    start: -60,
    length: 100,
    horizon: 10,
    value: (i, noise) => 1100 - 2 * Math.max(0, i - 28) + 120 * noise(),
  }),
  shape('holidays', {
    length: 1200,
    seed: 11,
    horizon: 60,
    value: (i, noise) => 60 + 5 * year(i) + (i % 365 === 358 ? 25 : 0) + (i % 365 === 359 ? 12 : 0) + 3 * noise(),
    holidays: HOLIDAYS,
  }),
  shape('regressors', {
    length: 1200,
    seed: 12,
    horizon: 60,
    value: (i, noise) => 60 + 0.8 * warmth(i) + 5 * open(i) + 3 * noise(),
    regressors: [
      { name: 'warmth', values: regressorValues(warmth) },
      { name: 'open', values: regressorValues(open) },
      { name: 'open standardised', values: regressorValues(open), standardize: true },
      { name: 'raw warmth', values: regressorValues((i) => warmth(i + 5) / 10), standardize: false },
      { name: 'always two', values: regressorValues(() => 2) },
    ],
  }),
  shape('flat growth', {
    length: 500,
    seed: 13,
    value: (i, noise) => 9 + 3 * year(i) + noise(),
    options: { growth: 'flat' },
    python: { growth: 'flat' },
  }),
  shape('many changepoints, loose prior', {
    length: 600,
    seed: 14,
    value: (i, noise) => 9 + 0.02 * Math.abs((i % 200) - 100) + 0.2 * noise(),
    options: {
      nChangepoints: 60,
      changepointRange: 0.95,
      changepointPriorScale: 0.5,
      yearlySeasonality: false,
      weeklySeasonality: 2,
    },
    python: {
      n_changepoints: 60,
      changepoint_range: 0.95,
      changepoint_prior_scale: 0.5,
      yearly_seasonality: false,
      weekly_seasonality: 2,
    },
  }),
  shape('no changepoints', {
    length: 300,
    seed: 15,
    value: (i, noise) => 9 + 0.02 * i + noise(),
    options: { nChangepoints: 0 },
    python: { n_changepoints: 0 },
  }),
  shape('constant', { length: 60, value: () => 7 }),
  shape('constant zero', { length: 60, value: () => 0 }),
  shape('two observations', { length: 2, value: (i) => 3 + i }),
];

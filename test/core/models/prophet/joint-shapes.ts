import { HOLIDAYS, shape } from './shapes.ts';
import type { Shape } from './shapes.ts';
import { formatPeriod } from '../../../../core/series/time-axis.ts';

const { exp, sin, cos, max, abs, PI } = Math;
const year = (i: number, days = 1) => sin((2 * PI * i * days) / 365.25);
/** From 0 to 1, half of it at `middle`. */
const rising = (i: number, middle: number, scale: number) => 1 / (1 + exp((middle - i) / scale));

const MULTIPLICATIVE = {
  options: { seasonalityMode: 'multiplicative' },
  python: { seasonality_mode: 'multiplicative' },
};

function logistic(cap: number, floor?: number): Pick<Shape, 'options' | 'python'> {
  const limits = floor === undefined ? { cap } : { cap, floor };
  return { options: { growth: 'logistic', ...limits }, python: { growth: 'logistic', limits } };
}

function both(a: Pick<Shape, 'options' | 'python'>, b: Pick<Shape, 'options' | 'python'>) {
  return { options: { ...a.options, ...b.options }, python: { ...a.python, ...b.python } };
}

function named(options: Shape['options'], python: Shape['python']): Pick<Shape, 'options' | 'python'> {
  return { options, python };
}

/** Passengers of an airline, as every course has them: a trend that rises threefold, a yearly course that grows with it. */
const passengers = (seed: number) => (i: number, noise: () => number) =>
  (110 + 2.1 * i + 0.006 * i * i) *
  (1 + 0.18 * sin((2 * PI * (i - 3)) / 12) + 0.08 * cos((4 * PI * (i - seed)) / 12) + 0.025 * noise());

const monthly = { frequency: 'month', start: -252, length: 144, horizon: 24 } as const;

const holidayShare = (i: number) => (i % 365 === 358 ? 0.4 : 0) + (i % 365 === 359 ? 0.2 : 0);
const warmth = (i: number) => 12 + 9 * year(i - 80) + 3 * sin(1.7 * i) * cos(0.31 * i);
const open = (i: number) => (i % 11 < 7 ? 1 : 0);

function values(of: (i: number) => number): Record<string, number> {
  const axis = { frequency: 'day', phase: 0 } as const;
  return Object.fromEntries(Array.from({ length: 1300 }, (_, i) => [formatPeriod(axis, 4018 + i), of(i)]));
}

export const MULTIPLICATIVE_SHAPES: readonly Shape[] = [
  shape('months like passengers', { ...monthly, ...MULTIPLICATIVE, value: passengers(1) }),
  shape('months like passengers, loose trend', {
    ...monthly,
    ...both(MULTIPLICATIVE, named({ changepointPriorScale: 0.5 }, { changepoint_prior_scale: 0.5 })),
    seed: 3,
    value: passengers(4),
  }),
  shape('five years of days', {
    ...MULTIPLICATIVE,
    length: 1825,
    value: (i, noise) =>
      (200 + 0.2 * i - 0.3 * max(0, i - 900)) * (1 + 0.3 * year(i) + (i % 7 < 2 ? -0.2 : 0.05) + 0.06 * noise()),
  }),
  shape('days with gaps and a break', {
    ...MULTIPLICATIVE,
    length: 1400,
    gaps: 0.3,
    seed: 4,
    value: (i, noise) => (100 + 0.3 * max(0, i - 700)) * (1 + 0.2 * year(i) + (i % 7 === 0 ? 0.1 : 0)) + 6 * noise(),
  }),
  shape('hours with shares', {
    ...MULTIPLICATIVE,
    frequency: 'hour',
    start: 96432,
    length: 24 * 60,
    horizon: 48,
    value: (i, noise) => (30 + 0.01 * i) * (1 + 0.5 * sin((2 * PI * i) / 24) + ((i / 24) % 7 < 1 ? 0.2 : 0)) + noise(),
  }),
  shape('weeks with shares', {
    ...MULTIPLICATIVE,
    frequency: 'week',
    phase: 3,
    start: 574,
    length: 230,
    value: (i, noise) => (40 + 0.2 * i) * (1 + 0.2 * year(i, 7) + 0.05 * noise()),
  }),
  shape('often zero', {
    ...MULTIPLICATIVE,
    length: 800,
    seed: 21,
    value: (i, noise) => max(0, (3 + 0.004 * i) * (0.5 + 0.8 * year(i)) + 2 * noise()),
  }),
  shape('around zero', {
    ...MULTIPLICATIVE,
    length: 800,
    seed: 22,
    value: (i, noise) => 5 * year(i) + (i % 7 === 3 ? 2 : 0) + noise(),
  }),
  shape('through zero', {
    ...MULTIPLICATIVE,
    length: 900,
    seed: 23,
    value: (i, noise) => (40 - 0.1 * i) * (1 + 0.3 * year(i)) + 2 * noise(),
  }),
  shape('negative', {
    ...MULTIPLICATIVE,
    length: 900,
    seed: 24,
    value: (i, noise) => -(500 + 0.4 * i) * (1 + 0.1 * year(i)) + 12 * noise(),
  }),
  shape('short, with shares', {
    ...MULTIPLICATIVE,
    length: 40,
    seed: 5,
    value: (i, noise) => (50 + 0.3 * i) * (1 + 0.1 * (i % 7 === 2 ? 1 : 0)) + 2 * noise(),
  }),
  shape('flat, with shares', {
    ...both(MULTIPLICATIVE, named({ growth: 'flat' }, { growth: 'flat' })),
    length: 800,
    seed: 13,
    value: (i, noise) => 9 * (1 + 0.3 * year(i)) + noise(),
  }),
  shape('holidays as shares', {
    ...MULTIPLICATIVE,
    length: 1200,
    seed: 11,
    horizon: 60,
    value: (i, noise) => (60 + 0.05 * i) * (1 + 0.1 * year(i) + holidayShare(i)) + 3 * noise(),
    holidays: HOLIDAYS,
  }),
  shape('added holidays, season as a share', {
    ...both(MULTIPLICATIVE, named({ holidaysMode: 'additive' }, { holidays_mode: 'additive' })),
    length: 1200,
    seed: 11,
    horizon: 60,
    value: (i, noise) => (60 + 0.05 * i) * (1 + 0.1 * year(i)) + 60 * holidayShare(i) + 3 * noise(),
    holidays: HOLIDAYS,
  }),
  shape('regressors of both modes', {
    ...MULTIPLICATIVE,
    length: 1200,
    seed: 12,
    horizon: 60,
    value: (i, noise) => (60 + 0.02 * i) * (1 + 0.01 * warmth(i)) + 5 * open(i) + 3 * noise(),
    regressors: [
      { name: 'warmth', values: values(warmth) },
      { name: 'open', values: values(open), mode: 'additive' },
      { name: 'raw warmth', values: values((i) => warmth(i + 5) / 10), standardize: false },
      { name: 'always two', values: values(() => 2) },
    ],
  }),
  shape('one multiplying regressor', {
    length: 700,
    seed: 15,
    horizon: 60,
    value: (i, noise) => (60 + 0.02 * i) * (1 + 0.2 * open(i)) + 4 * year(i) + 3 * noise(),
    regressors: [{ name: 'open', values: values(open), mode: 'multiplicative' }],
  }),
];

export const LOGISTIC_SHAPES: readonly Shape[] = [
  shape('saturating days', {
    ...logistic(120),
    length: 1825,
    value: (i, noise) => 100 * rising(i, 700, 250) + 6 * year(i) + 2 * noise(),
  }),
  shape('saturating, then more', {
    ...logistic(300),
    length: 1400,
    gaps: 0.2,
    seed: 31,
    value: (i, noise) => 100 * rising(i, 300, 80) + 120 * rising(i, 1000, 100) + 5 * year(i) + 3 * noise(),
  }),
  shape('falling to nothing', {
    ...logistic(1000),
    length: 900,
    seed: 32,
    value: (i, noise) => 900 * rising(-i, -400, 120) + 20 * year(i) + 15 * noise(),
  }),
  shape('falling to a floor', {
    ...logistic(1000, 200),
    length: 900,
    seed: 33,
    value: (i, noise) => 220 + 700 * rising(-i, -400, 120) + 20 * year(i) + 15 * noise(),
  }),
  shape('near the cap all along', {
    ...logistic(10.5),
    length: 700,
    seed: 34,
    value: (i, noise) => 10 - abs(noise()) * 0.3 + 0.1 * year(i),
  }),
  shape('above the cap at times', {
    ...logistic(50),
    length: 800,
    seed: 35,
    value: (i, noise) => 52 * rising(i, 200, 100) + 3 * noise(),
  }),
  shape('hardly begun', {
    ...logistic(5000),
    frequency: 'week',
    phase: 3,
    start: 574,
    length: 120,
    seed: 36,
    value: (i, noise) => 40 * exp(i / 70) + 4 * noise(),
  }),
  shape('level in the middle', {
    ...logistic(100),
    length: 500,
    seed: 37,
    value: (i, noise) => 50 + 5 * year(i) + 3 * noise(),
  }),
  shape('months like passengers, with a cap', {
    ...monthly,
    ...both(logistic(900), MULTIPLICATIVE),
    value: passengers(1),
  }),
  shape('falling shares over a floor', {
    ...both(logistic(1000, 100), MULTIPLICATIVE),
    length: 1200,
    seed: 38,
    value: (i, noise) =>
      100 + 800 * rising(-i, -600, 150) * (1 + 0.15 * year(i) + (i % 7 < 2 ? 0.1 : 0)) + 10 * noise(),
  }),
  shape('capped holidays as shares', {
    ...both(logistic(200), MULTIPLICATIVE),
    length: 1200,
    seed: 39,
    horizon: 60,
    value: (i, noise) => 150 * rising(i, 400, 200) * (1 + 0.1 * year(i) + holidayShare(i)) + 4 * noise(),
    holidays: HOLIDAYS,
  }),
  shape('thirty days with a cap', {
    ...logistic(100),
    length: 30,
    seed: 40,
    value: (i, noise) => 80 * rising(i, 12, 4) + 2 * noise(),
  }),
  shape('capped hours', {
    ...both(logistic(80), MULTIPLICATIVE),
    frequency: 'hour',
    start: 96432,
    length: 24 * 40,
    horizon: 48,
    value: (i, noise) => 60 * rising(i, 300, 150) * (1 + 0.3 * sin((2 * PI * i) / 24)) + noise(),
  }),
];

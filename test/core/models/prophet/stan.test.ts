import { beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { prophet } from '../../../../core/models/prophet/prophet.ts';
import type { ProphetOptions } from '../../../../core/models/prophet/prophet.ts';
import { formatPeriod } from '../../../../core/series/time-axis.ts';
import { describeWith } from '../../../support/oracles.ts';
import { pythonVenv } from '../../../support/python.ts';
import { LOGISTIC_SHAPES, MULTIPLICATIVE_SHAPES } from './joint-shapes.ts';
import { SHAPES } from './shapes.ts';
import type { Shape } from './shapes.ts';

/** Parameters in Prophet's scaling, and forecasts over history and horizon in the unit of y. */
interface Fit {
  readonly k: number;
  readonly m: number;
  readonly delta: readonly number[];
  readonly beta: readonly number[];
  readonly priorScales: readonly number[];
  readonly sigma: number;
  readonly yScale: number;
  readonly yhat: ArrayLike<number>;
}

interface StanFit extends Fit {
  /** As Stan counts it; null where Prophet does not run Stan at all. */
  readonly logPosterior: number | null;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly changepoints: readonly string[];
}

interface Answer {
  readonly name: string;
  readonly usual: StanFit;
  /** Newton's method, or L-BFGS with tight tolerances. */
  readonly closer: StanFit | null;
}

/** With as many parameters as observations the posterior grows without limit as sigma goes to zero: there is no mode to compare. */
const WITHOUT_MODE = ['two observations'];
const CONSTANT = ['constant', 'constant zero'];
const CONCAVE = SHAPES.filter(({ name }) => ![...WITHOUT_MODE, ...CONSTANT].includes(name));
/** Where Stan may end in another mode. */
const JOINT = [...MULTIPLICATIVE_SHAPES, ...LOGISTIC_SHAPES];
const REGULAR = [...CONCAVE, ...JOINT];

const periodsOf = ({ series, horizon }: Shape) =>
  Int32Array.from([...series.ds, ...Array.from({ length: horizon }, (_, i) => series.ds.at(-1)! + 1 + i)]);

function ask(python: string, shapes: readonly Shape[]): Promise<Answer[]> {
  const cases = shapes.map((shape) => {
    const dates = Array.from(periodsOf(shape), (period) => formatPeriod(shape.axis, period).replace('Z', ''));
    const rows = shape.series.ds.length;
    return {
      name: shape.name,
      ds: dates.slice(0, rows),
      y: [...shape.series.y],
      future: dates.slice(rows),
      prophet: shape.python,
      holidays: shape.holidays,
      regressors: shape.regressors,
    };
  });
  const child = spawn(python, [new URL('prophet_oracle.py', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(JSON.stringify(cases));
  return text(child.stdout).then((json) => JSON.parse(json) as Answer[]);
}

function own(shape: Shape): Fit & { lower: Float64Array; upper: Float64Array; changepoints: string[]; count: number } {
  const { axis, series, holidays, regressors } = shape;
  const options = prophet.options.parse({ ...shape.options, holidays, regressors });
  const model = prophet.build({ axis, seasonLength: 7, seed: 1 }, options);
  const state = model.prepare(series).fit(series.ds.length);
  const changepoints = state.changepoints.map((period) => formatPeriod(axis, period));
  return {
    ...state,
    ...model.forecast(state, periodsOf(shape), 0.8),
    priorScales: priorScales(options, 2 * (state.seasons.yearly + state.seasons.weekly + state.seasons.daily)),
    changepoints,
    count: state.changepointCount,
  };
}

function priorScales(options: ProphetOptions, seasonal: number): number[] {
  return [
    ...Array<number>(seasonal).fill(10),
    ...options.holidays.flatMap(({ lowerWindow, upperWindow, priorScale }) =>
      Array<number>(1 + upperWindow - lowerWindow).fill(priorScale ?? 10),
    ),
    ...options.regressors.map(() => 10),
  ];
}

/**
 * The model block of prophet.stan, less constants, as Stan reports it: y ~ normal(trend + X beta, sigma_obs), k ~ normal(0, 5),
 * m ~ normal(0, 5), delta ~ double_exponential(0, tau), sigma_obs ~ normal(0, 0.5), beta ~ normal(0, sigmas).
 */
function logPosterior(fit: Fit, { series, python }: Shape): number {
  const tau = Number(python.changepoint_prior_scale ?? 0.05);
  const n = series.y.length;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((series.y[i] - fit.yhat[i]) / fit.yScale) ** 2;
  const likelihood = -n * Math.log(fit.sigma) - squares / (2 * fit.sigma ** 2);
  const trend = -(fit.k ** 2) / 50 - fit.m ** 2 / 50 - fit.delta.reduce((sum, d) => sum + Math.abs(d), 0) / tau;
  const effects = fit.beta.reduce((sum, b, i) => sum - b ** 2 / (2 * fit.priorScales[i] ** 2), 0);
  return likelihood + trend + effects - fit.sigma ** 2 / 0.5;
}

/** In units of the noise, over the rows from start to end. */
function distance(a: Fit, b: Fit, { start, end }: { start: number; end: number }): number {
  let worst = 0;
  for (let i = start; i < end; i++) worst = Math.max(worst, Math.abs(a.yhat[i] - b.yhat[i]));
  return worst / (a.sigma * a.yScale);
}

const python = await pythonVenv('prophet', ['prophet==1.5.0']);

describeWith('python3', python)('against Stan', () => {
  const answers = new Map<string, Answer>();
  const answerFor = (name: string): Answer => answers.get(name)!;

  // One call each: every one has a limit of time of its own.
  for (const shapes of [SHAPES, MULTIPLICATIVE_SHAPES, LOGISTIC_SHAPES]) {
    beforeAll(async () => {
      for (const answer of await ask(python!, shapes)) answers.set(answer.name, answer);
    });
  }

  it.each(REGULAR)('the log posterior of this test is the one that Stan climbs: $name', (shape) => {
    const { usual } = answerFor(shape.name);
    expect(logPosterior(usual, shape)).toBeCloseTo(usual.logPosterior!, 2);
  });

  it.each(REGULAR)('the log posterior is never below: $name', (shape) => {
    const { usual, closer } = answerFor(shape.name);
    const ours = logPosterior(own(shape), shape);
    // Stan prints its parameters with eight digits.
    expect(ours).toBeGreaterThan(usual.logPosterior! - 1e-4);
    expect(ours).toBeGreaterThan((closer?.logPosterior ?? -Infinity) - 1e-4);
  });

  it.each(REGULAR)('yhat differs by no more than Stan stops short of its optimum: $name', (shape) => {
    const { usual, closer } = answerFor(shape.name);
    const ours = own(shape);
    const rows = shape.series.ds.length;
    for (const stan of [usual, closer]) {
      if (stan === null) continue;
      const deficit = Math.max(0, logPosterior(ours, shape) - stan.logPosterior!);
      // The likelihood alone is a paraboloid of curvature Z'Z / sigma^2, so a deficit bounds the distance within the history.
      expect(distance(ours, stan, { start: 0, end: rows })).toBeLessThan(Math.sqrt(2 * deficit) + 0.003);
      expect(distance(ours, stan, { start: rows, end: ours.yhat.length })).toBeLessThan(6 * Math.sqrt(deficit) + 0.003);
    }
  });

  it.each(REGULAR)('has the same changepoints and widths of intervals: $name', (shape) => {
    const { usual, closer } = answerFor(shape.name);
    const ours = own(shape);
    const stan = closer ?? usual;
    expect(ours.count).toBe(shape.python.growth === 'flat' ? 0 : Math.max(stan.changepoints.length, 1));
    expect(stan.changepoints.map((date) => date.slice(0, 10))).toEqual(
      expect.arrayContaining(ours.changepoints.map((date) => date.slice(0, 10))),
    );
    const width = (fit: { lower: ArrayLike<number>; upper: ArrayLike<number> }) => {
      let sum = 0;
      for (let i = 0; i < ours.yhat.length; i++) sum += fit.upper[i] - fit.lower[i];
      return sum / ours.yhat.length;
    };
    // Prophet's quantiles of 1000 draws scatter by 4 % each; their mean over the dates less so.
    expect(Math.abs(width(ours) / width(stan) - 1)).toBeLessThan(0.05);
  });

  it.each(SHAPES.filter(({ name }) => CONSTANT.includes(name)))(
    'repeats a series that never changes: $name',
    (shape) => {
      expect(Array.from(own(shape).yhat)).toEqual(answerFor(shape.name).usual.yhat);
    },
  );
});

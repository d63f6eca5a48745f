import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Model } from '../../../../core/models/family.ts';
import { prophet } from '../../../../core/models/prophet/prophet.ts';
import type { ProphetOptions, ProphetState } from '../../../../core/models/prophet/prophet.ts';
import { formatPeriod } from '../../../../core/series/time-axis.ts';
import type { Shape } from './shapes.ts';

/** Parameters in Prophet's scaling, and forecasts over history and horizon in the unit of y. */
export interface Fit {
  readonly k: number;
  readonly m: number;
  readonly delta: readonly number[];
  readonly beta: readonly number[];
  readonly priorScales: readonly number[];
  readonly sigma: number;
  readonly yScale: number;
  readonly yhat: ArrayLike<number>;
}

export interface StanFit extends Fit {
  /** As Stan counts it; null where Prophet does not run Stan at all. */
  readonly logPosterior: number | null;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly changepoints: readonly string[];
}

export interface Answer {
  readonly name: string;
  readonly usual: StanFit;
  /** Newton's method, or L-BFGS with tight tolerances. */
  readonly closer: StanFit | null;
}

interface OwnFit extends Fit {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly changepoints: readonly string[];
  readonly count: number;
}

export const periodsOf = ({ series, horizon }: Shape) =>
  Int32Array.from([...series.ds, ...Array.from({ length: horizon }, (_, i) => series.ds.at(-1)! + 1 + i)]);

export function ask(python: string, shapes: readonly Shape[]): Promise<Answer[]> {
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

/** @param model of the shape, whose regressors have their values in its options where it is not given */
export function own(shape: Shape, model: Model<ProphetState> = modelOf(shape)): OwnFit {
  const { axis, series } = shape;
  const state = model.prepare(series).fit(series.ds.length);
  const changepoints = state.changepoints.map((period) => formatPeriod(axis, period));
  return {
    ...state,
    ...model.forecast(state, periodsOf(shape), 0.8),
    priorScales: priorScales(optionsOf(shape), 2 * (state.seasons.yearly + state.seasons.weekly + state.seasons.daily)),
    changepoints,
    count: state.changepointCount,
  };
}

function optionsOf({ options, holidays, regressors }: Shape): ProphetOptions {
  return prophet.options.parse({ ...options, holidays, regressors });
}

function modelOf(shape: Shape): Model<ProphetState> {
  return prophet.build({ axis: shape.axis, seasonLength: 7, seed: 1 }, optionsOf(shape));
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
export function logPosterior(fit: Fit, { series, python }: Shape): number {
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
export function distance(a: Fit, b: Fit, { start, end }: { start: number; end: number }): number {
  let worst = 0;
  for (let i = start; i < end; i++) worst = Math.max(worst, Math.abs(a.yhat[i] - b.yhat[i]));
  return worst / (a.sigma * a.yScale);
}

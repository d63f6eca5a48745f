import type * as z from 'zod';
import type { Regressors } from '../series/regressors.ts';
import type { Series } from '../series/series.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import type { Part } from './parts.ts';

/** Point forecasts and a central interval, aligned with the asked-for periods; in the unit of y. */
export interface Forecast {
  readonly yhat: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** What all series of a job share. */
export interface ModelSetting {
  readonly axis: TimeAxis;
  /** Steps of the main season: 365 for daily data with a yearly course, 12 for monthly. */
  readonly seasonLength: number;
  readonly seed: number;
}

/** What a data set may know ahead. A family that learns from regressors has `knowing`, one that learns from holidays the option `holidays`. */
export type KnownAhead = 'regressors' | 'holidays';

/**
 * A model family: `build` prepares what depends on the calendar alone (and may keep it for all series of a job), `prepare`
 * what all folds of one series share, `fit` gives the state as of the first n observations. `State` is plain data: it
 * serialises to JSON and back without loss.
 */
export interface ModelFamily<Options, State> {
  readonly name: string;
  /** Counts up when the meaning of the state changes; stands in every artifact. */
  readonly stateVersion: number;
  readonly options: z.ZodType<Options>;
  /** What of the data set it learns from beside the values; it ignores the rest. */
  readonly learnsFrom?: readonly KnownAhead[];
  build(setting: ModelSetting, options: Options): Model<State>;
}

export interface Model<State> {
  prepare(series: Series): Fitter<State>;
  /** @param level probability of the central interval, in (0, 1). */
  forecast(state: State, ds: Int32Array, level: number): Forecast;
  /** What yhat is the sum of, for families that have parts. */
  decompose?(state: State, ds: Int32Array): readonly Part[];
  /**
   * The same model for a series with these regressors, whose `prepare` and `forecast` throw SeriesUnfit where one of them has no value. A family
   * without it ignores them.
   */
  knowing?(regressors: Regressors): Model<State>;
}

/** The model that fits and forecasts this series. */
export function modelFor<State>(model: Model<State>, { regressors }: { readonly regressors?: Regressors | undefined }) {
  return regressors === undefined ? model : (model.knowing?.(regressors) ?? model);
}

export interface Fitter<State> {
  /**
   * @param observations how many of the series' first observations to learn from.
   * @throws SeriesUnfit when they are too few, or the data admit no fit.
   */
  fit(observations: number): State;
}

/** A series that a family cannot fit. It is quarantined with this reason; the other series go on. */
export class SeriesUnfit extends Error {
  override readonly name = 'SeriesUnfit';
}

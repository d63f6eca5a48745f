import { SEASONS } from '../../contracts/seasons.ts';
import type { Fitter, Forecast, Model, ModelSetting } from '../family.ts';
import { SeriesUnfit } from '../family.ts';
import { forecastBuffer } from '../forecast-buffer.ts';
import { intervalHalfWidth } from '../normal-quantile.ts';
import { type Component, type PartName, partsOf } from '../parts.ts';
import { adjust, type Form, withSeason } from './adjusted.ts';
import { filledValues } from './filled-values.ts';
import { seasonAt } from './seasonals.ts';

/** A level that follows the series, and how it goes on: what the two families fit to the series without its seasons. */
export interface Curve {
  /** The level at the last period, and the trend that goes with it. */
  readonly level: number;
  readonly trend: number;
  /** How fast the level follows, in (0, 1). */
  readonly alpha: number;
  /** Of the errors one step ahead. */
  readonly squares: number;
}

export interface SmoothingState<C extends Curve> {
  /** The last observed period, and how many there are from the first to it. */
  readonly last: number;
  readonly periods: number;
  readonly form: Form;
  /** Of every season that the series holds twice. */
  readonly seasons: readonly (readonly number[])[];
  readonly curve: C;
  /** Standard deviation of the errors one step ahead. */
  readonly sigma: number;
}

/** What one of the two families is. */
export interface Smoother<C extends Curve> {
  fit(z: Float64Array): C;
  /** The curve `steps` periods on, from 1; `periods` as in the state. */
  ahead(curve: C, steps: number, periods: number): number;
}

export const LEAST_OBSERVATIONS = 5;
/** A year of hours: what is older changes neither level nor seasons, and costs time. */
const MOST_PERIODS = 8760;

export function smoothingModel<C extends Curve>(
  { axis }: ModelSetting,
  smoother: Smoother<C>,
): Model<SmoothingState<C>> {
  const seasons = SEASONS[axis.frequency];
  const longest = axis.frequency === 'hour' ? MOST_PERIODS : Infinity;
  return {
    prepare({ ds, ...series }): Fitter<SmoothingState<C>> {
      const values = filledValues({ ds, ...series }, seasons[0] ?? 1);
      return {
        fit(observations) {
          if (observations < LEAST_OBSERVATIONS) {
            throw new SeriesUnfit(`${observations} observations; level and trend need at least ${LEAST_OBSERVATIONS}`);
          }
          const last = ds[observations - 1];
          const end = last - ds[0] + 1;
          const learned = values.subarray(Math.max(0, end - longest), end);
          const { form, indices, z } = adjust(learned, seasons);
          const curve = smoother.fit(z);
          const sigma = Math.sqrt(curve.squares / (learned.length - 1));
          return { last, periods: learned.length, form, seasons: indices.map((index) => [...index]), curve, sigma };
        },
      };
    },
    forecast: (state, ds, level) => forecast(smoother, state, { ds, level }),
    decompose: (state, ds) =>
      partsOf(componentsOf(state), (partial) => forecast(smoother, partial, { ds, level: ANY_LEVEL }).yhat),
  };
}

/** A part is of yhat, which no level changes. */
const ANY_LEVEL = 0.5;

function componentsOf<C extends Curve>(state: SmoothingState<C>): readonly Component<SmoothingState<C>>[] {
  const upTo = state.seasons.map(({ length }, k) => ({
    name: nameOfSeason(length),
    state: { ...state, seasons: state.seasons.slice(0, k + 1) },
  }));
  return [{ name: 'trend', state: { ...state, seasons: [] } }, ...upTo];
}

/** Of those in SEASONS. */
function nameOfSeason(steps: number): PartName {
  if (steps === 24) return 'daily';
  return steps === 7 || steps === 168 ? 'weekly' : 'yearly';
}

interface Asked {
  readonly ds: Int32Array;
  readonly level: number;
}

/** The interval of simple exponential smoothing (Hyndman et al., Forecasting with Exponential Smoothing, 6.1), with the season on it. */
function forecast<C extends Curve>(smoother: Smoother<C>, state: SmoothingState<C>, { ds, level }: Asked): Forecast {
  const { last, periods, form, seasons, curve, sigma } = state;
  const indices = seasons.map((index) => Float64Array.from(index));
  const forecast = forecastBuffer(ds.length);
  const width = intervalHalfWidth(level) * sigma;
  for (let i = 0; i < ds.length; i++) {
    const steps = ds[i] - last;
    const season = seasonAt(indices, periods + steps - 1);
    const half = width * Math.sqrt(1 + (steps - 1) * curve.alpha ** 2) * (form === 'log' ? Math.exp(season) : 1);
    const yhat = withSeason(form, smoother.ahead(curve, steps, periods), season);
    forecast.yhat[i] = yhat;
    forecast.lower[i] = yhat - half;
    forecast.upper[i] = yhat + half;
  }
  return forecast;
}

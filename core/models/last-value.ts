import type { Series } from '../series/series.ts';
import type { Forecast } from './family.ts';
import { forecastBuffer } from './forecast-buffer.ts';
import { intervalHalfWidth } from './normal-quantile.ts';

export const LAST_VALUE = 'last-value';

export interface LastValueState {
  /** The last observed period, and its value. */
  readonly last: number;
  readonly value: number;
  /** Standard deviation of the change from one row to the next; of a single row, what it may be off by at any time. */
  readonly sigma: number;
  /** Whether the interval grows with the square root of the steps. */
  readonly grows: boolean;
}

/**
 * What any row allows, where no candidate can be fitted: the last value, flat. How far off it may be, the changes between the rows say;
 * of a single row nobody knows, and its own size stands in: a value of 20 may as well have been 0 or 40. A single 0 has no size, and rows
 * that are all the same have no change: their interval has no width, and the run says so.
 */
export function lastValueState({ ds, y }: Series): LastValueState {
  const end = y.length - 1;
  const [last, value] = [ds[end], y[end]];
  if (end === 0) return { last, value, sigma: Math.abs(value), grows: false };
  let squares = 0;
  for (let i = 1; i <= end; i++) squares += (y[i] - y[i - 1]) ** 2;
  return { last, value, sigma: Math.sqrt(squares / end), grows: true };
}

export function forecastLastValue(
  { last, value, sigma, grows }: LastValueState,
  ds: Int32Array,
  level: number,
): Forecast {
  const forecast = forecastBuffer(ds.length);
  const width = intervalHalfWidth(level) * sigma;
  for (let i = 0; i < ds.length; i++) {
    const half = grows ? width * Math.sqrt(Math.max(1, ds[i] - last)) : width;
    forecast.yhat[i] = value;
    forecast.lower[i] = value - half;
    forecast.upper[i] = value + half;
  }
  return forecast;
}

/** What the half width at the first level is multiplied with for each: without an error, nothing else tells them apart. */
export function levelScales([main, ...further]: readonly [number, ...number[]]): readonly number[] {
  return [1, ...further.map((level) => intervalHalfWidth(level) / intervalHalfWidth(main))];
}

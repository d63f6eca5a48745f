/**
 * The field's losses, as utilsforecast and Prophet's diagnostics define them: y and yhat are aligned and not empty. A loss
 * that the data leave undefined is null.
 */
import type { SeasonalDifferences } from '../series/seasonal-differences.ts';
import { medianOf } from './median.ts';

type Values = ArrayLike<number>;

export function mse(y: Values, yhat: Values): number {
  return meanOver(y, (i) => (yhat[i] - y[i]) ** 2);
}

export function rmse(y: Values, yhat: Values): number {
  return Math.sqrt(mse(y, yhat));
}

export function mae(y: Values, yhat: Values): number {
  return meanOver(y, (i) => Math.abs(yhat[i] - y[i]));
}

/** Mean of yhat - y: positive when forecasts are too high. */
export function bias(y: Values, yhat: Values): number {
  return meanOver(y, (i) => yhat[i] - y[i]);
}

/** Symmetric mean absolute percentage error on [0, 2]; a point where both are zero counts as 0. */
export function smape(y: Values, yhat: Values): number {
  return meanOver(y, (i) => symmetricError(y[i], yhat[i]));
}

export function symmetricError(actual: number, forecast: number): number {
  const size = Math.abs(actual) + Math.abs(forecast);
  return size === 0 ? 0 : (2 * Math.abs(forecast - actual)) / size;
}

/** Median of |e / y| over the actuals that are not zero (to single precision, see median.ts); null when all are. */
export function mdape(y: Values, yhat: Values): number | null {
  const errors: number[] = [];
  for (let i = 0; i < y.length; i++) if (y[i] !== 0) errors.push(Math.abs((yhat[i] - y[i]) / y[i]));
  return medianOf([Float32Array.from(errors)]);
}

/**
 * Mean of |e / y| over the actuals that are not zero, as utilsforecast takes it on pandas: a point with an actual of zero counts
 * nowhere, neither as an error nor as a point. null when all are zero.
 */
export function mape(y: Values, yhat: Values): number | null {
  const { percentage, percentagePoints } = percentageSums(y, yhat);
  return percentagePoints === 0 ? null : percentage / percentagePoints;
}

/** What mape is the quotient of: added up over folds and series, the sums pool them, every point counting the same. */
export function percentageSums(
  y: Values,
  yhat: Values,
): { readonly percentage: number; readonly percentagePoints: number } {
  let [percentage, percentagePoints] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    if (y[i] === 0) continue;
    percentage += Math.abs((yhat[i] - y[i]) / y[i]);
    percentagePoints++;
  }
  return { percentage, percentagePoints };
}

/** Mean absolute scaled error (Hyndman & Koehler 2006). @param scale see `maseScale` */
export function mase(y: Values, yhat: Values, scale: number | null): number | null {
  return scale === null ? null : mae(y, yhat) / scale;
}

/** Mean absolute error of the seasonal naive inside the training data; null when there is no pair, or all are equal. */
export function maseScale({ absolute, pairs }: SeasonalDifferences): number | null {
  return absolute === 0 ? null : absolute / pairs;
}

/** Share of actuals inside their interval, both ends included. */
export function coverage(y: Values, lower: Values, upper: Values): number {
  return meanOver(y, (i) => (lower[i] <= y[i] && y[i] <= upper[i] ? 1 : 0));
}

export function meanOver(y: Values, loss: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += loss(i);
  return sum / y.length;
}

/** What sums come to over all points; null where there are none. */
export function quotient(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}

/**
 * Scores of intervals and quantiles, as utilsforecast defines them: y and what was forecast are aligned and not empty. Lower is
 * better; all but `scaledCrps` and the scaled ones are in the unit of y. A score that the data leave undefined is null.
 */
import { meanOver } from './metrics.ts';

type Values = ArrayLike<number>;

/** Central intervals: y lies inside with probability `level`, in (0, 1), and beyond either end with half of what is left. */
export interface Interval {
  readonly level: number;
  readonly lower: Values;
  readonly upper: Values;
}

/** Forecasts of the value that y stays below with probability `q`, in (0, 1). */
export interface Quantile {
  readonly q: number;
  readonly yhat: Values;
}

/** Mean width of the interval, and 2 / (1 - level) times what y lies outside of it (Winkler 1972; Gneiting & Raftery 2007, eq. 43). */
export function winkler(y: Values, { level, lower, upper }: Interval): number {
  return meanOver(y, (i) => upper[i] - lower[i] + (2 / (1 - level)) * outside(y[i], lower[i], upper[i]));
}

function outside(actual: number, lower: number, upper: number): number {
  return actual < lower ? lower - actual : actual > upper ? actual - upper : 0;
}

/** Mean pinball loss of one quantile; at q = 0.5 half of the mean absolute error. */
export function quantileLoss(y: Values, { q, yhat }: Quantile): number {
  return meanOver(y, (i) => pinball(y[i], yhat[i], q));
}

function pinball(actual: number, forecast: number, q: number): number {
  const above = actual - forecast;
  return Math.max(q * above, (q - 1) * above);
}

/** @param scale see `maseScale` */
export function scaledQuantileLoss(y: Values, quantile: Quantile, scale: number | null): number | null {
  return scale === null ? null : quantileLoss(y, quantile) / scale;
}

/** Mean over the quantiles, not empty, of their losses: with many, evenly spread ones, half of the CRPS. */
export function mqloss(y: Values, quantiles: readonly Quantile[]): number {
  return (
    meanOver(y, (i) => quantiles.reduce((sum, { q, yhat }) => sum + pinball(y[i], yhat[i], q), 0)) / quantiles.length
  );
}

/** The measure of the M5 uncertainty competition. @param scale see `maseScale` */
export function scaledMqloss(y: Values, quantiles: readonly Quantile[], scale: number | null): number | null {
  return scale === null ? null : mqloss(y, quantiles) / scale;
}

/**
 * Twice the quantiles' mean losses over the absolute actuals, sum by sum: free of scale, and over a panel as Rangapuram et al. 2021
 * define it. null when all actuals are zero, where utilsforecast divides by the machine's epsilon.
 */
export function scaledCrps(y: Values, quantiles: readonly Quantile[]): number | null {
  const size = meanOver(y, (i) => Math.abs(y[i]));
  return size === 0 ? null : (2 * mqloss(y, quantiles)) / size;
}

/** The quantiles that a forecast states, ascending where the intervals lie within one another: the ends, and the forecast itself for the median. */
export function quantilesOf(yhat: Values, intervals: readonly Interval[]): readonly Quantile[] {
  const ends = intervals.flatMap(({ level, lower, upper }) => [
    { q: (1 - level) / 2, yhat: lower },
    { q: (1 + level) / 2, yhat: upper },
  ]);
  return [...ends, { q: 0.5, yhat }].sort((a, b) => a.q - b.q);
}

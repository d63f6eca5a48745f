import { coverage, rmse } from '../backtest/metrics.ts';
import type { Forecast } from '../models/family.ts';
import type { Comparison, PairedSeries } from './comparison.ts';
import { pick, pickForecast, rowsWhere } from './comparison.ts';

/** Rows that both sides forecast: parallel columns, one series after the other. Both are scored by the same code. */
export interface Pairs {
  readonly ds: Int32Array;
  readonly y: Float64Array;
  readonly challenger: Forecast;
  /** The naive has no interval: its bounds are NaN. */
  readonly rival: Forecast;
}

/** Against Production, or what takes its place. */
export function pairsWithProduction(comparison: Comparison, series = comparison.series): Pairs {
  return joinPairs(series, (one) => (comparison.production === 'naive' ? naiveForecast(one) : one.production));
}

export function pairsWithNaive({ series }: Comparison): Pairs {
  return joinPairs(series, naiveForecast);
}

/** All rows of the challenger, whether anything stands against them or not. */
export function challengerRows({ series }: Comparison): Pick<Pairs, 'y' | 'challenger'> {
  return joinPairs(series, ({ challenger, ds }) => ({ ...challenger, yhat: new Float64Array(ds.length) }));
}

/** What the challenger's RMSE is to its rival's: 1 where neither errs, Infinity where only the challenger does. */
export function rmseRatio({ y, challenger, rival }: Pairs): number {
  return ratioOf(rmse(y, challenger.yhat), rmse(y, rival.yhat));
}

/** NaN beside an infinite rival, which would excuse anything. */
export function ratioOf(challenger: number, rival: number): number {
  if (!Number.isFinite(rival)) return NaN;
  return challenger === 0 && rival === 0 ? 1 : challenger / rival;
}

/** What stands behind the figures where a ratio is none, or none that anybody would expect; empty elsewhere. */
export function nothingToErr(challenger: number, rival: number, name: string): string {
  if (rival !== 0) return '';
  return challenger === 0
    ? '; neither errs, which counts as a ratio of 1'
    : `; the error of ${name} is 0: there is no ratio to it`;
}

/** The share of actuals inside the interval; NaN where a bound is not a number, or there is no row. */
export function intervalCoverage(y: Float64Array, { lower, upper }: Forecast): number {
  return lower.every(Number.isFinite) && upper.every(Number.isFinite) ? coverage(y, lower, upper) : NaN;
}

function joinPairs(series: readonly PairedSeries[], rivalOf: (one: PairedSeries) => Forecast | undefined): Pairs {
  const parts = series.flatMap((one) => {
    const rival = rivalOf(one);
    if (rival === undefined) return [];
    const rows = rowsWhere(one.ds.length, (row) => !Number.isNaN(rival.yhat[row]));
    const ds = rows.map((row) => one.ds[row]);
    return [
      { ds, y: pick(one.y, rows), challenger: pickForecast(one.challenger, rows), rival: pickForecast(rival, rows) },
    ];
  });
  const joinForecasts = (forecasts: readonly Forecast[]): Forecast => ({
    yhat: concat(forecasts.map(({ yhat }) => yhat)),
    lower: concat(forecasts.map(({ lower }) => lower)),
    upper: concat(forecasts.map(({ upper }) => upper)),
  });
  return {
    ds: Int32Array.from(parts.flatMap(({ ds }) => ds)),
    y: concat(parts.map(({ y }) => y)),
    challenger: joinForecasts(parts.map(({ challenger }) => challenger)),
    rival: joinForecasts(parts.map(({ rival }) => rival)),
  };
}

function naiveForecast({ naive }: PairedSeries): Forecast {
  const noBound = new Float64Array(naive.length).fill(NaN);
  return { yhat: naive, lower: noBound, upper: noBound };
}

function concat(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

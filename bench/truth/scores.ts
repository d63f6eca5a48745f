import * as z from 'zod';

/** One series of M4: what is known, and what came true after it. */
export const m4SeriesSchema = z.object({ y: z.array(z.number()), t: z.array(z.number()) });
export type M4Series = z.infer<typeof m4SeriesSchema>;

/** Forecasts of the test periods, by series. */
export const forecastsSchema = z.record(z.string(), z.array(z.number()));
export type Forecasts = z.infer<typeof forecastsSchema>;

export interface Scores {
  /** Means over the series of each series' own figure. */
  readonly mase: number;
  /** In percent. */
  readonly smape: number;
}

/**
 * As the M4 competition defines them: https://doi.org/10.1016/j.ijforecast.2019.04.014, section 2.3.
 *
 * @param lag of the naive whose mean absolute error in the history scales a series' errors
 * @throws Error where a series has no forecast of every test period
 */
export function m4Scores(panel: Readonly<Record<string, M4Series>>, forecasts: Forecasts, lag: number): Scores {
  const series = Object.entries(panel).map(([id, { y, t }]) => {
    const yhat = forecasts[id] ?? [];
    if (yhat.length !== t.length) throw new Error(`${id} has ${yhat.length} forecasts of ${t.length} periods`);
    const scale = mean(y.slice(lag).map((value, at) => Math.abs(value - y[at])));
    const absolute = t.map((actual, h) => Math.abs(actual - yhat[h]));
    const symmetric = t.map((actual, h) => (200 * absolute[h]) / (Math.abs(actual) + Math.abs(yhat[h])));
    return { mase: mean(absolute) / scale, smape: mean(symmetric) };
  });
  return { mase: mean(series.map(({ mase }) => mase)), smape: mean(series.map(({ smape }) => smape)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

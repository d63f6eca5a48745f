import * as z from 'zod';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { Forecast, Model, ModelFamily, ModelSetting } from './family.ts';
import type { Series } from '../series/series.ts';
import { SeriesUnfit } from './family.ts';
import { forecastBuffer } from './forecast-buffer.ts';
import { intervalHalfWidth } from './normal-quantile.ts';

export const seasonalNaiveOptionsSchema = z.strictObject({
  lag: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("How many steps back the value comes from; by default the data set's main season"),
});
export type SeasonalNaiveOptions = z.infer<typeof seasonalNaiveOptionsSchema>;

export interface SeasonalNaiveState {
  /** The last observed period. */
  readonly last: number;
  /** The season's values as they were last seen; the first one is that of the period after `last`. */
  readonly season: readonly number[];
  /** Standard deviation of the change from one season to the next. */
  readonly sigma: number;
}

const LEAST_OBSERVATIONS = 2;

/**
 * The value of the last season (Hyndman & Athanasopoulos, FPP3, 5.2), with an interval that grows with the square root of the
 * number of seasons ahead (5.5). A position that the last season lacks comes from the season before, and so on; one that was
 * never seen has the last value.
 */
export const seasonalNaive: ModelFamily<SeasonalNaiveOptions, SeasonalNaiveState> = {
  name: 'seasonal-naive',
  stateVersion: 1,
  options: seasonalNaiveOptionsSchema,
  leastObservations: LEAST_OBSERVATIONS,
  build: ({ seasonLength }: ModelSetting, { lag = seasonLength }: SeasonalNaiveOptions): Model<SeasonalNaiveState> => ({
    prepare: (series) => {
      const seasonal = new SeasonalDifferences(series, lag);
      const successive = new SeasonalDifferences(series, 1);
      return {
        fit: (observations) => {
          if (observations < LEAST_OBSERVATIONS)
            throw new SeriesUnfit('one observation; the seasonal naive needs at least two');
          seasonal.advanceTo(observations);
          successive.advanceTo(observations);
          // Before a second season has begun, only the change from step to step says how much the series moves.
          const { squares, pairs } = seasonal.pairs > 0 ? seasonal : successive;
          const sigma = pairs > 0 ? Math.sqrt(squares / pairs) : Math.abs(series.y[1] - series.y[0]);
          const last = series.ds[observations - 1];
          return { last, season: lastSeason(series, observations, lag), sigma };
        },
      };
    },
    forecast,
  }),
};

function lastSeason({ ds, y }: Series, observations: number, seasonLength: number): readonly number[] {
  const last = ds[observations - 1];
  const season = new Array<number>(seasonLength).fill(Number.NaN);
  let unseen = seasonLength;
  for (let i = observations - 1; i >= 0 && unseen > 0; i--) {
    const position = seasonLength - 1 - ((last - ds[i]) % seasonLength);
    if (Number.isNaN(season[position])) {
      season[position] = y[i];
      unseen--;
    }
  }
  return unseen === 0 ? season : season.map((value) => (Number.isNaN(value) ? y[observations - 1] : value));
}

function forecast({ last, season, sigma }: SeasonalNaiveState, ds: Int32Array, level: number): Forecast {
  const forecast = forecastBuffer(ds.length);
  const { yhat, lower, upper } = forecast;
  const width = intervalHalfWidth(level) * sigma;
  for (let i = 0; i < ds.length; i++) {
    const stepsBeyond = ds[i] - last - 1;
    const half = width * Math.sqrt(Math.floor(stepsBeyond / season.length) + 1);
    yhat[i] = season[stepsBeyond % season.length];
    lower[i] = yhat[i] - half;
    upper[i] = yhat[i] + half;
  }
  return forecast;
}

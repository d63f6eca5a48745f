import * as z from 'zod';
import type { SeasonPositions } from '../series/season-position.ts';
import { seasonPositions } from '../series/season-position.ts';
import type { Fitter, Forecast, Model, ModelFamily, ModelSetting } from './family.ts';
import type { Series } from '../series/series.ts';
import { SeriesUnfit } from './family.ts';
import { forecastBuffer } from './forecast-buffer.ts';
import { intervalHalfWidth } from './normal-quantile.ts';

export const climatologyOptionsSchema = z.strictObject({
  window: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'How many neighbours on either side a mean takes in: days of a year (at the same hour), weeks of a year, or steps of any ' +
        'other season; by default about a month of a year, and none of another season',
    ),
});
export type ClimatologyOptions = z.infer<typeof climatologyOptionsSchema>;

export interface ClimatologyState {
  /** Mean and standard deviation, by position in the season. */
  readonly mean: readonly number[];
  readonly sigma: readonly number[];
}

/** Below this, the spread at a position says nothing, and that of the whole series stands in for it. */
const MIN_NEIGHBOURS = 2;

/** What was usual at this time of the year (of the week, of the day): a mean over all seasons, smoothed along the season. */
export const climatology: ModelFamily<ClimatologyOptions, ClimatologyState> = {
  name: 'climatology',
  stateVersion: 1,
  options: climatologyOptionsSchema,
  leastObservations: MIN_NEIGHBOURS,
  build: ({ axis, seasonLength }: ModelSetting, { window }: ClimatologyOptions): Model<ClimatologyState> => {
    const positions = seasonPositions(axis, seasonLength);
    const cycle = positions.count / positions.stride;
    const usual = positions.isFineYear ? Math.floor(cycle / 12) : 0;
    // A window that met itself would count values twice.
    const reach = Math.min(window ?? usual, Math.floor((cycle - 1) / 2));
    return {
      prepare: (series) => new ClimatologyFitter(series, positions, reach),
      forecast: (state, ds, level) => forecast(state, ds, { positions, halfWidth: intervalHalfWidth(level) }),
    };
  },
};

class ClimatologyFitter implements Fitter<ClimatologyState> {
  /** By position. */
  private readonly counts: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private added = 0;

  constructor(
    private readonly series: Series,
    private readonly positions: SeasonPositions,
    private readonly reach: number,
  ) {
    this.counts = new Float64Array(positions.count);
    this.sums = new Float64Array(positions.count);
    this.squares = new Float64Array(positions.count);
  }

  fit(observations: number): ClimatologyState {
    if (observations < MIN_NEIGHBOURS) throw new SeriesUnfit('one observation; climatology needs at least two');
    this.advanceTo(observations);
    const counts = this.smoothed(this.counts);
    const sums = this.smoothed(this.sums);
    const squares = this.smoothed(this.squares);
    const overall = spread(observations, total(this.sums), total(this.squares));
    const mean: number[] = [];
    const sigma: number[] = [];
    for (let at = 0; at < counts.length; at++) {
      const here = counts[at] < MIN_NEIGHBOURS ? overall : spread(counts[at], sums[at], squares[at]);
      mean.push(here.mean + this.series.y[0]);
      sigma.push(here.sigma);
    }
    return { mean, sigma };
  }

  /** Sums over each position and its neighbours, around the end of the season, by differences of running sums. */
  private smoothed(values: Float64Array): Float64Array {
    const { reach, positions } = this;
    const { count, stride } = positions;
    const cycle = count / stride;
    const smooth = new Float64Array(count);
    const running = new Float64Array(cycle + 2 * reach + 1);
    for (let lane = 0; lane < stride; lane++) {
      for (let k = 0, from = cycle - reach; k < cycle + 2 * reach; k++, from++) {
        if (from === cycle) from = 0;
        running[k + 1] = running[k] + values[from * stride + lane];
      }
      for (let k = 0; k < cycle; k++) smooth[k * stride + lane] = running[k + 2 * reach + 1] - running[k];
    }
    return smooth;
  }

  private advanceTo(observations: number): void {
    const { ds, y } = this.series;
    if (observations < this.added) {
      for (const sums of [this.counts, this.sums, this.squares]) sums.fill(0);
      this.added = 0;
    }
    for (; this.added < observations; this.added++) {
      const at = this.positions.of(ds[this.added]);
      // Relative to the first value, so that a large level does not drown the squares.
      const value = y[this.added] - y[0];
      this.counts[at]++;
      this.sums[at] += value;
      this.squares[at] += value * value;
    }
  }
}

function spread(count: number, sum: number, squares: number): { readonly mean: number; readonly sigma: number } {
  return { mean: sum / count, sigma: Math.sqrt(Math.max(squares - (sum * sum) / count, 0) / (count - 1)) };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

interface Interval {
  readonly positions: SeasonPositions;
  readonly halfWidth: number;
}

function forecast({ mean, sigma }: ClimatologyState, ds: Int32Array, { positions, halfWidth }: Interval): Forecast {
  const forecast = forecastBuffer(ds.length);
  const { yhat, lower, upper } = forecast;
  for (let i = 0; i < ds.length; i++) {
    const at = positions.of(ds[i]);
    yhat[i] = mean[at];
    lower[i] = mean[at] - halfWidth * sigma[at];
    upper[i] = mean[at] + halfWidth * sigma[at];
  }
  return forecast;
}

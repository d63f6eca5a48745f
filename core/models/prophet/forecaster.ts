import { instantOf } from '../../series/time-axis.ts';
import type { TimeAxis } from '../../series/time-axis.ts';
import type { Forecast } from '../family.ts';
import { intervalHalfWidth } from '../normal-quantile.ts';
import { effectsOf, sumOf } from './effects.ts';
import type { FeatureTable } from './feature-table.ts';
import type { ProphetOptions } from './options.ts';
import type { ProphetState } from './state.ts';
import { trendOf } from './trend.ts';
import type { Trend } from './trend.ts';
import { PathIntervals } from './trend-uncertainty.ts';
import type { PathDistribution } from './trend-uncertainty.ts';

/** @throws SeriesUnfit when a regressor has no value for one of the periods */
export class ProphetForecaster {
  private readonly axis: TimeAxis;
  private readonly table: FeatureTable;
  private readonly options: ProphetOptions;

  constructor(axis: TimeAxis, table: FeatureTable, options: ProphetOptions) {
    this.axis = axis;
    this.table = table;
    this.options = options;
  }

  forecast(state: ProphetState, ds: Int32Array, level: number): Forecast {
    const { table } = this;
    const { floor } = this.options;
    const yhat = new Float64Array(ds.length);
    const lower = new Float64Array(ds.length);
    const upper = new Float64Array(ds.length);
    const timeOf = this.scaledTime(state);
    const trend = trendOf(this.options, state, state.changepoints.map(timeOf));
    const intervals = new PathIntervals(pathsOf(state), { level, z: intervalHalfWidth(level) });
    const [added, shares] = effectsOf(table, state);
    this.cover(ds);
    for (let i = 0; i < ds.length; i++) {
      table.requireRegressors(ds[i]);
      const row = table.offset(ds[i]);
      const t = timeOf(ds[i]);
      const factor = 1 + sumOf(shares, table.values, row);
      const scaled = trend.at(t) * factor + sumOf(added, table.values, row);
      yhat[i] = scaled * state.yScale + floor;
      let up = 0;
      let down = 0;
      if (trend.gain === undefined) up = down = intervals.halfWidth(t - 1, Math.abs(factor));
      else {
        up = reach(intervals, trend.gain, { t, factor, towards: 1 });
        down = reach(intervals, trend.gain, { t, factor, towards: -1 });
      }
      lower[i] = yhat[i] - down * state.yScale;
      upper[i] = yhat[i] + up * state.yScale;
    }
    return { yhat, lower, upper };
  }

  private scaledTime({ start, end }: ProphetState): (period: number) => number {
    const startMs = instantOf(this.axis, start);
    const spanMs = instantOf(this.axis, end) - startMs;
    return (period) => (instantOf(this.axis, period) - startMs) / spanMs;
  }

  private cover(ds: Int32Array): void {
    if (ds.length === 0) return;
    this.table.cover(
      ds.reduce((a, b) => Math.min(a, b)),
      ds.reduce((a, b) => Math.max(a, b)),
    );
  }
}

interface Step {
  readonly t: number;
  /** What the trend is multiplied by. */
  readonly factor: number;
  /** Which end of the interval. */
  readonly towards: 1 | -1;
}

/**
 * From the forecast to the end of the interval where growth saturates, in the scale of the state. The trend moves by the mean slope
 * between where it stands and where the line below it is at the interval's own probability: exact where the noise is all or nothing, and
 * else within 2 % of the width up to a trend that may swing from floor to cap.
 */
function reach(intervals: PathIntervals, gain: NonNullable<Trend['gain']>, { t, factor, towards }: Step): number {
  const u = t - 1;
  if (u <= 0) return intervals.halfWidth(u);
  const line = intervals.trendHalfWidth(u) * (factor > 0 ? towards : -towards);
  return intervals.halfWidth(u, Math.abs(factor) * gain(t, line));
}

function pathsOf({ sigma, changepointCount, delta }: ProphetState): PathDistribution {
  const total = delta.reduce((sum, size) => sum + Math.abs(size), 0);
  // Prophet's own guard for a history without any change.
  const scale = total / Math.max(changepointCount, 1) + 1e-8;
  return { sigma, rate: changepointCount, scale };
}

import { instantOf } from '../../series/time-axis.ts';
import type { TimeAxis } from '../../series/time-axis.ts';
import type { Forecast } from '../family.ts';
import { intervalHalfWidth } from '../normal-quantile.ts';
import { featuresInUse } from './design.ts';
import type { FeatureTable } from './feature-table.ts';
import type { ProphetOptions } from './options.ts';
import type { ProphetState } from './state.ts';
import { trendOf } from './trend.ts';
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
    const yhat = new Float64Array(ds.length);
    const lower = new Float64Array(ds.length);
    const upper = new Float64Array(ds.length);
    const timeOf = this.scaledTime(state);
    const { added, factor } = this.effects(state, ds);
    const intervals = new PathIntervals(pathsOf(state), { level, z: intervalHalfWidth(level) });
    const trend = trendOf(this.options, state, state.changepoints.map(timeOf));
    const { floor } = this.options;
    for (let i = 0; i < ds.length; i++) {
      const t = timeOf(ds[i]);
      const moved = intervals.trendDeviation(t - 1);
      const above = Math.abs(factor[i]) * trend.gain(t, factor[i] < 0 ? -moved : moved);
      const below = Math.abs(factor[i]) * trend.gain(t, factor[i] < 0 ? moved : -moved);
      yhat[i] = (trend.at(t) * factor[i] + added[i]) * state.yScale + floor;
      lower[i] = yhat[i] - intervals.halfWidth(t - 1, below) * state.yScale;
      upper[i] = yhat[i] + intervals.halfWidth(t - 1, above) * state.yScale;
    }
    return { yhat, lower, upper };
  }

  private scaledTime({ start, end }: ProphetState): (period: number) => number {
    const startMs = instantOf(this.axis, start);
    const spanMs = instantOf(this.axis, end) - startMs;
    return (period) => (instantOf(this.axis, period) - startMs) / spanMs;
  }

  /** Of seasons, holidays and regressors together: what is added, and what the trend is multiplied by. */
  private effects(state: ProphetState, ds: Int32Array): { added: Float64Array; factor: Float64Array } {
    const { table } = this;
    const columns = featuresInUse(table, state.seasons);
    const added = new Float64Array(ds.length);
    const factor = new Float64Array(ds.length);
    if (ds.length === 0) return { added, factor };
    table.cover(
      ds.reduce((a, b) => Math.min(a, b)),
      ds.reduce((a, b) => Math.max(a, b)),
    );
    const beta = Float64Array.from(state.beta);
    const constants = [0, 1];
    state.standardisations.forEach(({ mean, deviation }, i) => {
      const at = columns.length - state.standardisations.length + i;
      constants[table.multiplies[columns[at]]] += (beta[at] * (table.regressorMeans[i] - mean)) / deviation;
      beta[at] /= deviation;
    });
    for (let i = 0; i < ds.length; i++) {
      table.requireRegressors(ds[i]);
      const row = table.offset(ds[i]);
      const sums = constants.slice();
      for (let c = 0; c < columns.length; c++)
        sums[table.multiplies[columns[c]]] += beta[c] * table.values[row + columns[c]];
      [added[i], factor[i]] = sums;
    }
    return { added, factor };
  }
}

function pathsOf({ sigma, changepointCount, delta }: ProphetState): PathDistribution {
  const total = delta.reduce((sum, size) => sum + Math.abs(size), 0);
  // Prophet's own guard for a history without any change.
  const scale = total / Math.max(changepointCount, 1) + 1e-8;
  return { sigma, rate: changepointCount, scale };
}

import { instantOf } from '../../series/time-axis.ts';
import type { TimeAxis } from '../../series/time-axis.ts';
import type { Forecast } from '../family.ts';
import { intervalHalfWidth } from '../normal-quantile.ts';
import { featuresInUse } from './design.ts';
import type { FeatureTable } from './feature-table.ts';
import type { ProphetState } from './state.ts';
import { PathIntervals } from './trend-uncertainty.ts';
import type { PathDistribution } from './trend-uncertainty.ts';

/** @throws SeriesUnfit when a regressor has no value for one of the periods */
export class ProphetForecaster {
  private readonly axis: TimeAxis;
  private readonly table: FeatureTable;

  constructor(axis: TimeAxis, table: FeatureTable) {
    this.axis = axis;
    this.table = table;
  }

  forecast(state: ProphetState, ds: Int32Array, level: number): Forecast {
    const yhat = new Float64Array(ds.length);
    const lower = new Float64Array(ds.length);
    const upper = new Float64Array(ds.length);
    const timeOf = this.scaledTime(state);
    const effects = this.effects(state, ds);
    const intervals = new PathIntervals(pathsOf(state), { level, z: intervalHalfWidth(level) });
    const breaks = state.changepoints.map(timeOf);
    for (let i = 0; i < ds.length; i++) {
      const t = timeOf(ds[i]);
      let scaled = state.m + state.k * t + effects[i];
      for (let j = 0; j < breaks.length; j++) if (t > breaks[j]) scaled += state.delta[j] * (t - breaks[j]);
      const halfWidth = intervals.halfWidth(t - 1) * state.yScale;
      yhat[i] = scaled * state.yScale;
      lower[i] = yhat[i] - halfWidth;
      upper[i] = yhat[i] + halfWidth;
    }
    return { yhat, lower, upper };
  }

  private scaledTime({ start, end }: ProphetState): (period: number) => number {
    const startMs = instantOf(this.axis, start);
    const spanMs = instantOf(this.axis, end) - startMs;
    return (period) => (instantOf(this.axis, period) - startMs) / spanMs;
  }

  /** Of seasons, holidays and regressors together. */
  private effects(state: ProphetState, ds: Int32Array): Float64Array {
    const { table } = this;
    const columns = featuresInUse(table, state.seasons);
    const effects = new Float64Array(ds.length);
    if (ds.length === 0) return effects;
    table.cover(
      ds.reduce((a, b) => Math.min(a, b)),
      ds.reduce((a, b) => Math.max(a, b)),
    );
    const beta = Float64Array.from(state.beta);
    let constant = 0;
    state.standardisations.forEach(({ mean, deviation }, i) => {
      const at = columns.length - state.standardisations.length + i;
      constant += (beta[at] * (table.regressorMeans[i] - mean)) / deviation;
      beta[at] /= deviation;
    });
    for (let i = 0; i < ds.length; i++) {
      table.requireRegressors(ds[i]);
      const row = table.offset(ds[i]);
      let sum = constant;
      for (let c = 0; c < columns.length; c++) sum += beta[c] * table.values[row + columns[c]];
      effects[i] = sum;
    }
    return effects;
  }
}

function pathsOf({ sigma, changepointCount, delta }: ProphetState): PathDistribution {
  const total = delta.reduce((sum, size) => sum + Math.abs(size), 0);
  // Prophet's own guard for a history without any change.
  const scale = total / Math.max(changepointCount, 1) + 1e-8;
  return { sigma, rate: changepointCount, scale };
}

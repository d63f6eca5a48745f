import type { EffectColumns } from './effects.ts';
import type { FourierTable } from './fourier.ts';

/** A line through `level` at the period `origin`, and waves around it. */
export interface Curve {
  readonly level: number;
  readonly slope: number;
  readonly origin: number;
  /** Sine and cosine of every frequency in use, shortest season first. */
  readonly fourier: readonly number[];
}

/** A fitted curve, its noise, and how far the series last was from it. Plain data; y in its own unit, time in periods. */
export interface HarmonicState extends Effects {
  readonly curve: Curve;
  /** The last observed period, and how far it lay above the curve. */
  readonly last: number;
  readonly deviation: number;
  /** Share of a deviation that is left one step later. */
  readonly autocorrelation: number;
  readonly noiseVariance: number;
  /** Variance of the curve itself: `levelVariance + lineVariance * (period - centre)^2`. */
  readonly levelVariance: number;
  readonly lineVariance: number;
  readonly centre: number;
}

/** What stands beside the curve; absent where nothing does. */
export interface Effects {
  /** In the order of the columns (effects.ts). */
  readonly effects?: readonly number[];
  /** What is taken off each regressor. */
  readonly regressorCentres?: readonly number[];
}

interface Evaluation {
  readonly table: FourierTable;
  readonly into: Float64Array;
}

/** Writes the curve's values at the periods. */
export function evaluateCurve(curve: Curve, ds: Int32Array, { table, into }: Evaluation): void {
  if (ds.length === 0) return;
  table.cover(ds[0], ds[ds.length - 1]);
  const { values } = table;
  const { level, slope, origin, fourier } = curve;
  for (let i = 0; i < ds.length; i++) {
    const row = table.offset(ds[i]);
    let value = level + slope * (ds[i] - origin);
    for (let j = 0; j < fourier.length; j += 2) {
      value += fourier[j] * values[row + j] + fourier[j + 1] * values[row + j + 1];
    }
    into[i] = value;
  }
}

interface Beside {
  readonly columns: EffectColumns | undefined;
  readonly into: Float64Array;
}

/** Adds them at the periods. @throws SeriesUnfit where a regressor has no value */
export function addEffects(
  { effects = [], regressorCentres = [] }: Effects,
  ds: Int32Array,
  { columns, into }: Beside,
): void {
  if (columns === undefined || effects.length === 0) return;
  const row = new Float64Array(columns.count);
  for (let i = 0; i < ds.length; i++) {
    columns.fill(row, ds[i], regressorCentres);
    for (let j = 0; j < row.length; j++) if (row[j] !== 0) into[i] += effects[j] * row[j];
  }
}

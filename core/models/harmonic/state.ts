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
export interface HarmonicState {
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

interface Evaluation {
  readonly table: FourierTable;
  readonly into: Float64Array;
}

/** Writes the curve's values at the periods. */
export function evaluateCurve(curve: Curve, ds: Int32Array, { table, into }: Evaluation): void {
  if (ds.length === 0) return;
  table.cover(ds[0], ds[ds.length - 1]);
  const { values, width } = table;
  const { level, slope, origin, fourier } = curve;
  for (let i = 0; i < ds.length; i++) into[i] = level + slope * (ds[i] - origin);
  for (let j = 0; j < fourier.length; j += 2) {
    const sine = fourier[j];
    const cosine = fourier[j + 1];
    // Wave by wave: the additions of one period would have to wait for each other.
    const first = table.offset(ds[0]) + j;
    for (let i = 0; i < ds.length; i++) {
      const at = first + (ds[i] - ds[0]) * width;
      into[i] += sine * values[at] + cosine * values[at + 1];
    }
  }
}

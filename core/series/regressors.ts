/** Known-future columns of one series: a row a period from `first` on, without gaps, whether it has an observation there or not. */
export interface Regressors {
  readonly names: readonly string[];
  readonly first: number;
  /** Row by row, `names.length` values each; NaN where no value is known. */
  readonly values: Float64Array;
}

/** The row of a period as a position in `values`; undefined where it is outside of them. */
export function regressorRow({ names, first, values }: Regressors, period: number): number | undefined {
  const at = (period - first) * names.length;
  return at >= 0 && at < values.length ? at : undefined;
}

/** @returns the names that have no value at the period */
export function missingAt(regressors: Regressors, period: number): readonly string[] {
  const row = regressorRow(regressors, period);
  return regressors.names.filter((_, i) => row === undefined || Number.isNaN(regressors.values[row + i]));
}

/** Those of the periods first..last, NaN where they lie outside of what is known. */
export function sliceRegressors(regressors: Regressors, first: number, last: number): Regressors {
  const width = regressors.names.length;
  const values = new Float64Array(Math.max(0, last - first + 1) * width).fill(NaN);
  for (let period = first; period <= last; period++) {
    const row = regressorRow(regressors, period);
    if (row !== undefined) values.set(regressors.values.subarray(row, row + width), (period - first) * width);
  }
  return { names: regressors.names, first, values };
}

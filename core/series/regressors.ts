/** Known-future columns of one series: a row a period from `first` on, without gaps, whether it has an observation there or not. */
export interface Regressors {
  readonly names: readonly string[];
  readonly first: number;
  /** Row by row, `names.length` values each; NaN where no value is known. */
  readonly values: Float64Array;
  /** What of it replaced another value; absent where nothing did. */
  readonly revisions?: Revisions;
}

/** Arrays of one length; those of one value in the order of their arrival. */
export interface Revisions {
  /** Positions in `values`. */
  readonly at: Int32Array;
  /** What was said before, which is never NaN. */
  readonly before: Float64Array;
  /** The period from which on the other value was known. */
  readonly knownAt: Int32Array;
}

/**
 * As somebody at a period would have them, who has to know a value: what was revised later is what it was. A value that nothing was said of by
 * then is the first that was said of it, since without one nobody could have forecasted.
 *
 * @returns the same object where nothing was revised later
 */
export function regressorsAt(regressors: Regressors, period: number): Regressors {
  const { names, first, revisions } = regressors;
  if (revisions === undefined || revisions.knownAt.every((at) => at <= period)) return regressors;
  const values = regressors.values.slice();
  const { at, before, knownAt } = revisions;
  for (let i = at.length - 1; i >= 0; i--) if (knownAt[i] > period) values[at[i]] = before[i];
  return { names, first, values };
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

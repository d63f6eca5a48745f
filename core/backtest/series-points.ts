/** Forecasts at the points of cross-validation, fold by fold, oldest first; all of one length. In the unit of y. */
export interface SeriesPoints {
  /** Period numbers: the last one that the fold learned from, and the forecasted one. */
  readonly cutoff: Int32Array;
  readonly ds: Int32Array;
  readonly y: Float64Array;
  readonly yhat: Float64Array;
  /** Half width of the interval at the main level. */
  readonly half: Float64Array;
}

export function emptyPoints(length: number): SeriesPoints {
  return {
    cutoff: new Int32Array(length),
    ds: new Int32Array(length),
    y: new Float64Array(length),
    yhat: new Float64Array(length),
    half: new Float64Array(length),
  };
}

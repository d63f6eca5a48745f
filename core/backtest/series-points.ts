/** Forecasts at the points of cross-validation, fold by fold, oldest first; all of one length. In the unit of y. */
export interface SeriesPoints {
  /** Period numbers: the panel's cutoff, which no observation that the fold learned from is after, and the forecasted one. */
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

/** Copied where they are not all: a view would carry the rest to whoever it is sent to. */
export function firstPoints(points: SeriesPoints, count: number): SeriesPoints {
  if (points.ds.length === count) return points;
  const { cutoff, ds, y, yhat, half } = points;
  return {
    cutoff: cutoff.slice(0, count),
    ds: ds.slice(0, count),
    y: y.slice(0, count),
    yhat: yhat.slice(0, count),
    half: half.slice(0, count),
  };
}

import type { Regressors } from './regressors.ts';

/** One series: `ds` are period numbers on the time axis, ascending and unique; gaps are simply absent. */
export interface Series {
  readonly uniqueId: string;
  readonly ds: Int32Array;
  readonly y: Float64Array;
  /** How it dates its periods, where that is known and may be another way than the data set's. */
  readonly phase?: number;
  /** Where the data set names known-future columns: their values in the past and ahead. */
  readonly regressors?: Regressors;
}

import type { Frequency } from './frequency.ts';

/** Steps of the seasons that a frequency may have, shortest first. */
export const SEASONS: Readonly<Record<Frequency, readonly number[]>> = {
  hour: [24, 168],
  day: [7, 365],
  week: [52],
  month: [12],
  quarter: [4],
  year: [],
};

/** How far back the seasonal naive may look where it is the yardstick: the best of them in cross-validation. */
export const NAIVE_LAGS: Readonly<Record<Frequency, readonly number[]>> = {
  hour: [24, 168],
  day: [7, 364, 365],
  week: [52],
  month: [12],
  quarter: [4],
  year: [1],
};

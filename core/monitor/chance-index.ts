/** Of two samples: how many rows each has, and the correlation of neighbouring rows. */
export interface Samples {
  readonly reference: number;
  readonly recent: number;
  readonly correlation: number;
}

/**
 * The stability index that two samples of the same distribution show on average: (bins - 1)(1/n + 1/m) for independent rows (Yurdakul and
 * Naranjo, Statistical properties of the population stability index, 2020). Rows of a time series depend on their neighbours: by the
 * correlation r of neighbours, n of them tell as much as n (1 - r) / (1 + r) independent ones (Bartlett 1946, for an AR(1)).
 */
export function chanceIndex({ reference, recent, correlation }: Samples, bins: number): number {
  const r = Math.min(Math.max(0, correlation), MAX_CORRELATION);
  return ((bins - 1) * (1 + r) * (1 / recent + 1 / reference)) / (1 - r);
}

/** Above, a month of days would count as less than one row, and nothing would ever be called drift. */
const MAX_CORRELATION = 0.9;

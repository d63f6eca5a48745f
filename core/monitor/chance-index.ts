/**
 * The stability index that two samples of the same distribution show on average: (bins - 1)(1/n + 1/m) for independent rows (Yurdakul and
 * Naranjo, Statistical properties of the population stability index, 2020). Rows of a time series depend on their neighbours: by the
 * correlation r of neighbours, n of them tell as much as n (1 - r) / (1 + r) independent ones (Bartlett 1946, for an AR(1)).
 *
 * @param reference in order of time
 * @param rows of the other sample
 */
export function chanceIndex(reference: Float64Array, rows: number, bins: number): number {
  const r = Math.min(Math.max(0, neighbourCorrelation(reference)), MAX_CORRELATION);
  return ((bins - 1) * (1 + r) * (1 / rows + 1 / reference.length)) / (1 - r);
}

/** Above, a month of days would count as less than one row, and nothing would ever be called drift. */
const MAX_CORRELATION = 0.9;

/** 0 for a constant. */
function neighbourCorrelation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let products = 0;
  let squares = 0;
  values.forEach((value, row) => {
    squares += (value - mean) ** 2;
    if (row > 0) products += (value - mean) * (values[row - 1] - mean);
  });
  return squares === 0 ? 0 : products / squares;
}

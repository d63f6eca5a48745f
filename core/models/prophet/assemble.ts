import { columnCount, ridgeColumns } from './design.ts';
import type { Design } from './design.ts';
import type { FeatureTable } from './feature-table.ts';
import type { CalendarSums, ValueSums } from './prefix-sums.ts';
import type { Standardisation } from './standardisation.ts';

/**
 * Z'Z of the first n rows, row-major, from running sums alone: a changepoint's column (t - s)+ is a line from its row on, so each of
 * its products is a difference of two entries of a running sum of 1, d, d^2, F or d F.
 */
export function assembleGram(sums: CalendarSums, design: Design, scaling: readonly ColumnScaling[]): Float64Array {
  const size = columnCount(design);
  const gram = new Float64Array(size * size);
  addTrend(gram, sums, design);
  addFeatures(gram, sums, design);
  addChangepoints(gram, sums, design);
  for (const { column, shift, divisor } of scaling) scaleColumn(gram, { size, column, shift, divisor });
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) gram[j * size + i] = gram[i * size + j];
  return gram;
}

/** Z'y of the first n rows, with y less the series' first value, in the unit of y. */
export function assembleProducts(
  values: ValueSums,
  sums: CalendarSums,
  { design, scaling }: { readonly design: Design; readonly scaling: readonly ColumnScaling[] },
): Float64Array {
  const { n, span, features, changepoints, trendColumns } = design;
  const zy = new Float64Array(columnCount(design));
  zy[0] = values.y[n];
  if (trendColumns === 2) zy[1] = values.dy[n] / span;
  const fy = values.featureProducts(n);
  for (let i = 0; i < features.length; i++) zy[trendColumns + i] = fy[features[i]];
  for (let j = 0; j < changepoints.length; j++) {
    const row = changepoints[j];
    const y = values.y[n] - values.y[row];
    zy[ridgeColumns(design) + j] = (values.dy[n] - values.dy[row] - sums.ticks[row] * y) / span;
  }
  for (const { column, shift, divisor } of scaling) zy[column] = (zy[column] - shift * zy[0]) / divisor;
  return zy;
}

/** A column of Z that is (table's column - shift) / divisor. */
export interface ColumnScaling {
  readonly column: number;
  readonly shift: number;
  readonly divisor: number;
}

/** The table holds regressors less their mean over all given values; here the history's own standardisation replaces that. */
export function regressorScaling(
  table: FeatureTable,
  design: Design,
  standardisations: readonly Standardisation[],
): ColumnScaling[] {
  const first = ridgeColumns(design) - table.regressors.count;
  return standardisations.map(({ mean, deviation }, i) => ({
    column: first + i,
    shift: mean - table.regressorMeans[i],
    divisor: deviation,
  }));
}

function addTrend(gram: Float64Array, sums: CalendarSums, design: Design): void {
  const { n, span, trendColumns } = design;
  const size = columnCount(design);
  gram[0] = n;
  if (trendColumns === 1) return;
  gram[size] = sums.d[n] / span;
  gram[size + 1] = sums.dd[n] / span ** 2;
}

function addFeatures(gram: Float64Array, sums: CalendarSums, design: Design): void {
  const { n, span, features, trendColumns } = design;
  const size = columnCount(design);
  const end = n * sums.width;
  const products = sums.featureProducts(n);
  for (let i = 0; i < features.length; i++) {
    const row = (trendColumns + i) * size;
    const column = features[i];
    gram[row] = sums.f[end + column];
    if (trendColumns === 2) gram[row + 1] = sums.df[end + column] / span;
    const packed = (column * (column + 1)) / 2;
    for (let k = 0; k <= i; k++) gram[row + trendColumns + k] = products[packed + features[k]];
  }
}

function addChangepoints(gram: Float64Array, sums: CalendarSums, design: Design): void {
  const { n, span, features, changepoints } = design;
  const { ticks, d, dd, f, df, width } = sums;
  const size = columnCount(design);
  const ridge = ridgeColumns(design);
  for (let j = 0; j < changepoints.length; j++) {
    const at = changepoints[j];
    const s = ticks[at];
    const row = (ridge + j) * size;
    const count = n - at;
    const sumD = d[n] - d[at];
    const sumDd = dd[n] - dd[at];
    gram[row] = (sumD - s * count) / span;
    gram[row + 1] = (sumDd - s * sumD) / span ** 2;
    for (let i = 0; i < features.length; i++) {
      const end = n * width + features[i];
      const start = at * width + features[i];
      gram[row + 2 + i] = (df[end] - df[start] - s * (f[end] - f[start])) / span;
    }
    for (let k = 0; k <= j; k++) {
      const earlier = ticks[changepoints[k]];
      gram[row + ridge + k] = (sumDd - (s + earlier) * sumD + s * earlier * count) / span ** 2;
    }
  }
}

/** The products of all columns when this one becomes (column - shift) / divisor; the first column is all ones. Lower triangle. */
function scaleColumn(
  gram: Float64Array,
  { size, column, shift, divisor }: ColumnScaling & { readonly size: number },
): void {
  const row = column * size;
  const sum = gram[row];
  const square = gram[row + column];
  const ones = gram[0];
  for (let j = 0; j < column; j++) gram[row + j] = (gram[row + j] - shift * gram[j * size]) / divisor;
  for (let i = column + 1; i < size; i++) {
    gram[i * size + column] = (gram[i * size + column] - shift * gram[i * size]) / divisor;
  }
  gram[row + column] = (square - 2 * shift * sum + shift * shift * ones) / divisor ** 2;
}

import type { ColumnScaling } from '../assemble.ts';
import type { Design } from '../design.ts';
import type { FeatureTable } from '../feature-table.ts';
import type { CalendarSums } from '../prefix-sums.ts';

/** The features in use, row by row, regressors as the history standardises them; row-major. */
export function featureRows(
  table: FeatureTable,
  sums: CalendarSums,
  { design, scaling }: { readonly design: Design; readonly scaling: readonly ColumnScaling[] },
): Float64Array {
  const { n, features, trendColumns } = design;
  const width = features.length;
  const x = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const row = table.offset(sums.ds[i]);
    for (let c = 0; c < width; c++) x[i * width + c] = table.values[row + features[c]];
  }
  for (const { column, shift, divisor } of scaling) {
    for (let at = column - trendColumns; at < x.length; at += width) x[at] = (x[at] - shift) / divisor;
  }
  return x;
}

import { columnCount } from '../design.ts';
import type { HistoryCalendar, CalendarFit } from '../history-calendar.ts';
import { SMALLEST_SIGMA } from '../map-estimate.ts';
import type { ProphetOptions } from '../options.ts';
import type { JointProblem } from './problem.ts';

/** @param y the first values of the series, as many as the fit has rows; they count as (y - floor) / yScale */
export function jointProblemOf(
  calendar: HistoryCalendar,
  fit: CalendarFit,
  { y, yScale, options }: { readonly y: Float64Array; readonly yScale: number; readonly options: ProphetOptions },
): JointProblem {
  const { design, precision, multiplies } = fit;
  const { cap, floor, changepointPriorScale } = options;
  const scaled = y.map((value) => (value - floor) / yScale);
  return {
    t: calendar.sums.ticks.slice(0, design.n).map((tick) => tick / design.span),
    y: scaled,
    x: calendar.featureRows(fit),
    features: design.features.length,
    multiplies,
    products: multiplies.includes(1) ? undefined : featureProducts(fit),
    changepoints: design.changepoints,
    trendColumns: design.trendColumns,
    cap: cap === undefined ? undefined : (cap - floor) / yScale,
    precision,
    rate: 1 / changepointPriorScale,
    smallestVariance: SMALLEST_SIGMA ** 2 * variance(scaled),
  };
}

function featureProducts({ design, gram }: CalendarFit): Float64Array {
  const count = design.features.length;
  const size = columnCount(design);
  const products = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    const start = (design.trendColumns + a) * size + design.trendColumns;
    products.set(gram.subarray(start, start + count), a * count);
  }
  return products;
}

/** Of values that never change: one, the largest that there can be. */
function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares > 0 ? squares / values.length : 1;
}

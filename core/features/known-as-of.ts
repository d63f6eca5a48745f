import type { Regressors } from '../series/regressors.ts';

/** Rows of regressors as the features table has them: those of one (series, column, period) in the order of arrival. */
export interface KnownValues {
  readonly uniqueId: readonly string[];
  readonly regressor: readonly string[];
  readonly period: Int32Array;
  /** NaN: none. */
  readonly value: Float64Array;
  /** NaN: always. */
  readonly knownAt: Float64Array;
}

/** By unique_id, what was known of the regressors at a period: of each value the newest that had arrived by then. */
export function knownAsOf(rows: KnownValues, names: readonly string[], asOf: number): ReadonlyMap<string, Regressors> {
  const columnOf = new Map(names.map((name, column) => [name, column]));
  const spans = spansOf(rows);
  const known = new Map<string, Regressors>();
  rows.uniqueId.forEach((uniqueId, row) => {
    const column = columnOf.get(rows.regressor[row]);
    // Not a number is no later than anything: what was always known passes.
    if (column === undefined || rows.knownAt[row] > asOf) return;
    const regressors = known.get(uniqueId) ?? empty(names, spans.get(uniqueId)!);
    known.set(uniqueId, regressors);
    regressors.values[(rows.period[row] - regressors.first) * names.length + column] = rows.value[row];
  });
  return known;
}

interface Span {
  first: number;
  last: number;
}

function spansOf({ uniqueId, period }: KnownValues): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  uniqueId.forEach((id, row) => {
    const span = spans.get(id);
    if (span === undefined) spans.set(id, { first: period[row], last: period[row] });
    else [span.first, span.last] = [Math.min(span.first, period[row]), Math.max(span.last, period[row])];
  });
  return spans;
}

function empty(names: readonly string[], { first, last }: Span): Regressors {
  return { names, first, values: new Float64Array((last - first + 1) * names.length).fill(NaN) };
}

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

/** By unique_id, what was known of the regressors at a period: of each value the newest that had arrived by then, and what it had replaced. */
export function knownAsOf(rows: KnownValues, names: readonly string[], asOf: number): ReadonlyMap<string, Regressors> {
  const columnOf = new Map(names.map((name, column) => [name, column]));
  const spans = spansOf(rows);
  const known = new Map<string, Draft>();
  rows.uniqueId.forEach((uniqueId, row) => {
    const column = columnOf.get(rows.regressor[row]);
    const [value, knownAt] = [rows.value[row], rows.knownAt[row]];
    // Not a number is no later than anything: what was always known passes.
    if (column === undefined || knownAt > asOf) return;
    const draft = known.get(uniqueId) ?? empty(names, spans.get(uniqueId)!);
    known.set(uniqueId, draft);
    const at = (rows.period[row] - draft.first) * names.length + column;
    const before = draft.values[at];
    if (!Number.isNaN(before) && !Number.isNaN(knownAt)) draft.replaced.push({ at, before, knownAt });
    draft.values[at] = value;
  });
  return new Map(Array.from(known, ([uniqueId, draft]) => [uniqueId, regressorsOf(draft)]));
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

interface Draft extends Omit<Regressors, 'revisions'> {
  readonly replaced: { readonly at: number; readonly before: number; readonly knownAt: number }[];
}

function empty(names: readonly string[], { first, last }: Span): Draft {
  return { names, first, values: new Float64Array((last - first + 1) * names.length).fill(NaN), replaced: [] };
}

function regressorsOf({ replaced, ...regressors }: Draft): Regressors {
  if (replaced.length === 0) return regressors;
  return {
    ...regressors,
    revisions: {
      at: Int32Array.from(replaced, ({ at }) => at),
      before: Float64Array.from(replaced, ({ before }) => before),
      knownAt: Int32Array.from(replaced, ({ knownAt }) => knownAt),
    },
  };
}

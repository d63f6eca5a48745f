import type { LongColumns } from './panel.ts';

interface Run {
  readonly part: LongColumns;
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of several parts in the order of (uniqueId, ds): each is sorted by itself, and the rows that two of them have of one series do not overlap in
 * time. A single part is given back as it is.
 */
export function mergeColumns(parts: readonly LongColumns[]): LongColumns {
  if (parts.length === 1) return parts[0];
  const runs = runsOf(parts);
  const rows = parts.reduce((sum, { ds }) => sum + ds.length, 0);
  const merged = { uniqueId: new Array<string>(rows), ds: new Int32Array(rows), y: new Float64Array(rows) };
  let row = 0;
  for (const id of [...runs.keys()].sort()) {
    for (const { part, start, end } of runs.get(id)!.sort((a, b) => a.part.ds[a.start] - b.part.ds[b.start])) {
      merged.uniqueId.fill(id, row, row + end - start);
      merged.ds.set(part.ds.subarray(start, end), row);
      merged.y.set(part.y.subarray(start, end), row);
      row += end - start;
    }
  }
  return merged;
}

/** Stretches of rows of one series in one part. */
function runsOf(parts: readonly LongColumns[]): Map<string, Run[]> {
  const runs = new Map<string, Run[]>();
  for (const part of parts) {
    const { uniqueId } = part;
    for (let start = 0, end: number; start < uniqueId.length; start = end) {
      end = start + 1;
      while (end < uniqueId.length && uniqueId[end] === uniqueId[start]) end += 1;
      const own = runs.get(uniqueId[start]);
      if (own === undefined) runs.set(uniqueId[start], [{ part, start, end }]);
      else own.push({ part, start, end });
    }
  }
  return runs;
}

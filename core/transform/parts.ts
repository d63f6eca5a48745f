import type { Frequency } from '../contracts/frequency.ts';
import { periodNumber } from '../series/dating.ts';
import { DAY_MS, HOUR_MS } from '../series/duration.ts';
import type { Presence } from './presence.ts';

/**
 * How a shard's rows lie in files: in one, or in one a part of the calendar, so that new rows rewrite the parts that they lie in and no others
 * (docs/decisions/0035-silver-is-folded-by-part.md).
 */
export type Layout = 'whole' | 'by-part';

/** Of how silver's rows are cut into files: a table that is cut otherwise is written anew, and its rows are the same. */
export const LAYOUT_VERSION = 1;

/** Rewriting so many rows costs less than the further objects would. */
const WHOLE_UP_TO = 50_000;

/** Decided by silver as a whole, whose rows never become fewer while it is folded. */
export function layoutOf(frequency: Frequency, series: readonly Presence[]): Layout {
  return isCut(frequency) && observedRows(series) > WHOLE_UP_TO ? 'by-part' : 'whole';
}

function observedRows(series: readonly Presence[]): number {
  let rows = 0;
  for (const { stretches } of series) for (const { first, last } of stretches) rows += last - first + 1;
  return rows;
}

/** What is coarser has few rows a series. */
function isCut(frequency: Frequency): frequency is 'hour' | 'day' {
  return frequency === 'hour' || frequency === 'day';
}

/** Of a period: its quarter where it is a day, its month where it is an hour. */
export function partsOf(frequency: Frequency, layout: Layout): (period: number) => number {
  if (layout === 'whole' || !isCut(frequency)) return () => 0;
  const [unitMs, holding] = frequency === 'hour' ? [HOUR_MS, 'month' as const] : [DAY_MS, 'quarter' as const];
  const known = new Map<number, number>();
  return (period) => {
    const part = known.get(period) ?? periodNumber(holding, period * unitMs);
    known.set(period, part);
    return part;
  };
}

/** Row numbers by part, ascending, each in the order of the rows. */
export function rowsByPart(periods: Int32Array, partOf: (period: number) => number): readonly (readonly number[])[] {
  const parts = new Map<number, number[]>();
  for (let row = 0; row < periods.length; row++) {
    const part = partOf(periods[row]);
    const rows = parts.get(part);
    if (rows === undefined) parts.set(part, [row]);
    else rows.push(row);
  }
  return [...parts].sort(([a], [b]) => a - b).map(([, rows]) => rows);
}

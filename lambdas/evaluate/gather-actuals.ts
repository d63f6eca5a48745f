import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import type { Actuals } from '../../core/evaluate/actuals.ts';
import { actualsOf } from '../../core/evaluate/actuals.ts';
import { panelFromSorted, seriesAt } from '../../core/series/panel.ts';
import { dsBounds, periodsOfColumn } from '../../core/series/ds-column.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { readRows } from '../../tables/index.ts';
import type { SilverTable } from '../train/silver-table.ts';

/** By unique_id, everything that scoring needs of the silver rows in the range: one shard at a time stands in memory. */
export async function gatherActuals(
  { snapshot, axis }: SilverTable,
  { frequency, seasonLength, seed }: Dataset,
  { training, range }: { readonly training: DateRange; readonly range: DateRange },
): Promise<ReadonlyMap<string, Actuals>> {
  const actuals = new Map<string, Actuals>();
  const bounds = dsBounds(frequency, { start: earlier(training.start, range.start), end: range.end });
  const query = { columns: ['unique_id', 'ds', 'y'], where: { range: { column: 'ds', ...bounds } } };
  for await (const { columns } of readRows(snapshot, query)) {
    const panel = panelFromSorted({
      // The table's schema: required columns, a string and a double.
      uniqueId: columns.unique_id as readonly string[],
      ds: periodsOfColumn(axis, columns.ds),
      y: columns.y as Float64Array,
    });
    panel.uniqueIds.forEach((uniqueId, index) => {
      const setting = { axis, seasonLength, seed };
      actuals.set(uniqueId, actualsOf(seriesAt(panel, index), periodRange(axis, training), setting));
    });
  }
  return actuals;
}

/** Dates of one form order as texts do. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

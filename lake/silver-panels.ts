import type { DateRange } from '../core/contracts/date-range.ts';
import { type Panel, panelFromSorted } from '../core/series/panel.ts';
import { periodsOfColumn, tableBounds } from '../core/series/ds-column.ts';
import { readRows } from '../tables/index.ts';
import type { SilverTable } from './silver-table.ts';

/** The silver rows of the range, one shard at a time. */
export async function* silverPanels({ snapshot, axis }: SilverTable, range: DateRange): AsyncGenerator<Panel> {
  const bounds = tableBounds(axis, range);
  const query = { columns: ['unique_id', 'ds', 'y'], where: { range: { column: 'ds', ...bounds } } };
  for await (const { columns } of readRows(snapshot, query)) {
    yield panelFromSorted({
      // The table's schema: required columns, a string and a double.
      uniqueId: columns.unique_id as readonly string[],
      ds: periodsOfColumn(axis.frequency, columns.ds),
      y: columns.y as Float64Array,
    });
  }
}

import type { DateRange } from '../core/contracts/date-range.ts';
import { mergeColumns } from '../core/series/merge-columns.ts';
import { type LongColumns, type Panel, panelFromSorted } from '../core/series/panel.ts';
import { periodsOfColumn, tableBounds } from '../core/series/ds-column.ts';
import { type DataFile, planFiles, readRows } from '../tables/index.ts';
import type { SilverTable } from './silver-table.ts';

/** The silver rows of the range, one shard at a time, whatever files it lies in. */
export async function* silverPanels({ snapshot, axis }: SilverTable, range: DateRange): AsyncGenerator<Panel> {
  const bounds = tableBounds(axis, range);
  const query = { columns: ['unique_id', 'ds', 'y'], where: { range: { column: 'ds', ...bounds } } };
  for (const files of filesByShard(planFiles(snapshot, query.where))) {
    const parts: LongColumns[] = [];
    for await (const { columns } of readRows({ ...snapshot, files }, query)) {
      parts.push({
        // The table's schema: required columns, a string and a double.
        uniqueId: columns.unique_id as readonly string[],
        ds: periodsOfColumn(axis.frequency, columns.ds),
        y: columns.y as Float64Array,
      });
    }
    if (parts.length > 0) yield panelFromSorted(mergeColumns(parts));
  }
}

/** The silver rows of one shard in the range; undefined where it has none. */
export async function shardPanel(table: SilverTable, shard: number, range: DateRange): Promise<Panel | undefined> {
  const { snapshot } = table;
  const files = planFiles(snapshot, { partition: { shard } });
  for await (const panel of silverPanels({ ...table, snapshot: { ...snapshot, files } }, range)) return panel;
  return undefined;
}

/** In the order of the shards' folders. */
function filesByShard(files: readonly DataFile[]): readonly (readonly DataFile[])[] {
  const shards = new Map<string | null, DataFile[]>();
  for (const file of files) {
    const { shard } = file.partitionValues;
    const own = shards.get(shard);
    if (own === undefined) shards.set(shard, [file]);
    else own.push(file);
  }
  return [...shards.values()];
}

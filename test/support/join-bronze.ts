import type { ColumnValues, RowBatch } from '../../core/contracts/table-schema.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { commitFiles, openTable, readRows, writeDataFile } from '../../tables/index.ts';

/** Bronze of the data set 'weather' as another engine's OPTIMIZE leaves it: one file with the rows of all. */
export async function joinBronze(store: ObjectStore): Promise<void> {
  const location = { store, path: 'weather/observations' };
  const table = await openTable(location);
  const batches = new Array<RowBatch>();
  for await (const batch of readRows(table)) batches.push(batch);
  const columns = Object.keys(batches[0].columns).map((name) => {
    return [name, batches.flatMap(({ columns: of }) => [...of[name]]) as ColumnValues] as const;
  });
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const { bytes, stats } = writeDataFile(table.schema, { rows, columns: Object.fromEntries(columns) });
  await store.write('weather/observations/joined.parquet', bytes);
  const file = { path: 'joined.parquet', sizeBytes: bytes.length, partitionValues: {}, stats };
  await commitFiles(location, { files: [file], replace: [{}] }, { step: 'OPTIMIZE', nowMs: 0 });
}

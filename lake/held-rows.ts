import { periodsOfColumn } from '../core/series/ds-column.ts';
import { mergeColumns } from '../core/series/merge-columns.ts';
import type { LongColumns } from '../core/series/panel.ts';
import { FATE } from '../core/transform/observations.ts';
import { type Layout, partsOf } from '../core/transform/parts.ts';
import type { PlacedObservations } from '../core/transform/place-on-calendar.ts';
import { shardOf } from '../core/transform/series-table.ts';
import { type DataFile, readRows, type Snapshot } from '../tables/index.ts';

/** What rows that arrived change of silver's files. */
export interface TouchedFiles {
  /** The shards that they lie in. */
  readonly partitions: readonly { readonly shard: number }[];
  /** Paths of the files that none of them lies in. */
  readonly keep: readonly string[];
  /** The rows of the others. */
  read(): Promise<LongColumns>;
}

interface Cut {
  readonly shards: number;
  readonly layout: Layout;
}

/**
 * @param series cut by this layout
 * @returns undefined where the log does not tell what a file holds: it has no bounds of dates behind the year 9999
 */
export function touchedFiles(series: Snapshot, arrived: PlacedObservations, cut: Cut): TouchedFiles | undefined {
  const partOf = partsOf(arrived.axis.frequency, cut.layout);
  const touched = touchedParts(arrived, partOf, cut.shards);
  const [files, keep] = [new Array<DataFile>(), new Array<string>()];
  for (const file of series.files) {
    const parts = touched.get(Number(file.partitionValues.shard));
    const part = parts && partOfFile(file, arrived, partOf);
    if (parts !== undefined && part === undefined) return undefined;
    if (parts !== undefined && part !== undefined && parts.has(part)) files.push(file);
    else keep.push(file.path);
  }
  const partitions = [...touched.keys()].sort((a, b) => a - b).map((shard) => ({ shard }));
  return { partitions, keep, read: () => readColumns({ ...series, files }, arrived) };
}

type Parts = (period: number) => number;

/** By shard, the parts that a row lies in. */
function touchedParts(
  { rows, ids, id, fate, period }: PlacedObservations,
  partOf: Parts,
  shards: number,
): ReadonlyMap<number, ReadonlySet<number>> {
  const touched = new Map<number, Set<number>>();
  const shardsOf = ids.map((uniqueId) => shardOf(uniqueId, shards));
  for (let row = 0; row < rows; row++) {
    if (fate[row] !== FATE.kept) continue;
    const shard = shardsOf[id[row]];
    const parts = touched.get(shard) ?? new Set();
    touched.set(shard, parts.add(partOf(period[row])));
  }
  return touched;
}

function partOfFile({ stats }: DataFile, { axis }: PlacedObservations, partOf: Parts): number | undefined {
  const { ds: first } = stats?.min ?? {};
  return typeof first === 'number' ? partOf(periodsOfColumn(axis.frequency, [first])[0]) : undefined;
}

async function readColumns(series: Snapshot, { axis }: PlacedObservations): Promise<LongColumns> {
  const parts: LongColumns[] = [];
  for await (const { columns } of readRows(series, { columns: ['unique_id', 'ds', 'y'] })) {
    // The table's schema: required columns, a string and a double.
    const [uniqueId, y] = [columns.unique_id as readonly string[], columns.y as Float64Array];
    parts.push({ uniqueId, ds: periodsOfColumn(axis.frequency, columns.ds), y });
  }
  return mergeColumns(parts);
}

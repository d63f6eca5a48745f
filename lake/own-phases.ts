import type { Phase } from '../core/series/dating.ts';
import { readRows } from '../tables/index.ts';
import type { SilverTable } from './silver-table.ts';

/** How the series date their periods that do it by another day than the data set's dates show. Nothing is read where the log says that none does. */
export async function ownPhases({ snapshot, axis }: SilverTable): Promise<ReadonlyMap<string, Phase>> {
  const own = new Map<string, Phase>();
  if (snapshot.files.every(({ stats }) => isAll(stats, axis.phase))) return own;
  for await (const { rows, columns } of readRows(snapshot, { columns: ['unique_id', 'phase'] })) {
    const { unique_id: ids, phase } = columns;
    for (let row = 0; row < rows; row++) {
      if (ids[row] !== ids[row - 1] && phase[row] !== null && phase[row] !== axis.phase) {
        own.set(String(ids[row]), Number(phase[row]));
      }
    }
  }
  return own;
}

function isAll(stats: SilverTable['snapshot']['files'][number]['stats'], phase: Phase): boolean {
  const [least, most] = [stats?.min.phase, stats?.max.phase];
  return (least === undefined && most === undefined) || (least === phase && most === phase);
}

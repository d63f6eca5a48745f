import { tablePath } from '../../core/contracts/tables.ts';
import type { Stores } from '../../core/ports.ts';
import type { QuarantinedRow, QuarantineSummary } from '../report-data.ts';
import { findTable, readRows } from '../../tables/index.ts';

/** Rows shown of each reason: enough to see what is wrong with a delivery. */
const EXAMPLES = 10;
const COLUMNS = ['reason', 'detail', 'file', 'line', 'unique_id'];

/** The quarantine as the newest version of its table has it. */
export async function gatherQuarantine({ silver }: Stores, dataset: string): Promise<QuarantineSummary> {
  const table = await findTable({ store: silver, path: tablePath(dataset, 'quarantine') });
  const counts = new Map<string, number>();
  const examples: QuarantinedRow[] = [];
  if (table === undefined) return { reasons: [], examples };
  for await (const { rows, columns } of readRows(table, { columns: COLUMNS })) {
    for (let row = 0; row < rows; row++) {
      const reason = String(columns.reason[row]);
      const count = (counts.get(reason) ?? 0) + 1;
      counts.set(reason, count);
      if (count > EXAMPLES) continue;
      const uniqueId = columns.unique_id[row];
      examples.push({
        reason,
        detail: String(columns.detail[row]),
        file: String(columns.file[row]),
        line: Number(columns.line[row]),
        uniqueId: uniqueId === null ? null : String(uniqueId),
      });
    }
  }
  const reasons = [...counts].map(([reason, rows]) => ({ reason, rows })).sort((a, b) => b.rows - a.rows);
  return { reasons, examples: examples.sort((a, b) => compare(a.reason, b.reason)) };
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

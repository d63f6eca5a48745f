import type { RowBatch } from '../core/contracts/table-schema.ts';
import { tablePath } from '../core/contracts/tables.ts';
import type { ObjectStore } from '../core/ports.ts';
import { openTable, readRows, takeRows } from '../tables/index.ts';

/** Bronze at one version, by whether anybody has withdrawn the deliveries. */
export interface BronzeRows {
  readonly read: readonly RowBatch[];
  readonly withdrawn: readonly RowBatch[];
}

export interface WantedRows {
  readonly version: number;
  /** `delivery` among them. */
  readonly columns: readonly string[];
  /** The sha256 of each withdrawn delivery. */
  readonly withdrawn: readonly string[];
}

export async function readBronzeRows(bronze: ObjectStore, dataset: string, wanted: WantedRows): Promise<BronzeRows> {
  const table = await openTable({ store: bronze, path: tablePath(dataset, 'observations') }, wanted.version);
  const ruledOut = new Set<unknown>(wanted.withdrawn);
  const rows = { read: new Array<RowBatch>(), withdrawn: new Array<RowBatch>() };
  for await (const batch of readRows(table, { columns: wanted.columns })) {
    const parts = splitRows(batch, (row) => ruledOut.has(batch.columns.delivery[row]));
    rows.read.push(...parts.no);
    rows.withdrawn.push(...parts.yes);
  }
  return rows;
}

/** A batch is of one delivery, unless another engine has joined the files of several. */
export function splitRows(batch: RowBatch, test: (row: number) => boolean) {
  const yes: number[] = [];
  const no: number[] = [];
  for (let row = 0; row < batch.rows; row++) (test(row) ? yes : no).push(row);
  if (yes.length === 0) return { yes: [], no: [batch] };
  if (no.length === 0) return { yes: [batch], no: [] };
  return { yes: [takeRows(batch, yes)], no: [takeRows(batch, no)] };
}

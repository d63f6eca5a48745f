import type { RowBatch } from '../core/contracts/table-schema.ts';
import { tablePath } from '../core/contracts/tables.ts';
import type { ObjectStore } from '../core/ports.ts';
import { shardOf } from '../core/transform/series-table.ts';
import { type DataFile, openTable, readRows, type Snapshot, takeRows } from '../tables/index.ts';
import { filesHash } from './silver-ledger.ts';

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
  /** Rows of the series of one shard alone; all without it. `unique_id` is then among the columns. */
  readonly shard?: Shard;
}

/** One of so many, by `shardOf`. */
export interface Shard {
  readonly shard: number;
  readonly shards: number;
}

export async function readBronzeRows(bronze: ObjectStore, dataset: string, wanted: WantedRows): Promise<BronzeRows> {
  return rowsOfBronze(await openBronze(bronze, dataset, wanted.version), wanted);
}

export async function openBronze(bronze: ObjectStore, dataset: string, version: number): Promise<Snapshot> {
  return openTable({ store: bronze, path: tablePath(dataset, 'observations') }, version);
}

/** Of a table that is open, or some of its files. */
export async function rowsOfBronze(table: Snapshot, wanted: Omit<WantedRows, 'version'>): Promise<BronzeRows> {
  const ruledOut = new Set<unknown>(wanted.withdrawn);
  const rows = { read: new Array<RowBatch>(), withdrawn: new Array<RowBatch>() };
  for await (const whole of readRows(table, { columns: wanted.columns })) {
    const batch = wanted.shard === undefined ? whole : rowsOfShard(whole, wanted.shard);
    if (batch === undefined) continue;
    const parts = splitRows(batch, (row) => ruledOut.has(batch.columns.delivery[row]));
    rows.read.push(...parts.no);
    rows.withdrawn.push(...parts.yes);
  }
  return rows;
}

function rowsOfShard(batch: RowBatch, { shard, shards }: Shard): RowBatch | undefined {
  return splitRows(batch, (row) => shardOfText(batch.columns.unique_id[row], shards) === shard).yes[0];
}

/** The shard of a bronze row: white space around an id is no part of it, and a row without one is in a shard too. */
function shardOfText(uniqueId: unknown, shards: number): number {
  return shardOf(typeof uniqueId === 'string' ? uniqueId.trim() : '', shards);
}

/** What of bronze was read, so that what is new can be told from it. */
export interface ReadBronze {
  /** `filesHash` of its data files. */
  readonly bronze: string;
  /** The highest `sequence` in them. */
  readonly sequence: number;
}

/** undefined where the log does not tell: another engine wrote a file without statistics. */
export function readOf({ files }: Snapshot): ReadBronze | undefined {
  const sequences = files.map(lastSequence);
  const sequence = sequences.reduce<number>((last, one) => Math.max(last, one ?? Infinity), 0);
  return sequence === Infinity ? undefined : { bronze: filesHash(files), sequence };
}

/** The table with the files that came since; undefined where what was read lies in other files now, or has left. */
export function bronzeSince(table: Snapshot, { bronze, sequence }: ReadBronze): Snapshot | undefined {
  const isRead = (file: DataFile) => (lastSequence(file) ?? Infinity) <= sequence;
  const [before, since] = [table.files.filter(isRead), table.files.filter((file) => !isRead(file))];
  return filesHash(before) === bronze ? { ...table, files: since } : undefined;
}

function lastSequence({ stats }: DataFile): number | undefined {
  const last = stats?.max.sequence;
  return typeof last === 'number' ? last : undefined;
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

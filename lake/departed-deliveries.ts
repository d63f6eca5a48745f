import type { RowBatch } from '../core/contracts/table-schema.ts';
import { readRows, type DataFile, type Snapshot } from '../tables/index.ts';
import { splitRows } from './bronze-rows.ts';

/** Deliveries that bronze is to lose. */
export interface Departed {
  /** By their sha256. */
  readonly rows: ReadonlyMap<string, number>;
  /** Data files of bronze with rows of theirs. */
  readonly files: readonly string[];
  /** What else those files hold, where another engine has joined them. */
  readonly rest: readonly RowBatch[];
}

/** What of a source is still there. */
export interface Remaining {
  /** What the keys of its files begin with. */
  readonly folder: string;
  /** The sha256 of each delivery that they have. */
  readonly deliveries: ReadonlySet<string>;
}

/** What bronze has of a source and the source no longer has, mostly by the log's statistics alone. */
export async function departedDeliveries(bronze: Snapshot, remaining: Remaining): Promise<Departed> {
  const rows = new Map<string, number>();
  const count = (delivery: string, more: number) => void rows.set(delivery, (rows.get(delivery) ?? 0) + more);
  const files: string[] = [];
  const rest: RowBatch[] = [];
  for (const file of bronze.files) {
    const own = ownerOf(file, remaining);
    if (own === undefined) {
      const kept = await rowsThatStay({ ...bronze, files: [file] }, remaining, (delivery) => count(delivery, 1));
      if (kept === undefined) continue;
      rest.push(...kept);
    } else {
      if (!hasLeft(own, remaining)) continue;
      count(own.delivery, own.rows);
    }
    files.push(file.path);
  }
  return { rows, files, rest };
}

interface Owner {
  readonly delivery: string;
  /** Of the landing object, or its beginning. */
  readonly key: string;
}

function hasLeft({ delivery, key }: Owner, { folder, deliveries }: Remaining): boolean {
  return key.startsWith(folder) && !deliveries.has(delivery);
}

/** The one delivery that a data file is of, as the log tells; undefined where it does not, or cuts the key before the folder ends. */
function ownerOf({ stats }: DataFile, { folder }: Remaining): (Owner & { readonly rows: number }) | undefined {
  const { delivery, file: key } = stats?.min ?? {};
  if (stats === undefined || typeof delivery !== 'string' || typeof key !== 'string') return undefined;
  const isCutTooShort = stats.max.file !== key && key.length < folder.length;
  return stats.max.delivery === delivery && !isCutTooShort ? { delivery, key, rows: stats.rows } : undefined;
}

/** undefined where none of the rows leaves. */
async function rowsThatStay(
  bronze: Snapshot,
  remaining: Remaining,
  count: (delivery: string) => void,
): Promise<readonly RowBatch[] | undefined> {
  const kept: RowBatch[] = [];
  let isWhole = true;
  for await (const batch of readRows(bronze)) {
    const { delivery, file } = batch.columns;
    const parts = splitRows(batch, (row) => {
      const owner = { delivery: String(delivery[row]), key: String(file[row]) };
      const leaves = hasLeft(owner, remaining);
      if (leaves) count(owner.delivery);
      return leaves;
    });
    isWhole &&= parts.yes.length === 0;
    kept.push(...parts.no);
  }
  return isWhole ? undefined : kept;
}

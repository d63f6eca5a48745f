import { tableKeys } from '../core/contracts/keys.ts';
import { tablePath } from '../core/contracts/tables.ts';
import { deliveryOfTxn, isHeld } from '../core/ingest/deliveries.ts';
import { type DeliveryFacts, inOrderOfArrival } from '../core/ingest/find-delivery.ts';
import { type Departure, type KnownDelivery, knownDeliveriesSchema } from '../core/ingest/known-deliveries.ts';
import type { ObjectStore } from '../core/ports.ts';
import { type DataFile, findTable, readRows, type Snapshot } from '../tables/index.ts';
import { readJsonIfSound } from './json-object.ts';

/** A delivery as bronze's table holds it. */
export interface BronzeDelivery extends DeliveryFacts {
  readonly rows: number;
  /** When its rows were written; undefined where another engine has joined them with others', or there are none. */
  readonly atMs: number | undefined;
  /** Where it is none that came, but what a Delta table lost between two of its versions: it has no row, and can be accepted. */
  readonly left?: Pick<Departure, 'deliveries' | 'rows'>;
}

/**
 * Every delivery that bronze holds, oldest first, mostly without reading a row: a data file is one's alone, and the log's statistics say whose.
 * One without a row is known as long as its file lies in the landing bucket.
 */
export async function bronzeDeliveries(bronze: ObjectStore, dataset: string): Promise<readonly BronzeDelivery[]> {
  const path = tablePath(dataset, 'observations');
  const table = await findTable({ store: bronze, path });
  if (table === undefined) return [];
  const memory = await readJsonIfSound(bronze, tableKeys.deliveries(dataset), knownDeliveriesSchema);
  const known = new Map((memory?.deliveries ?? []).map((entry) => [entry.sha256, entry]));
  const written = new Map((await bronze.list(`${path}/`)).map(({ key, modifiedAtMs }) => [key, modifiedAtMs]));
  const found = new Map<string, BronzeDelivery>();
  const add = (piece: BronzeDelivery): void => {
    const before = found.get(piece.sha256);
    found.set(piece.sha256, before === undefined ? piece : { ...before, rows: before.rows + piece.rows });
  };
  const joined: DataFile[] = [];
  for (const file of table.files) {
    const own = ownOf(file, known);
    if (own === undefined) joined.push(file);
    else add({ ...own, atMs: written.get(`${path}/${file.path}`) });
  }
  for (const piece of await readPieces({ ...table, files: joined })) add(piece);
  for (const empty of withoutRows(table, known)) if (!found.has(empty.sha256)) add(empty);
  for (const departure of departuresOf(table, memory?.departures ?? [])) add(departure);
  return inOrderOfArrival([...found.values()]);
}

/** The delivery that a data file is alone of; undefined where the log does not tell. */
function ownOf(
  { stats }: DataFile,
  known: ReadonlyMap<string, KnownDelivery>,
): Omit<BronzeDelivery, 'atMs'> | undefined {
  const { delivery, file, sequence } = stats?.min ?? {};
  if (stats === undefined || typeof delivery !== 'string' || stats.max.delivery !== delivery) return undefined;
  // A long text is cut, and its ends differ then.
  const key = stats.max.file === file ? file : known.get(delivery)?.key;
  if (typeof key !== 'string') return undefined;
  return { sha256: delivery, key, sequence: Number(sequence), rows: stats.rows };
}

async function readPieces(table: Snapshot): Promise<readonly BronzeDelivery[]> {
  const pieces: BronzeDelivery[] = [];
  for await (const { rows, columns } of readRows(table, { columns: ['delivery', 'sequence', 'file'] })) {
    for (let row = 0; row < rows; row++) {
      const [sha256, key] = [String(columns.delivery[row]), String(columns.file[row])];
      pieces.push({ sha256, key, sequence: Number(columns.sequence[row]), rows: 1, atMs: undefined });
    }
  }
  return pieces;
}

function withoutRows({ txns }: Snapshot, known: ReadonlyMap<string, KnownDelivery>): readonly BronzeDelivery[] {
  return [...txns.keys()].flatMap((appId) => {
    const entry = known.get(deliveryOfTxn(appId) ?? '');
    return entry === undefined || !isHeld(txns, entry.sha256) ? [] : [{ ...entry, rows: 0, atMs: undefined }];
  });
}

function departuresOf({ txns }: Snapshot, departures: readonly Departure[]): readonly BronzeDelivery[] {
  return departures
    .filter(({ sha256 }) => isHeld(txns, sha256))
    .map(({ sha256, key, sequence, deliveries, rows }) => ({
      ...{ sha256, key, sequence, rows: 0, atMs: undefined },
      left: { deliveries, rows },
    }));
}

import type { Dataset } from '../core/contracts/dataset.ts';
import { refusal } from '../core/ingest/refusal.ts';
import { uriOf, type ObjectInfo, type ObjectStore } from '../core/ports.ts';
import { findSource, type SourceFile, type SourceTable, vectorId } from '../tables/index.ts';
import type { Delivery } from './delivery.ts';

interface Listing {
  readonly objects: readonly ObjectInfo[];
  readonly columns: Dataset['columns'];
}

/** The live data files of the table at the prefix. @throws SourceRefused when there is none */
export async function listDelta(
  landing: ObjectStore,
  prefix: string,
  { objects, columns }: Listing,
): Promise<readonly Delivery[]> {
  const path = prefix.replace(/\/$/, '');
  const table = await findSource({ store: landing, path });
  if (table === undefined) throw noTable(landing, prefix, objects);
  const listed = new Map(objects.map((info) => [info.key, info]));
  return table.files
    .map((found) => {
      const file = `${path}/${found.path}`;
      const info = listed.get(file);
      const reading = readingOf(table, found, columns);
      return {
        file,
        receivedAtMs: info?.modifiedAtMs ?? Infinity,
        sizeBytes: info?.sizeBytes ?? found.sizeBytes,
        tag: info?.tag,
        partition: found.partition,
        ...(reading === undefined ? {} : { reading }),
        delta: { location: table.location, columns: table.columns, deletionVector: found.deletionVector },
      };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Whether the key belongs to the log of a Delta table at the prefix. */
export function isLog(key: string, prefix: string): boolean {
  return key.startsWith(`${prefix.replace(/\/$/, '')}/_delta_log/`);
}

/** What else than its bytes decides which rows the file has: with another it is another delivery. */
function readingOf(
  { columns: all, isMapped }: SourceTable,
  { deletionVector }: SourceFile,
  { id, timestamp, target }: Dataset['columns'],
): string | undefined {
  const stored = isMapped
    ? all.filter(({ name }) => [id, timestamp, target].includes(name)).map(({ name, storedName }) => [name, storedName])
    : [];
  const vector = deletionVector === undefined ? null : vectorId(deletionVector);
  return stored.length === 0 && vector === null ? undefined : JSON.stringify([stored, vector]);
}

function noTable(landing: ObjectStore, prefix: string, objects: readonly ObjectInfo[]) {
  const names = objects.slice(0, 5).map(({ key }) => key);
  return refusal({
    file: prefix,
    rule: "the data set says Delta, and there is no Delta table: it would have a folder '_delta_log'",
    got: `${uriOf(landing, prefix)} with ${objects.length === 0 ? 'nothing in it' : names.join(', ')}`,
    hint: "correct the data set's source.prefix, or set its source.format to 'csv' or 'parquet'",
  });
}

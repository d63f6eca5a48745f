import type { Dataset } from '../core/contracts/dataset.ts';
import { refusal } from '../core/ingest/refusal.ts';
import { fileId, type FileChange } from '../core/ingest/follow-rewrites.ts';
import { uriOf, type ObjectInfo, type ObjectStore } from '../core/ports.ts';
import {
  commitKey,
  type CommittedFile,
  findSource,
  type SourceFile,
  sourceCommits,
  type SourceTable,
  vectorId,
} from '../tables/index.ts';
import type { Delivery, Listing as ListedSource } from './delivery.ts';

interface Listing {
  readonly objects: readonly ObjectInfo[];
  readonly columns: Dataset['columns'];
}

/** The live data files of the table at the prefix, in the order in which they were made. @throws SourceRefused when there is none */
export async function listDelta(
  landing: ObjectStore,
  prefix: string,
  { objects, columns }: Listing,
): Promise<Required<ListedSource>> {
  const path = prefix.replace(/\/$/, '');
  const table = await findSource({ store: landing, path });
  if (table === undefined) throw noTable(landing, prefix, objects);
  const listed = new Map(objects.map((info) => [info.key, info]));
  const deliveries = table.files
    .toSorted((a, b) => a.modifiedAtMs - b.modifiedAtMs || (a.path < b.path ? -1 : 1))
    .map((found): Delivery => {
      const read = readAs(table, found, columns);
      const info = listed.get(read.file);
      return {
        ...read,
        receivedAtMs: info?.modifiedAtMs ?? Infinity,
        sizeBytes: info?.sizeBytes ?? found.sizeBytes,
        tag: info?.tag,
        partition: found.partition,
        delta: { location: table.location, columns: table.columns, deletionVector: found.deletionVector },
      };
    });
  return { deliveries, table: listedTable(table, columns) };
}

function listedTable(table: SourceTable, columns: Dataset['columns']): Required<ListedSource>['table'] {
  const { id, version, location } = table;
  const ids = (files: readonly CommittedFile[]) => files.map((found) => fileId(readAs(table, found, columns)));
  return {
    id,
    version,
    key: commitKey(location, version),
    folder: `${location.path}/`,
    async changesSince(after) {
      const commits = after === version ? [] : await sourceCommits(location, { after, upTo: version });
      return commits?.map(
        ({ removed, added, isRewrite }): FileChange => ({ removed: ids(removed), added: ids(added), isRewrite }),
      );
    },
  };
}

function readAs(table: SourceTable, found: CommittedFile, columns: Dataset['columns']) {
  const reading = readingOf(table, found, columns);
  return { file: `${table.location.path}/${found.path}`, ...(reading === undefined ? {} : { reading }) };
}

/** Whether the key belongs to the log of a Delta table at the prefix. */
export function isLog(key: string, prefix: string): boolean {
  return key.startsWith(`${prefix.replace(/\/$/, '')}/_delta_log/`);
}

/** What else than its bytes decides which rows the file has: with another it is another delivery. */
function readingOf(
  { columns: all, isMapped }: SourceTable,
  { deletionVector }: Pick<SourceFile, 'deletionVector'>,
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

import type { Dataset } from '../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { deliveredFiles } from '../core/ingest/deliveries.ts';
import { refusal } from '../core/ingest/refusal.ts';
import type { TextRows } from '../core/ingest/text-rows.ts';
import { uriOf, type ObjectInfo, type ObjectStore } from '../core/ports.ts';
import { readDeletionVector } from '../tables/index.ts';
import { checkedRows } from './checked-rows.ts';
import { readCsv } from './csv.ts';
import { storedBytes } from './delivered-bytes.ts';
import type { DeliveredContent, Delivery, Listing } from './delivery.ts';
import { isLog, listDelta } from './delta.ts';
import { partitionOf } from './partition-folders.ts';
import { readParquetSource } from './parquet/read.ts';
import { refuseLarge, unpack } from './unpack.ts';

/**
 * What lies in the landing bucket for the data set: each file of a folder, in the order of keys; each live data file of a Delta table, in the order
 * in which its writer made them.
 * @throws SourceRefused where the one lies there in the place of the other; TableUnsupported, TableCorrupt
 */
export async function listSource(
  { source, columns }: Pick<Dataset, 'source' | 'columns'>,
  landing: ObjectStore,
): Promise<Listing> {
  const objects = await landing.list(source.prefix);
  if (source.format === 'delta') return listDelta(landing, source.prefix, { objects, columns });
  refuseTable(objects, source);
  const deliveries = deliveredFiles(objects, source.prefix).map((info) => ({
    file: info.key,
    receivedAtMs: info.modifiedAtMs,
    sizeBytes: info.sizeBytes,
    tag: info.tag,
    partition: partitionOf(info.key.slice(source.prefix.length), columns),
  }));
  return { deliveries };
}

/** As `listSource`, of what each delivery is alone. */
export async function listDeliveries(
  dataset: Pick<Dataset, 'source' | 'columns'>,
  landing: ObjectStore,
): Promise<readonly Delivery[]> {
  return (await listSource(dataset, landing)).deliveries;
}

/** @throws SourceRefused before anything is read of what is larger than a delivery may be */
export async function readContent(landing: ObjectStore, delivery: Delivery): Promise<DeliveredContent> {
  const { file, sizeBytes, delta } = delivery;
  refuseLarge(sizeBytes, file);
  const bytes = storedBytes(landing, delivery);
  if (delta?.deletionVector === undefined) return { bytes };
  return { bytes, isDeleted: await readDeletionVector(delta.location, delta.deletionVector) };
}

/** @throws SourceRefused when the file as a whole cannot be read. */
export function readDelivery(content: DeliveredContent, delivery: Delivery, dataset: Read): AsyncGenerator<TextRows> {
  return checkedRows(rowsOf(content, delivery, dataset), delivery.file);
}

type Read = Pick<Dataset, 'source' | 'columns' | 'contract' | 'regressors'>;

/** As `readDelivery`, with cells of any length: of columns that nobody has asked for yet. */
export async function* rowsOf(content: DeliveredContent, delivery: Delivery, dataset: Read): AsyncGenerator<TextRows> {
  const { file, partition, delta } = delivery;
  const { format } = dataset.source;
  // Within a table nothing is packed, or of another kind.
  if (format === 'delta')
    return yield* readParquetSource(
      content.bytes,
      { file, partition, columns: delta?.columns, isDeleted: content.isDeleted },
      dataset,
    );
  const found = await unpack(content.bytes, file);
  if (found.kind !== format) throw otherFormat(found.file, found.kind, format);
  if (found.kind === 'parquet') yield* readParquetSource(found.bytes, { file: found.file, partition }, dataset);
  else yield* readCsv(found.chunks, { file: found.file, partition }, dataset);
}

const NAMES = { csv: 'CSV', parquet: 'Parquet' } as const;

function otherFormat(file: string, found: 'csv' | 'parquet', format: 'csv' | 'parquet'): PlatformError {
  return refusal({
    file,
    rule: `the data set says ${NAMES[format]}, and this is ${found === 'csv' ? 'text, as CSV is' : 'a Parquet file'}`,
    got: NAMES[found],
    allowed: `${NAMES[format]}: the files of one data set are of one format`,
    hint: `where all are, set the data set's source.format to '${found}'; else take this one out of the folder`,
  });
}

/** The files of a Delta table are more than its rows: those of before are there yet. */
function refuseTable(objects: readonly ObjectInfo[], { prefix, format }: Dataset['source']): void {
  const log = objects.find(({ key }) => isLog(key, prefix));
  if (log === undefined) return;
  throw refusal({
    file: prefix,
    rule: `the data set says ${format}, and this is a Delta table`,
    got: log.key,
    hint: "set the data set's source.format to 'delta': which of its files count stands in its log alone",
  });
}

export function nothingDelivered(
  { name, source }: Pick<Dataset, 'name' | 'source'>,
  landing: ObjectStore,
): PlatformError {
  if (source.format === 'delta') {
    return refusal({
      file: source.prefix,
      rule: `the Delta table of the data set '${name}' has no data file, and bronze has no row of before`,
      got: uriOf(landing, source.prefix),
      allowed: 'at least one row',
      hint: 'write rows to the table, or bring back those that it had where it is made (RESTORE TABLE ... TO VERSION AS OF ...)',
    });
  }
  return new PlatformError(ERROR_NAMES.sourceRefused, {
    problem: `nothing is delivered for the data set '${name}'`,
    got: uriOf(landing, source.prefix),
    allowed: `a ${source.format} file, or a folder of them`,
    hint: "upload a file there, or correct the data set's source.prefix",
  });
}

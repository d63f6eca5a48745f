import type { Dataset } from '../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { deliveredFiles } from '../core/ingest/deliveries.ts';
import type { ListedDelivery } from '../core/ingest/known-deliveries.ts';
import type { TextRows } from '../core/ingest/text-rows.ts';
import { uriOf, type ObjectStore } from '../core/ports.ts';
import { openTable, planFiles } from '../tables/index.ts';
import { readCsv } from './csv.ts';
import { readParquetSource } from './parquet.ts';

/** One delivered file: the unit of a commit to bronze. */
export interface Delivery extends ListedDelivery {
  readonly receivedAtMs: number;
}

/** What lies in the landing bucket for the data set, in the order of keys: each file of a folder, each live data file of a Delta table. */
export async function listDeliveries({ source }: Dataset, landing: ObjectStore): Promise<readonly Delivery[]> {
  const objects = await landing.list(source.prefix);
  if (source.format !== 'delta') {
    return deliveredFiles(objects, source.prefix).map((info) => ({
      file: info.key,
      receivedAtMs: info.modifiedAtMs,
      sizeBytes: info.sizeBytes,
      tag: info.tag,
      partition: {},
    }));
  }
  const listed = new Map(objects.map((info) => [info.key, info]));
  const path = source.prefix.replace(/\/$/, '');
  const snapshot = await openTable({ store: landing, path });
  return planFiles(snapshot)
    .map(({ path: below, sizeBytes, partitionValues }) => {
      const file = `${path}/${below}`;
      const info = listed.get(file);
      return {
        file,
        receivedAtMs: info?.modifiedAtMs ?? Infinity,
        sizeBytes: info?.sizeBytes ?? sizeBytes,
        tag: info?.tag,
        partition: partitionValues,
      };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** @throws SourceRefused when the file as a whole cannot be read. */
export async function* readDelivery(
  content: Uint8Array,
  delivery: Delivery,
  dataset: Dataset,
): AsyncGenerator<TextRows> {
  switch (dataset.source.format) {
    case 'csv':
      return yield* readCsv(content, delivery.file, dataset);
    case 'parquet':
    case 'delta':
      return yield* readParquetSource(content, delivery, dataset);
    default:
      return dataset.source.format satisfies never;
  }
}

export function nothingDelivered({ name, source }: Dataset, landing: ObjectStore): PlatformError {
  return new PlatformError(ERROR_NAMES.sourceRefused, {
    problem: `nothing is delivered for the data set '${name}'`,
    got: uriOf(landing, source.prefix),
    allowed: `a ${source.format} file, or a folder of them`,
    hint: "upload a file there, or correct the data set's source.prefix",
  });
}

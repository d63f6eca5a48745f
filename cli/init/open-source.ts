import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { DataContract } from '../../core/contracts/data-contract.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { shown } from '../../core/contracts/visible.ts';
import type { TextRows } from '../../core/ingest/text-rows.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { folderStore } from '../../hosts/folder.ts';
import { columnsOf, type FoundColumn } from '../../sources/columns.ts';
import { listDeliveries, nothingDelivered, readContent, readDelivery, rowsOf } from '../../sources/deliveries.ts';
import type { Delivery } from '../../sources/delivery.ts';
import { UsageError } from '../errors.ts';
import { formatOf } from '../replay/data-format.ts';

type Wanted = Pick<Dataset, 'columns' | 'regressors'>;

/** What lies at a path, read as a run would read it from its landing bucket. */
export interface OpenSource {
  readonly format: Dataset['source']['format'];
  readonly files: readonly string[];
  /** Those that every file has. */
  readonly columns: readonly FoundColumn[];
  /** @param anyLength whether cells may be longer than a delivery's: of columns that nobody has asked for */
  read(wanted: Wanted, anyLength?: boolean): AsyncGenerator<{ readonly file: string; readonly text: TextRows }>;
}

/** @throws UsageError, SourceRefused where it cannot be read as a whole */
export async function openSource(data: string, contract: DataContract): Promise<OpenSource> {
  if (!existsSync(data)) {
    throw new UsageError(`--data '${shown(data)}' cannot be read; give the path of a file that exists`);
  }
  const source = { format: formatOf(data), prefix: prefixOf(data) };
  const landing = bucketOf(data);
  const list = (columns: Dataset['columns']) => listDeliveries({ source, columns }, landing);
  const deliveries = await list({ timestamp: '', target: '' });
  if (deliveries.length === 0) throw nothingDelivered({ name: basename(data), source }, landing);
  return {
    format: source.format,
    files: deliveries.map(({ file }) => file),
    columns: await commonColumns(landing, deliveries, source),
    async *read({ columns, regressors }, anyLength = false) {
      const dataset = { source, columns, regressors, contract };
      for (const delivery of await list(columns)) {
        const content = await readContent(landing, delivery);
        const rows = anyLength ? rowsOf(content, delivery, dataset) : readDelivery(content, delivery, dataset);
        for await (const text of rows) yield { file: delivery.file, text };
      }
    },
  };
}

/** A folder's ends in a slash, so that its neighbours are not listed. */
function prefixOf(data: string): string {
  const name = basename(resolve(data));
  return statSync(data).isDirectory() ? `${name}/` : name;
}

/** The folder that it lies in; of a file, as if nothing else lay there. */
function bucketOf(data: string): ObjectStore {
  const path = resolve(data);
  const store = folderStore(dirname(path));
  if (statSync(path).isDirectory()) return store;
  return { ...store, list: async (key) => [await store.head(key)].filter((info) => info !== undefined) };
}

async function commonColumns(
  landing: ObjectStore,
  deliveries: readonly Delivery[],
  source: Dataset['source'],
): Promise<readonly FoundColumn[]> {
  let common: readonly FoundColumn[] | undefined;
  for (const delivery of deliveries) {
    const own = await columnsOf(await readContent(landing, delivery), delivery, source);
    const kinds = new Map(own.map(({ name, kind }) => [name, kind]));
    common = (common ?? own).flatMap((column) => {
      const kind = kinds.get(column.name);
      if (kind === undefined) return [];
      return [kind === column.kind || column.kind === 'unreadable' ? column : { ...column, kind }];
    });
  }
  return common ?? [];
}

import type { TableSchema } from '../core/contracts/table-schema.ts';
import { type PartitionBatch, withNulls } from './batch.ts';
import { writeDataFile } from './parquet/write.ts';
import { partitionFolder } from './partition.ts';
import type { TableLocation, WrittenFile } from './types.ts';

/** Writes a data file a batch into the table's folder, where no reader sees it before a commit names it. */
export async function stageFiles(
  location: TableLocation,
  schema: TableSchema,
  batches: Iterable<PartitionBatch> | AsyncIterable<PartitionBatch>,
): Promise<readonly WrittenFile[]> {
  const files = new Map<string, WrittenFile>();
  for await (const { values, batch } of batches) {
    const { bytes, fileName, stats } = writeDataFile(schema, withNulls(schema, batch));
    const folder = partitionFolder(schema, values);
    const path = freePath(folder === '' ? fileName : `${folder}/${fileName}`, files);
    await location.store.write(`${location.path}/${path}`, bytes);
    files.set(path, { path, sizeBytes: bytes.length, partitionValues: values, stats });
  }
  return [...files.values()];
}

/** Names go by content: the same rows a second time need another name, or the table would hold them once. */
export function freePath(path: string, taken: { has(path: string): boolean }): string {
  let candidate = path;
  for (let copy = 2; taken.has(candidate); copy += 1) candidate = path.replace(/\.parquet$/, `-${copy}.parquet`);
  return candidate;
}

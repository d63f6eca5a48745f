import { createHash } from 'node:crypto';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { datedRows, observationBatch } from '../../core/ingest/observations.ts';
import { csvRows } from './csv-rows.ts';
import { RECEIVED_AT_MS } from './memory-store.ts';

/** The rows of each of the files by whether it is withdrawn, by its position. */
export function ruledBronzeOf(dataset: Dataset, files: readonly string[], withdrawn: readonly number[]) {
  const batches = bronzeOf(dataset, ...files);
  const isWithdrawn = ({ columns }: RowBatch) => withdrawn.some((index) => columns.file[0] === `${index + 1}.csv`);
  return {
    read: batches.filter((batch) => !isWithdrawn(batch)),
    withdrawn: batches.filter(isWithdrawn),
  };
}

/** Bronze rows as ingest writes them: one text a delivered CSV file, in order of arrival. */
export function bronzeOf(dataset: Dataset, ...files: readonly string[]): RowBatch[] {
  return files.flatMap((text, index) => {
    const stamp = {
      delivery: createHash('sha256').update(text).digest('hex'),
      sequence: index,
      file: `${index + 1}.csv`,
      receivedAtMs: RECEIVED_AT_MS,
    };
    const content = new TextEncoder().encode(text);
    return csvRows(content, { file: stamp.file, partition: {} }, dataset).map((rows) =>
      observationBatch(datedRows(rows, dataset), stamp, dataset),
    );
  });
}

import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ingestStep } from '../../core/contracts/steps/ingest.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { observationsSchema, tablePath } from '../../core/contracts/tables.ts';
import { columnMapping, deliveryTxn } from '../../core/ingest/deliveries.ts';
import { observationBatch, type DeliveryStamp } from '../../core/ingest/observations.ts';
import { refusal } from '../../core/ingest/refusal.ts';
import type { Ports } from '../../core/ports.ts';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { listDeliveries, nothingDelivered, readDelivery, type Delivery } from '../../sources/deliveries.ts';

type Input = z.infer<typeof ingestStep.input>;
type Output = z.infer<typeof ingestStep.output>;

/**
 * Adds every delivered file that bronze does not hold yet, one commit a file. A file that is refused stops the run; the files
 * before it stay committed, and the next run goes on from there.
 * @throws SourceRefused
 */
export async function run(
  { dataset: name }: Input,
  { datasets, stores, clock }: Pick<Ports, 'stores' | 'datasets' | 'clock'>,
): Promise<Output> {
  const dataset = datasets.find(name);
  const location = { store: stores.bronze, path: tablePath(name, 'observations') };
  const deliveries = await listDeliveries(dataset, stores.landing);
  const table = await ensureTable(location, observationsSchema(dataset.frequency), { nowMs: clock.nowMs() });
  if (deliveries.length === 0 && table.txns.size === 0) throw nothingDelivered(dataset, stores.landing);
  const output = { bronzeVersion: table.version, files: deliveries.length, newFiles: 0, newRows: 0 };
  for (const delivery of deliveries) {
    const content = await stores.landing.read(delivery.file);
    const sha256 = identityOf(content, delivery, dataset);
    const txn = deliveryTxn(sha256);
    if (table.txns.has(txn.appId)) continue;
    const stamp = { ...delivery, delivery: sha256, sequence: output.bronzeVersion };
    const { batches, rows } = countedBatches(content, stamp, dataset);
    const commit = await appendRows(location, batches, { operation: 'ingest', txn, nowMs: clock.nowMs() });
    output.bronzeVersion = Math.max(output.bronzeVersion, commit.version);
    if (!commit.committed) continue;
    output.newFiles += 1;
    output.newRows += rows();
  }
  return output;
}

export const handler = onAws(ingestStep, run);

function identityOf(content: Uint8Array, { partition }: Delivery, dataset: Dataset): string {
  const context = `${columnMapping(dataset)}\n${JSON.stringify(partition)}\n`;
  return createHash('sha256').update(context).update(content).digest('hex');
}

/** Rows are counted as they pass: a large file is never in memory as a whole. */
function countedBatches(content: Uint8Array, stamp: DeliveryStamp & Delivery, dataset: Dataset) {
  let count = 0;
  async function* batches(): AsyncGenerator<RowBatch> {
    for await (const text of readDelivery(content, stamp, dataset)) {
      count += text.rows;
      if (text.rows > 0) yield observationBatch(text, stamp, dataset);
    }
    if (count === 0) throw noRows(stamp.file);
  }
  return { batches: batches(), rows: () => count };
}

function noRows(file: string) {
  return refusal({
    file,
    rule: 'there is a header, but no row',
    got: '0 rows',
    allowed: 'at least one row',
    hint: 'deliver the file again, or remove it',
  });
}

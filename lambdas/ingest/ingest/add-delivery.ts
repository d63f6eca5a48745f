import { createHash } from 'node:crypto';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { columnMapping, isHeld, nextTxn } from '../../../core/ingest/deliveries.ts';
import { formatRefusal, refusedFormats } from '../../../core/ingest/format-refusal.ts';
import { formatCounter } from '../../../core/ingest/formats.ts';
import { datedRows, observationBatch, type DeliveryStamp } from '../../../core/ingest/observations.ts';
import type { Ports } from '../../../core/ports.ts';
import type { DeliveryMemory } from '../../../lake/known-deliveries.ts';
import { keepRefused } from '../../../lake/refused-deliveries.ts';
import { readDelivery } from '../../../sources/deliveries.ts';
import { chunksOf } from '../../../sources/delivered-bytes.ts';
import type { DeliveredContent, Delivery } from '../../../sources/delivery.ts';
import { appendRows, type Snapshot } from '../../../tables/index.ts';

export interface Bronze extends Pick<Ports, 'clock'> {
  readonly dataset: Dataset;
  readonly table: Snapshot;
  readonly memory: DeliveryMemory;
  /** The version of the table so far: what orders the deliveries. */
  readonly after: number;
}

export interface Added {
  readonly sha256: string;
  readonly version: number;
  readonly rows: number;
  readonly isEmpty?: boolean;
}

/** One commit, or none where the table has the content already: then there are no new rows. @throws SourceRefused */
export async function addDelivery(
  content: DeliveredContent,
  delivery: Delivery,
  { dataset, table, memory, after, clock }: Bronze,
): Promise<Added> {
  const sha256 = await identityOf(content, delivery, dataset);
  if (isHeld(table.txns, sha256)) {
    memory.remember(delivery, sha256);
    return { sha256, version: table.version, rows: 0 };
  }
  const { batches, rows } = readBatches(
    content,
    { ...delivery, delivery: sha256, sequence: after },
    { dataset, table },
  );
  const txn = nextTxn(table.txns, sha256);
  const commit = await appendRows(table.location, batches, { step: 'ingest', txn, nowMs: clock.nowMs() });
  if (!commit.committed) return { sha256, version: commit.version, rows: 0 };
  memory.remember(delivery, sha256, after);
  return { sha256, version: commit.version, rows: rows(), isEmpty: rows() === 0 };
}

/** Read once for its hash alone where it is larger than one piece: every row of bronze carries it, and content that is held is not parsed again. */
async function identityOf(
  { bytes }: DeliveredContent,
  { partition, reading }: Delivery,
  dataset: Dataset,
): Promise<string> {
  const beside = reading === undefined ? '' : `${reading}\n`;
  const context = `${columnMapping(dataset)}\n${JSON.stringify(partition)}\n${beside}`;
  const hash = createHash('sha256').update(context);
  for await (const chunk of chunksOf(bytes)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Rows are counted as they pass, and what they look like: a large file is never in memory as a whole. Behind the last of them it is known
 * whether the delivery is refused; then nothing is committed.
 */
function readBatches(
  content: DeliveredContent,
  stamp: DeliveryStamp & Delivery,
  { dataset, table }: Pick<Bronze, 'dataset' | 'table'>,
) {
  let count = 0;
  const counter = formatCounter(dataset);
  async function* batches(): AsyncGenerator<RowBatch> {
    for await (const text of readDelivery(content, stamp, dataset)) {
      if (text.rows === 0) continue;
      count += text.rows;
      const dated = datedRows(text, dataset);
      counter.add(dated);
      yield observationBatch(dated, stamp, dataset);
    }
    const formats = refusedFormats(counter.found(), dataset);
    if (formats.length === 0) return;
    const refused = { dataset: dataset.name, sha256: stamp.delivery, file: stamp.file, formats };
    await keepRefused(table.location.store, refused, content.bytes);
    throw formatRefusal(stamp.file, formats);
  }
  return { batches: batches(), rows: () => count };
}

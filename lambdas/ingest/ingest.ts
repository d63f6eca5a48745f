import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { withdrawnDeliveries } from '../../core/contracts/rulings.ts';
import { ingestStep } from '../../core/contracts/steps/ingest.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { observationsSchema, tablePath } from '../../core/contracts/tables.ts';
import { columnMapping, deliveryTxn } from '../../core/ingest/deliveries.ts';
import { formatRefusal, refusedFormats } from '../../core/ingest/format-refusal.ts';
import { formatCounter } from '../../core/ingest/formats.ts';
import { datedRows, observationBatch, type DeliveryStamp } from '../../core/ingest/observations.ts';
import { refusal } from '../../core/ingest/refusal.ts';
import type { Ports } from '../../core/ports.ts';
import { type DeliveryMemory, deliveryMemory } from '../../lake/known-deliveries.ts';
import { rulingsOn } from '../../lake/rulings.ts';
import { keepRefused } from '../../lake/refused-deliveries.ts';
import { appendRows, ensureTable, openTable, type Snapshot } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { listDeliveries, nothingDelivered, readContent, readDelivery } from '../../sources/deliveries.ts';
import type { DeliveredContent, Delivery } from '../../sources/delivery.ts';

type Input = z.infer<typeof ingestStep.input>;
type Output = z.infer<typeof ingestStep.output>;

/**
 * Adds every delivered file that bronze does not hold yet, one commit a file; a file that is known by its tag is not read. A file that is
 * refused stops the run; the files before it stay committed, and the next run goes on from there. A file without a row is no reason to stop: people
 * are told of it once, and it is only refused where bronze holds no row at all. What is withdrawn stays so, however often it comes again.
 * @throws SourceRefused
 */
export async function run(
  { dataset: name }: Input,
  { datasets, stores, shared, notifier, clock }: Pick<Ports, 'stores' | 'shared' | 'datasets' | 'notifier' | 'clock'>,
): Promise<Output> {
  const dataset = datasets.find(name);
  const { of } = dataset.source;
  const source = of === undefined ? stores.landing : shared.of(of.environment, of.layer);
  const location = { store: stores.bronze, path: tablePath(name, 'observations') };
  const deliveries = await listDeliveries(dataset, source);
  const table = await ensureTable(location, observationsSchema(dataset.frequency), { nowMs: clock.nowMs() });
  if (deliveries.length === 0 && table.files.length === 0) throw nothingDelivered(dataset, source);
  const memory = await deliveryMemory(dataset, table, deliveries);
  const ruledOut = new Set(withdrawnDeliveries(await rulingsOn(stores.bronze, name)));
  const [empty, withdrawn] = [new Array<string>(), new Array<string>()];
  const output = { bronzeVersion: table.version, files: deliveries.length, newFiles: 0, newRows: 0 };
  try {
    for (const delivery of deliveries) {
      const known = memory.sha256Of(delivery);
      if (known !== undefined) {
        if (ruledOut.has(known)) withdrawn.push(delivery.file);
        continue;
      }
      const content = await readContent(source, delivery);
      const added = await add(content, delivery, { dataset, table, memory, after: output.bronzeVersion, clock });
      if (ruledOut.has(added.sha256)) withdrawn.push(delivery.file);
      output.bronzeVersion = Math.max(output.bronzeVersion, added.version);
      output.newFiles += added.rows > 0 ? 1 : 0;
      output.newRows += added.rows;
      if (added.isEmpty) empty.push(delivery.file);
    }
  } finally {
    // Of a run that a file stopped, too: the files before it are in the table.
    await memory.keep();
  }
  const hadRows = table.files.length > 0 || output.newRows > 0;
  // Another run may have added some meanwhile.
  if (!hadRows && (await openTable(location)).files.length === 0) throw noRows(deliveries[0].file);
  if (empty.length > 0) await notifier.notify(`${name}: an empty delivery`, emptyText(empty));
  return withdrawn.length === 0 ? output : { ...output, withdrawn: withdrawn.slice(0, MOST_NAMED) };
}

export const handler = onAws(ingestStep, run);

interface Bronze extends Pick<Ports, 'clock'> {
  readonly dataset: Dataset;
  readonly table: Snapshot;
  readonly memory: DeliveryMemory;
  /** The version of the table so far: what orders the deliveries. */
  readonly after: number;
}

interface Added {
  readonly sha256: string;
  readonly version: number;
  readonly rows: number;
  readonly isEmpty?: boolean;
}

/** One commit, or none where the table has the content already: then there are no new rows. */
async function add(
  content: DeliveredContent,
  delivery: Delivery,
  { dataset, table, memory, after, clock }: Bronze,
): Promise<Added> {
  const sha256 = identityOf(content, delivery, dataset);
  const txn = deliveryTxn(sha256);
  if (table.txns.has(txn.appId)) {
    memory.remember(delivery, sha256);
    return { sha256, version: table.version, rows: 0 };
  }
  const { batches, rows } = readBatches(
    content,
    { ...delivery, delivery: sha256, sequence: after },
    { dataset, table },
  );
  const commit = await appendRows(table.location, batches, { operation: 'ingest', txn, nowMs: clock.nowMs() });
  if (!commit.committed) return { sha256, version: commit.version, rows: 0 };
  memory.remember(delivery, sha256, after);
  return { sha256, version: commit.version, rows: rows(), isEmpty: rows() === 0 };
}

function identityOf({ bytes }: DeliveredContent, { partition, reading }: Delivery, dataset: Dataset): string {
  const beside = reading === undefined ? '' : `${reading}\n`;
  const context = `${columnMapping(dataset)}\n${JSON.stringify(partition)}\n${beside}`;
  return createHash('sha256').update(context).update(bytes).digest('hex');
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

const MOST_NAMED = 20;

function emptyText(files: readonly string[]): string {
  const named = files.slice(0, MOST_NAMED).join('\n');
  const rest = files.length > MOST_NAMED ? `\nand ${files.length - MOST_NAMED} more` : '';
  return `There is a header, but no row; what else was delivered is read:\n${named}${rest}\n`;
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

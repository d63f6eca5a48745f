import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { TableSchema } from '../core/contracts/table-schema.ts';
import { eachBatch, splitByPartition, withNulls, type PartitionBatch } from './batch.ts';
import { commit, isDone } from './log/commit.ts';
import { planAppend, planReplace, planRewrite } from './log/plan.ts';
import { checkWritable } from './log/protocol.ts';
import { loadState, type LogState } from './log/state.ts';
import { parseSchema } from './schema.ts';
import { tableMissing } from './open.ts';
import { stageFiles } from './stage.ts';
import type { Batches, CommitResult, PartitionValues, TableLocation, WriteOptions, WrittenFile } from './types.ts';

/**
 * Adds rows in one commit, a file a batch and partition; nothing when the log has the txn already. Rows of a partitioned
 * table are told apart by their partition columns; nullable ones beside them may be left out, and are null.
 * @throws ObjectNotFound, SchemaMismatch, TableUnsupported, CommitConflict
 */
export async function appendRows(
  location: TableLocation,
  batches: Batches,
  options: WriteOptions,
): Promise<CommitResult> {
  const { base, schema } = await prepare(location);
  if (isDone(base, options.txn)) return { version: base.version, committed: false };
  const files = await stageFiles(location, schema, splitBatches(schema, batches));
  return commit(base, location, { plan: planAppend(location, base, { files }), options });
}

/**
 * Replaces these partitions' rows (by none, where there are no batches) in one commit; batches need not carry the partition
 * columns. `values: {}` stands for the whole of an unpartitioned table.
 * @throws as appendRows; CommitConflict also when another writer changed one of the partitions meanwhile.
 */
export async function replacePartitions(
  location: TableLocation,
  partitions: readonly { readonly values: PartitionValues; readonly batches: Batches }[],
  options: WriteOptions,
): Promise<CommitResult> {
  const { base, schema } = await prepare(location);
  if (isDone(base, options.txn)) return { version: base.version, committed: false };
  const files = await stageFiles(location, schema, partitionBatches(schema, partitions));
  const replace = partitions.map(({ values }) => values);
  return commit(base, location, { plan: planReplace(base, { files, replace }), options });
}

/**
 * Commits files that stand in the table's folder already, instead of what the `replace` partitions hold; `keep` are paths of a snapshot's files
 * in them that stay. A file that the table has is not added again, so the same call twice is one commit.
 * @throws as replacePartitions; ObjectNotFound or TableCorrupt when a file is not there as described, or named twice.
 */
export async function commitFiles(
  location: TableLocation,
  change: {
    readonly files: readonly WrittenFile[];
    readonly replace: readonly PartitionValues[];
    readonly keep?: readonly string[];
  },
  options: WriteOptions,
): Promise<CommitResult> {
  const { base } = await prepare(location);
  refuseTwice(change.files);
  await Promise.all(change.files.map((file) => checkPresent(location, file)));
  return commit(base, location, { plan: planReplace(base, change), options });
}

/**
 * Takes data files out of the table and puts rows in their place, in one commit; `remove` are paths of a snapshot's files,
 * `because` what the history says of the deletion.
 * @throws as replacePartitions; CommitConflict when another writer took one of them away meanwhile
 */
export async function rewriteFiles(
  location: TableLocation,
  change: {
    readonly remove: readonly string[];
    readonly batches: Batches;
    readonly because: Readonly<Record<string, string>>;
  },
  options: WriteOptions,
): Promise<CommitResult> {
  const { base, schema } = await prepare(location);
  if (isDone(base, options.txn)) return { version: base.version, committed: false };
  const files = await stageFiles(location, schema, splitBatches(schema, change.batches));
  const plan = planRewrite(location, base, { ...change, files });
  return commit(base, location, { plan, options });
}

async function prepare(location: TableLocation): Promise<{ readonly base: LogState; readonly schema: TableSchema }> {
  const base = await loadState(location);
  if (base === undefined) throw tableMissing(location);
  checkWritable(base.protocol, base.metadata, false);
  return { base, schema: parseSchema(base.metadata.schemaString, base.metadata.partitionColumns) };
}

async function* splitBatches(schema: TableSchema, batches: Batches): AsyncGenerator<PartitionBatch> {
  for await (const batch of eachBatch(batches)) yield* splitByPartition(schema, withNulls(schema, batch));
}

async function* partitionBatches(
  schema: TableSchema,
  partitions: readonly { readonly values: PartitionValues; readonly batches: Batches }[],
): AsyncGenerator<PartitionBatch> {
  for (const { values, batches } of partitions) {
    for await (const batch of eachBatch(batches)) if (batch.rows > 0) yield { values, batch: withNulls(schema, batch) };
  }
}

/** One object holds one of them: the other one's rows are nowhere. */
function refuseTwice(files: readonly WrittenFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path))
      throw new PlatformError(ERROR_NAMES.tableCorrupt, { problem: 'a file to commit is named twice', got: path });
    seen.add(path);
  }
}

async function checkPresent({ store, path }: TableLocation, file: WrittenFile): Promise<void> {
  const key = `${path}/${file.path}`;
  const found = await store.head(key);
  if (found?.sizeBytes === file.sizeBytes) return;
  throw new PlatformError(found === undefined ? ERROR_NAMES.objectNotFound : ERROR_NAMES.tableCorrupt, {
    problem: `the file to commit is ${found === undefined ? 'not there' : 'of another size'}`,
    got: found === undefined ? key : `${key} of ${found.sizeBytes} bytes`,
    allowed: `${file.sizeBytes} bytes`,
  });
}

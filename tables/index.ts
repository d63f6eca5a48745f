/**
 * Delta Lake tables over the ObjectStore port (protocol: reader 1, writer 2).
 *
 *   openTable(location, version?): Promise<Snapshot>           findTable(location): Promise<Snapshot | undefined>
 *   ensureTable(location, schema, { nowMs }): Promise<Snapshot>
 *   asEvolved(snapshot, schema): Snapshot
 *   appendRows(location, batches, options): Promise<CommitResult>
 *   replacePartitions(location, [{ values, batches }], options): Promise<CommitResult>
 *   commitFiles(location, { files, replace, keep? }, options): Promise<CommitResult>
 *   rewriteFiles(location, { remove, batches }, options): Promise<CommitResult>
 *   stageFiles(location, schema, [{ values, batch }]): Promise<readonly WrittenFile[]>
 *   planFiles(snapshot, where?): readonly DataFile[]           readRows(snapshot, { columns?, where? }?): AsyncGenerator<RowBatch>
 *   findSource(location): Promise<SourceTable | undefined>     readDeletionVector(location, vector): Promise<(rows) => Uint8Array>
 *   sourceRewrites(location, { after, upTo }): Promise<readonly SourceRewrite[]>
 *   writeDataFile(schema, batch): EncodedFile                  readParquet(bytes, columns): Promise<RowBatch>
 *   partitionFolder(schema, values): string                    history(location): Promise<readonly HistoryEntry[]>
 *   takeRows(batch, rows): RowBatch                            commitKey(location, version): string
 *   planUpkeep(location, { nowMs, keepMs }): Promise<UpkeepPlan>     applyUpkeep(location, plan, { nowMs }): Promise<void>
 */
export type {
  Batches,
  CommitResult,
  DataFile,
  FileStats,
  HistoryEntry,
  PartitionTexts,
  PartitionValues,
  Snapshot,
  TableLocation,
  Txn,
  Where,
  WriteOptions,
  WrittenFile,
} from './types.ts';
export { asEvolved } from './evolution.ts';
export { ensureTable, findTable, openTable } from './open.ts';
export { appendRows, commitFiles, replacePartitions, rewriteFiles } from './write.ts';
export { planFiles, readRows } from './read.ts';
export { takeRows } from './batch.ts';
export { history } from './history.ts';
export { commitKey } from './log/keys.ts';
export { planUpkeep, type Retention, type UpkeepPlan } from './upkeep/plan-upkeep.ts';
export { applyUpkeep, removeAll } from './upkeep/apply-upkeep.ts';
export { partitionFolder } from './partition.ts';
export { stageFiles } from './stage.ts';
export { findSource, type SourceColumn, type SourceFile, type SourceTable } from './source/open-source.ts';
export { sourceRewrites, type CommittedFile, type SourceRewrite } from './source/source-rewrites.ts';
export { readDeletionVector, vectorId } from './source/deletion-vector.ts';
export type { DeletionVector } from './log/actions.ts';
export { chunkRange, chunksOf, pageChecker, TooMuch } from './parquet/check-pages.ts';
export { compressorsFor } from './parquet/compressors.ts';
export { readParquet } from './parquet/read.ts';
export { writeDataFile, type EncodedFile } from './parquet/write.ts';

import type { ObjectStore } from '../core/ports.ts';
import type { RowBatch, TableSchema } from '../core/contracts/table-schema.ts';

/** A table's folder: `path` is the key prefix inside the bucket, without a slash at its end. */
export interface TableLocation {
  readonly store: ObjectStore;
  readonly path: string;
}

/** Partition column -> value, as the caller says it. null is a value: the partition of the rows that have none. */
export type PartitionValues = Readonly<Record<string, string | number | null>>;

/** Partition column -> value, as the log says it: text, a date as '1981-01-31', a timestamp in ISO 8601. */
export type PartitionTexts = Readonly<Record<string, string | null>>;

/** What is known of a file's rows without opening it: no value lies outside of its bounds. A column without a bound is absent. */
export interface FileStats {
  readonly rows: number;
  /** Values as in RowBatch: dates are days, timestamps milliseconds. */
  readonly min: Readonly<Record<string, string | number>>;
  readonly max: Readonly<Record<string, string | number>>;
  readonly nullCount: Readonly<Record<string, number>>;
}

/** A data file of a snapshot. */
export interface DataFile {
  /** The object's key below the table's path: `run_id=a/part-0123.parquet`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly partitionValues: PartitionTexts;
  /** Another writer may have left it out. */
  readonly stats?: FileStats | undefined;
}

/** A file that stands in the table's folder and waits to be committed. Plain JSON, so that it can cross a state machine's step in a file. */
export interface WrittenFile {
  /** The object's key below the table's path. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly partitionValues: PartitionValues;
  readonly stats: FileStats;
}

/** A table as of one version. */
export interface Snapshot {
  readonly location: TableLocation;
  readonly version: number;
  readonly schema: TableSchema;
  readonly files: readonly DataFile[];
  /** The last transaction version of each application: what `txn` is compared with. */
  readonly txns: ReadonlyMap<string, number>;
}

/** Rows to write: one data file a batch (and partition). */
export type Batches = RowBatch | Iterable<RowBatch> | AsyncIterable<RowBatch>;

/** Stands in the log as who did this, so that doing it again does nothing: `version` counts up, or is 0 where appId is a content hash. */
export interface Txn {
  readonly appId: string;
  readonly version: number;
}

export interface WriteOptions {
  /** Who writes: 'ingest', 'publish'. The history shows it as the commit's user metadata, beside the operation that Delta knows it by. */
  readonly step: string;
  readonly txn?: Txn;
  /** What the log has to know beside it, without being asked whether it does. */
  readonly furtherTxns?: readonly Txn[];
  /** The clock's: of the files, and of the commit where the one before is not later. */
  readonly nowMs: number;
}

export interface CommitResult {
  /** The version that holds the rows. */
  readonly version: number;
  /** False: the table held them already. */
  readonly committed: boolean;
}

/** The rows that a read wants; without a field, all. */
export interface Where {
  readonly partition?: PartitionValues;
  /** Both bounds belong to the range; rows where the column is null do not. */
  readonly range?: { readonly column: string; readonly min?: string | number; readonly max?: string | number };
}

export interface HistoryEntry {
  readonly version: number;
  readonly operation: string;
  /** As the writer put them: mode, partitionBy, predicate in ours. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Of ours, which step wrote it. */
  readonly step: string | undefined;
  readonly timestampMs: number;
  /** As the writer put them: numFiles, numRemovedFiles, numOutputRows, numOutputBytes in ours. */
  readonly metrics: Readonly<Record<string, string>>;
}

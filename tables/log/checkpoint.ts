import { parquetMetadataAsync, parquetReadObjects, type SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ObjectStore } from '../../core/ports.ts';
import type { TableLocation } from '../types.ts';
import {
  toAction,
  type Action,
  type AddAction,
  type Metadata,
  type Protocol,
  type RemoveAction,
  type TxnAction,
} from './actions.ts';
import { checkPages } from '../parquet/check-pages.ts';
import { compressorsFor } from '../parquet/compressors.ts';
import { checkpointKey, lastCheckpointKey, readIfPresent } from './keys.ts';
import { remember } from './memory.ts';

/** A reader fetches at most this many commits beside one checkpoint; Delta's own default. */
const CHECKPOINT_INTERVAL = 10;
/** Delta's default for delta.deletedFileRetentionDuration: afterwards nobody asks for a tombstone. */
const TOMBSTONE_RETENTION_MS = 7 * 86_400_000;

/** What a checkpoint holds of a version: all that the commits up to it come to. */
export interface CheckpointState {
  readonly version: number;
  readonly protocol: Protocol;
  readonly metadata: Metadata;
  /** By the path as the log has it. */
  readonly files: ReadonlyMap<string, AddAction>;
  /** Files that were removed: other engines' VACUUM asks how long ago. */
  readonly tombstones: ReadonlyMap<string, RemoveAction>;
  readonly txns: ReadonlyMap<string, TxnAction>;
}

const hintSchema = z.object({ version: z.number() });

/** The newest checkpoint's version, as far as the hint knows it. */
export async function lastCheckpoint(location: TableLocation): Promise<number | undefined> {
  const hint = await readIfPresent(location.store, lastCheckpointKey(location));
  if (hint === undefined) return undefined;
  try {
    return hintSchema.safeParse(JSON.parse(new TextDecoder().decode(hint))).data?.version;
  } catch {
    // Half a hint is no hint: the listing finds the checkpoint too.
    return undefined;
  }
}

/** @throws TableCorrupt */
export async function readCheckpoint(store: ObjectStore, key: string): Promise<readonly Action[]> {
  const bytes = await store.read(key);
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    await checkPages(bytes, metadata);
    return (await parquetReadObjects({ file, metadata, ...(await compressorsFor(metadata)) })).map(toAction);
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: 'a checkpoint of the log cannot be read',
      got: `${key}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'where the commits before it are there yet, remove it: they say the same',
      cause,
    });
  }
}

/** Counted from the last one, so that a checkpoint that failed is made up for by the next commit. */
export function checkpointIsDue(version: number, last: number | undefined): boolean {
  return version - (last ?? 0) >= CHECKPOINT_INTERVAL;
}

/** Writes the state as one Parquet file (a V1 checkpoint) and points readers at it. */
export async function writeCheckpoint(location: TableLocation, state: CheckpointState, nowMs: number): Promise<void> {
  await pointAt(location, await writeCheckpointFile(location, state, nowMs));
}

/** As above, of a version that is not the newest one: readers that know a later checkpoint are left there. */
export async function writeOldCheckpoint(
  location: TableLocation,
  state: CheckpointState,
  nowMs: number,
): Promise<void> {
  const hint = await writeCheckpointFile(location, state, nowMs);
  if (((await lastCheckpoint(location)) ?? -1) < state.version) await pointAt(location, hint);
}

interface Hint {
  readonly version: number;
  readonly size: number;
  readonly sizeInBytes: number;
}

async function pointAt(location: TableLocation, hint: Hint): Promise<void> {
  await location.store.write(lastCheckpointKey(location), new TextEncoder().encode(JSON.stringify(hint)));
}

async function writeCheckpointFile(location: TableLocation, state: CheckpointState, nowMs: number): Promise<Hint> {
  const actions = actionsOf(state, nowMs);
  const rows = actions.map(withLongs);
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      schema: CHECKPOINT_SCHEMA,
      columnData: COLUMNS.map((name) => ({ name, data: rows.map((row) => row[name]) })),
    }),
  );
  const key = checkpointKey(location, state.version);
  await location.store.write(key, bytes);
  // Reading it back would be the dearest part of the next opening.
  const object = await location.store.head(key);
  if (object?.sizeBytes === bytes.length) remember(location.store, { object, actions });
  return { version: state.version, size: actions.length, sizeInBytes: bytes.length };
}

const COLUMNS = ['txn', 'add', 'remove', 'metaData', 'protocol'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], object | undefined>>;

function actionsOf({ protocol, metadata, txns, files, tombstones }: CheckpointState, nowMs: number): readonly Action[] {
  const { minReaderVersion, minWriterVersion } = protocol;
  const kept = [...tombstones.values()].filter(
    ({ deletionTimestamp = 0 }) => deletionTimestamp > nowMs - TOMBSTONE_RETENTION_MS,
  );
  return [
    { protocol: { minReaderVersion, minWriterVersion } },
    { metaData: metadata },
    ...[...txns.values()].map((txn) => ({ txn })),
    ...[...files.values()].map((add) => ({ add: { ...add, dataChange: false } })),
    ...kept.map((remove) => ({ remove: { ...remove, dataChange: false } })),
  ];
}

/** Longs are bigints, as the Parquet writer wants them. */
function withLongs({ protocol, metaData, txn, add, remove }: Action): Row {
  return {
    protocol,
    metaData: metaData && { ...metaData, createdTime: long(metaData.createdTime) },
    txn: txn && { ...txn, version: long(txn.version), lastUpdated: long(txn.lastUpdated) },
    add: add && { ...add, size: long(add.size), modificationTime: long(add.modificationTime) },
    remove: remove && { ...remove, size: long(remove.size), deletionTimestamp: long(remove.deletionTimestamp) },
  };
}

function long(value: number | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(value);
}

const OPTIONAL = { repetition_type: 'OPTIONAL' } as const;
const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

const text = (name: string): SchemaElement[] => [{ name, ...TEXT, ...OPTIONAL }];
const int64 = (name: string): SchemaElement[] => [{ name, type: 'INT64', ...OPTIONAL }];
const int32 = (name: string): SchemaElement[] => [{ name, type: 'INT32', ...OPTIONAL }];
const flag = (name: string): SchemaElement[] => [{ name, type: 'BOOLEAN', ...OPTIONAL }];
const map = (name: string): SchemaElement[] => [
  { name, converted_type: 'MAP', num_children: 1, ...OPTIONAL },
  { name: 'key_value', num_children: 2, repetition_type: 'REPEATED' },
  { name: 'key', ...TEXT, repetition_type: 'REQUIRED' },
  { name: 'value', ...TEXT, ...OPTIONAL },
];
const texts = (name: string): SchemaElement[] => [
  { name, converted_type: 'LIST', num_children: 1, ...OPTIONAL },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  { name: 'element', ...TEXT, ...OPTIONAL },
];
const struct = (name: string, ...children: readonly SchemaElement[][]): SchemaElement[] => [
  { name, num_children: children.length, ...OPTIONAL },
  ...children.flat(),
];

/** https://github.com/delta-io/delta/blob/master/PROTOCOL.md#checkpoint-schema */
const CHECKPOINT_SCHEMA: SchemaElement[] = [
  { name: 'checkpoint', num_children: COLUMNS.length },
  ...struct('txn', text('appId'), int64('version'), int64('lastUpdated')),
  ...struct(
    'add',
    text('path'),
    map('partitionValues'),
    int64('size'),
    int64('modificationTime'),
    flag('dataChange'),
    text('stats'),
  ),
  ...struct(
    'remove',
    text('path'),
    int64('deletionTimestamp'),
    flag('dataChange'),
    flag('extendedFileMetadata'),
    map('partitionValues'),
    int64('size'),
  ),
  ...struct(
    'metaData',
    text('id'),
    text('name'),
    text('description'),
    struct('format', text('provider'), map('options')),
    text('schemaString'),
    texts('partitionColumns'),
    map('configuration'),
    int64('createdTime'),
  ),
  ...struct('protocol', int32('minReaderVersion'), int32('minWriterVersion')),
];

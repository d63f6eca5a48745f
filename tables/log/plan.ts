import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { TableSchema } from '../../core/contracts/table-schema.ts';
import { partitionKey, partitionTexts } from '../partition.ts';
import { evolvedSchema } from '../evolution.ts';
import { parseSchema, withColumns } from '../schema.ts';
import { freePath } from '../stage.ts';
import { encodeStats } from '../stats.ts';
import type { PartitionValues, TableLocation, WrittenFile } from '../types.ts';
import type { AddAction, RemoveAction } from './actions.ts';
import type { Plan } from './commit.ts';
import { addition, append, deletion, overwrite } from './operations.ts';
import { logPath, respelled } from './paths.ts';
import type { LogState } from './state.ts';

interface Append {
  readonly files: readonly WrittenFile[];
}

interface Replacement extends Append {
  readonly replace: readonly PartitionValues[];
  /** Keys below the table's folder: what of the replaced partitions stays as it is. */
  readonly keep?: readonly string[];
}

/** Appends are never in each other's way; only the schema must still be the one that the files were written by. */
export function planAppend(location: TableLocation, base: LogState, { files }: Append): Plan {
  return async (now, nowMs) => {
    const schema = unchangedSchema(base, now);
    const named = await underFreePaths(location, now, files);
    return {
      add: named.map((file) => additionOf(schema, file, nowMs)),
      remove: [],
      rows: rowsOf(named),
      operation: append(schema),
    };
  };
}

/** A replacement follows from what its writer saw: a partition that another one changed meanwhile is a conflict. */
export function planReplace(base: LogState, { files, replace, keep = [] }: Replacement): Plan {
  return (now, nowMs) => {
    const schema = unchangedSchema(base, now);
    const replaced = new Set(replace.map((values) => partitionKey(schema, partitionTexts(schema, values))));
    const present = filesIn(schema, now, replaced);
    refuseChange(filesIn(schema, base, replaced), present);
    const wanted = new Set([...files.map(({ path }) => path), ...keep].map(logPath));
    const there = pathsOf(now);
    const added = files.filter(({ path }) => !there.has(logPath(path)));
    return {
      add: added.map((file) => additionOf(schema, file, nowMs)),
      remove: present.filter(({ path }) => !wanted.has(respelled(path))).map((file) => removalOf(file, nowMs)),
      rows: rowsOf(added),
      operation: overwrite(schema, replace),
    };
  };
}

interface Rewrite extends Append {
  /** Keys below the table's folder, as the snapshot has them. */
  readonly remove: readonly string[];
  /** For whoever reads the history: parameters of the deletion. */
  readonly because: Readonly<Record<string, string>>;
}

/** A file that another writer took away meanwhile is a conflict: what stands in its place may hold its rows. */
export function planRewrite(location: TableLocation, base: LogState, { files, remove, because }: Rewrite): Plan {
  return async (now, nowMs) => {
    const schema = unchangedSchema(base, now);
    const removed = new Set(remove.map(logPath));
    const present = [...now.files.values()].filter(({ path }) => removed.has(respelled(path)));
    if (present.length < removed.size) throw goneMeanwhile(removed, present);
    const named = await underFreePaths(location, now, files);
    return {
      add: named.map((file) => additionOf(schema, file, nowMs)),
      remove: present.map((file) => removalOf(file, nowMs)),
      rows: rowsOf(named),
      operation: deletion(because),
    };
  };
}

/** Of two writers that evolve a table at once, the second adds what the first has not. A table that says nothing of itself is described by the way. */
export function planEvolution({ path }: TableLocation, wanted: TableSchema): Plan {
  return ({ metadata }) => {
    const there = parseSchema(metadata.schemaString, metadata.partitionColumns);
    const added = evolvedSchema(path, there, wanted).columns.slice(there.columns.length);
    const change = { add: [], remove: [], rows: 0, operation: addition(added) };
    if (added.length === 0) return change;
    const { name = path, description = wanted.description, ...others } = metadata;
    const schemaString = withColumns(metadata.schemaString, added, wanted.columns);
    const described = { name, ...(description === undefined ? {} : { description }) };
    return { ...change, metaData: { ...others, ...described, schemaString } };
  };
}

function unchangedSchema(base: LogState, now: LogState): TableSchema {
  const { schemaString, partitionColumns } = now.metadata;
  if (schemaString === base.metadata.schemaString) return parseSchema(schemaString, partitionColumns);
  throw new PlatformError(ERROR_NAMES.commitConflict, {
    problem: 'another writer changed the schema meanwhile',
    got: schemaString,
  });
}

function filesIn(schema: TableSchema, state: LogState, partitions: ReadonlySet<string>): readonly AddAction[] {
  if (partitions.size === 0) return [];
  return [...state.files.values()].filter((file) => partitions.has(partitionKey(schema, file.partitionValues)));
}

function refuseChange(before: readonly AddAction[], after: readonly AddAction[]): void {
  const paths = new Set(before.map(({ path }) => respelled(path)));
  const changed = after.find(({ path }) => !paths.delete(respelled(path)))?.path ?? [...paths][0];
  if (changed === undefined) return;
  throw new PlatformError(ERROR_NAMES.commitConflict, {
    problem: 'another writer changed a partition that is being replaced',
    got: changed,
    hint: 'run the step again: it then starts from what the other one wrote',
  });
}

function goneMeanwhile(wanted: ReadonlySet<string>, present: readonly AddAction[]): PlatformError {
  const there = new Set(present.map(({ path }) => respelled(path)));
  return new PlatformError(ERROR_NAMES.commitConflict, {
    problem: 'another writer took away a file that is to be written anew',
    got: [...wanted].find((path) => !there.has(path)),
    hint: 'run the step again: it then starts from what the other one wrote',
  });
}

/** The live files, whichever way their writers spelled them. */
function pathsOf({ files }: LogState): Set<string> {
  return new Set([...files.keys()].map(respelled));
}

/** The files, those of them copied whose names are taken by files of the table. */
async function underFreePaths(
  location: TableLocation,
  now: LogState,
  files: readonly WrittenFile[],
): Promise<readonly WrittenFile[]> {
  const taken = pathsOf(now);
  const named: WrittenFile[] = [];
  for (const file of files) {
    const path = freePath(file.path, { has: (candidate) => taken.has(logPath(candidate)) });
    taken.add(logPath(path));
    if (path !== file.path) await copyFile(location, file.path, path);
    named.push({ ...file, path });
  }
  return named;
}

async function copyFile({ store, path }: TableLocation, from: string, to: string): Promise<void> {
  await store.write(`${path}/${to}`, await store.read(`${path}/${from}`));
}

function additionOf(schema: TableSchema, file: WrittenFile, nowMs: number): AddAction {
  return {
    path: logPath(file.path),
    partitionValues: { ...partitionTexts(schema, file.partitionValues) },
    size: file.sizeBytes,
    modificationTime: nowMs,
    dataChange: true,
    stats: encodeStats(schema, file.stats),
  };
}

function removalOf({ path, partitionValues, size }: AddAction, nowMs: number): RemoveAction {
  return { path, deletionTimestamp: nowMs, dataChange: true, extendedFileMetadata: true, partitionValues, size };
}

function rowsOf(files: readonly WrittenFile[]): number {
  return files.reduce((rows, { stats }) => rows + stats.rows, 0);
}

import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ObjectInfo, ObjectStore } from '../../core/ports.ts';
import { vectorId } from '../source/deletion-vector.ts';
import type { TableLocation } from '../types.ts';
import {
  decodeCommit,
  type Action,
  type AddAction,
  type Metadata,
  type Protocol,
  type RemoveAction,
  type TxnAction,
} from './actions.ts';
import { lastCheckpoint, readCheckpoint, type CheckpointState } from './checkpoint.ts';
import { beforeVersion, logFolder, parseKey, sidecarKey, type LogKey } from './keys.ts';
import { recalled } from './memory.ts';

/** What the log says as of one version. */
export interface LogState extends CheckpointState {
  /** The checkpoint that this was read from. */
  readonly checkpoint: number | undefined;
  /** When the newest commit says that it was made; undefined where it was not read, or says nothing. */
  readonly committedAtMs: number | undefined;
}

/** What to read for a version: a checkpoint, and every commit after it. */
interface Segment {
  readonly version: number;
  readonly checkpoint: number | undefined;
  readonly objects: readonly ObjectInfo[];
}

interface Listed extends LogKey {
  readonly object: ObjectInfo;
}

/** undefined when there is no table. @throws ObjectNotFound for a version that the log does not hold yet, VersionVacuumed for one that it holds no more, TableCorrupt */
export async function loadState(location: TableLocation, version?: number): Promise<LogState | undefined> {
  try {
    return await readState(location, version);
  } catch (error) {
    if (!(error instanceof PlatformError && error.name === ERROR_NAMES.objectNotFound)) throw error;
    // The log was cleaned up between the listing and the reading: what it is now can be read.
    return readState(location, version);
  }
}

async function readState(location: TableLocation, version: number | undefined): Promise<LogState | undefined> {
  const segment = await findSegment(location, version);
  if (segment === undefined) return undefined;
  const read = await Promise.all(segment.objects.map((object) => commitActions(location.store, object)));
  return replay(location, segment, read.flat());
}

/** Of a commit, or a checkpoint with its sidecars. */
export async function commitActions(store: ObjectStore, object: ObjectInfo): Promise<readonly Action[]> {
  return recalled(store, object, (key) => readActions(store, key));
}

async function readActions(store: ObjectStore, key: string): Promise<readonly Action[]> {
  const actions = key.endsWith('.json') ? decodeCommit(await store.read(key), key) : await readCheckpoint(store, key);
  const beside = await Promise.all(
    actions.map(({ sidecar }) => (sidecar === undefined ? [] : readSidecar(store, key, sidecar.path))),
  );
  return [...actions, ...beside.flat()];
}

/** @throws TableUnsupported where it lies elsewhere, TableCorrupt */
async function readSidecar(store: ObjectStore, checkpoint: string, path: string): Promise<readonly Action[]> {
  if (/^[^/:]+$/.test(path)) return readCheckpoint(store, sidecarKey(checkpoint, path));
  throw new PlatformError(ERROR_NAMES.tableUnsupported, {
    problem: 'a checkpoint has a part outside of the log',
    got: path,
    allowed: 'names of files in _delta_log/_sidecars',
    hint: 'write the table anew by its engine, whose log then begins anew',
  });
}

async function findSegment(location: TableLocation, version: number | undefined): Promise<Segment | undefined> {
  // The hint only spares listing what is older; where it leads nowhere, the whole log is listed.
  const hint = await lastCheckpoint(location);
  const hinted =
    hint === undefined || (version ?? hint) < hint ? undefined : await listSegment(location, version, hint);
  return hinted ?? (await listSegment(location, version, 0));
}

async function listSegment(
  location: TableLocation,
  version: number | undefined,
  from: number,
): Promise<Segment | undefined> {
  const listed = await location.store.list(logFolder(location), beforeVersion(location, from));
  const all = listed.flatMap((object): Listed[] => {
    const parsed = parseKey(object.key);
    return parsed === undefined ? [] : [{ ...parsed, object }];
  });
  const entries = all.filter((entry) => entry.version <= (version ?? Infinity));
  const checkpoint = newestCheckpoint(entries);
  if (version !== undefined && checkpoint === undefined) requireKept(location, version, all);
  const last = entries.findLast((entry) => entry.kind === 'commit' || checkpoint?.includes(entry))?.version;
  if (last === undefined || (from > 0 && checkpoint === undefined)) return undefined;
  if (version !== undefined && last < version) {
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: `the table ${location.path} has no such version`,
      got: version,
      allowed: `up to ${last}`,
    });
  }
  const before = checkpoint?.[0]?.version;
  const first = before === undefined ? 0 : before + 1;
  const commits = entries.filter((entry) => entry.kind === 'commit' && entry.version >= first);
  checkComplete(location, commits, first);
  const objects = [...(checkpoint ?? []), ...commits].map(({ object }) => object);
  return { version: last, checkpoint: before, objects };
}

/** @throws VersionVacuumed where the log begins with a checkpoint of a later version */
function requireKept({ path }: TableLocation, version: number, all: readonly Listed[]): void {
  if (all.some((entry) => entry.kind === 'commit' && entry.version === 0)) return;
  const oldest = all.find((entry) => entry.kind === 'checkpoint' && entry.version > version);
  if (oldest === undefined) return;
  throw new PlatformError(ERROR_NAMES.versionVacuumed, {
    problem: `the table ${path} can be read as of this version no more: it was cleaned up since`,
    got: version,
    allowed: `versions ${oldest.version} to ${all.at(-1)?.version}`,
    hint: 'environments/ say how long versions stay (maintenance.keepVersionsDays)',
  });
}

/** The parts of the newest checkpoint that is whole: another writer may be at the next one. */
function newestCheckpoint(entries: readonly Listed[]): readonly Listed[] | undefined {
  const last = entries.findLast(
    (entry) => entry.kind === 'checkpoint' && partsOf(entry, entries).length === entry.parts,
  );
  return last && partsOf(last, entries);
}

function partsOf({ version, checkpoint }: Listed, entries: readonly Listed[]): readonly Listed[] {
  return entries.filter(
    (entry) => entry.kind === 'checkpoint' && entry.version === version && entry.checkpoint === checkpoint,
  );
}

function checkComplete({ path }: TableLocation, commits: readonly Listed[], first: number): void {
  const gap = commits.findIndex((commit, i) => commit.version !== first + i);
  if (gap === -1) return;
  throw new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `the log of ${path} lacks version ${first + gap}`,
    hint: 'it was cleaned up to a checkpoint that is not whole, or not there: have its engine write one anew',
  });
}

/** A file with another deletion vector is another file: one commit takes the former away and adds the new one, in any order. */
function logicalFile({ path, deletionVector }: AddAction | RemoveAction): string {
  return deletionVector === undefined ? path : `${path}\0${vectorId(deletionVector)}`;
}

function replay(location: TableLocation, { version, checkpoint }: Segment, actions: readonly Action[]): LogState {
  let protocol: Protocol | undefined;
  let metadata: Metadata | undefined;
  const files = new Map<string, AddAction>();
  const tombstones = new Map<string, RemoveAction>();
  const txns = new Map<string, TxnAction>();
  let committedAtMs: number | undefined;
  for (const action of actions) {
    protocol = action.protocol ?? protocol;
    metadata = action.metaData ?? metadata;
    committedAtMs = action.commitInfo?.timestamp ?? committedAtMs;
    if (action.txn !== undefined) txns.set(action.txn.appId, action.txn);
    if (action.remove !== undefined) {
      const file = logicalFile(action.remove);
      files.delete(file);
      tombstones.set(file, action.remove);
    }
    if (action.add !== undefined) {
      const file = logicalFile(action.add);
      tombstones.delete(file);
      files.set(file, action.add);
    }
  }
  if (protocol === undefined || metadata === undefined) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `the log of ${location.path} has no protocol or no schema`,
      got: `${actions.length} actions up to version ${version}`,
      hint: 'its first commit has both: restore it, or write the table anew',
    });
  }
  return { version, checkpoint, committedAtMs, protocol, metadata, files, tombstones, txns };
}

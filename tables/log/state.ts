import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
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
import { beforeVersion, checkpointKey, commitKey, logFolder, parseKey } from './keys.ts';

/** What the log says as of one version. */
export interface LogState extends CheckpointState {
  /** The checkpoint that this was read from. */
  readonly checkpoint: number | undefined;
}

/** The objects to read for a version: a checkpoint, and every commit after it. */
interface Segment {
  readonly version: number;
  readonly checkpoint: number | undefined;
}

/** undefined when there is no table. @throws ObjectNotFound for a version that the log does not hold, TableCorrupt */
export async function loadState(location: TableLocation, version?: number): Promise<LogState | undefined> {
  const segment = await findSegment(location, version);
  if (segment === undefined) return undefined;
  const { store } = location;
  const from = segment.checkpoint === undefined ? 0 : segment.checkpoint + 1;
  const keys = Array.from({ length: segment.version - from + 1 }, (_, i) => commitKey(location, from + i));
  const [start, ...commits] = await Promise.all([
    segment.checkpoint === undefined ? [] : readCheckpoint(store, checkpointKey(location, segment.checkpoint)),
    ...keys.map(async (key) => decodeCommit(await store.read(key), key)),
  ]);
  return replay(location, segment, [...start, ...commits.flat()]);
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
  const entries = listed
    .flatMap(({ key }) => parseKey(key) ?? [])
    .filter((entry) => entry.version <= (version ?? Infinity));
  const checkpoint = entries.findLast((entry) => entry.kind === 'checkpoint')?.version;
  if (entries.length === 0 || (from > 0 && checkpoint === undefined)) return undefined;
  const last = entries[entries.length - 1].version;
  if (version !== undefined && last < version) {
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: `the table ${location.path} has no such version`,
      got: version,
      allowed: `up to ${last}`,
    });
  }
  checkComplete(location, new Set(entries.filter(({ kind }) => kind === 'commit').map((entry) => entry.version)), {
    version: last,
    checkpoint,
  });
  return { version: last, checkpoint };
}

function checkComplete(location: TableLocation, commits: ReadonlySet<number>, { version, checkpoint }: Segment): void {
  for (let wanted = checkpoint === undefined ? 0 : checkpoint + 1; wanted <= version; wanted += 1) {
    if (commits.has(wanted)) continue;
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `the log of ${location.path} lacks version ${wanted}`,
      hint: 'a log cleaned up to a checkpoint in several parts cannot be read',
    });
  }
}

function replay(location: TableLocation, segment: Segment, actions: readonly Action[]): LogState {
  let protocol: Protocol | undefined;
  let metadata: Metadata | undefined;
  const files = new Map<string, AddAction>();
  const tombstones = new Map<string, RemoveAction>();
  const txns = new Map<string, TxnAction>();
  for (const action of actions) {
    protocol = action.protocol ?? protocol;
    metadata = action.metaData ?? metadata;
    if (action.txn !== undefined) txns.set(action.txn.appId, action.txn);
    if (action.remove !== undefined) {
      files.delete(action.remove.path);
      tombstones.set(action.remove.path, action.remove);
    }
    if (action.add !== undefined) {
      tombstones.delete(action.add.path);
      files.set(action.add.path, action.add);
    }
  }
  if (protocol === undefined || metadata === undefined) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `the log of ${location.path} has no protocol or no schema`,
    });
  }
  return { ...segment, protocol, metadata, files, tombstones, txns };
}

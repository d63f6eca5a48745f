import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ObjectInfo } from '../../core/ports.ts';
import { tableMissing } from '../open.ts';
import type { TableLocation } from '../types.ts';
import { parseKey, type LogKey } from '../log/keys.ts';
import { keyOf } from '../log/paths.ts';
import { commitActions, loadState } from '../log/state.ts';

/** A file that nobody has committed may still be committed by a run that is under way. */
const UNDER_WAY_MS = 7 * 86_400_000;

/** What of a table's objects can go, and what stays. */
export interface UpkeepPlan {
  readonly path: string;
  /** The newest. */
  readonly version: number;
  readonly oldestReadable: number;
  /** Log entries, in the order in which they go. */
  readonly log: readonly ObjectInfo[];
  readonly files: readonly ObjectInfo[];
  /** Of everything below the table's folder before. */
  readonly storedBytes: number;
  /** Of the data files of the newest version. */
  readonly liveBytes: number;
}

export interface Retention {
  readonly nowMs: number;
  /** Every version that was the newest one since then stays readable. */
  readonly keepMs: number;
  /** A version that stays readable in any case, with all later ones: somebody's record names it. */
  readonly pinned?: number | undefined;
}

interface Entry extends LogKey {
  readonly object: ObjectInfo;
}

/**
 * What can go without any version that was the newest one within the retention losing a row. Ages are the store's: a writer's clock may stand still.
 * @throws ObjectNotFound when there is no table
 */
export async function planUpkeep(
  location: TableLocation,
  { nowMs, keepMs, pinned = Infinity }: Retention,
): Promise<UpkeepPlan> {
  const objects = await location.store.list(`${location.path}/`);
  const entries = objects.flatMap((object): Entry[] => {
    const parsed = parseKey(object.key);
    return parsed === undefined ? [] : [{ ...parsed, object }];
  });
  const commits = entries.filter(({ kind }) => kind === 'commit');
  const last = commits.at(-1);
  if (last === undefined) throw tableMissing(location);
  const { version } = last;
  const oldestReadable = Math.min(oldestReadableVersion(commits, nowMs - keepMs), pinned);
  const named = await namedSince(location, oldestReadable, commits);
  const isOld = ({ modifiedAtMs }: ObjectInfo) => modifiedAtMs < nowMs - Math.max(keepMs, UNDER_WAY_MS);
  const data = objects.filter(({ key }) => isDataFile(location, key));
  return {
    path: location.path,
    version,
    oldestReadable,
    log: entries.filter((entry) => entry.version < oldestReadable).map(({ object }) => object),
    files: data.filter((object) => isOld(object) && !named.all.has(object.key)),
    storedBytes: bytesOf(objects),
    liveBytes: bytesOf(data.filter(({ key }) => named.live.has(key))),
  };
}

/** The one before the first that came within the retention: it was the newest when that began. */
function oldestReadableVersion(commits: readonly Entry[], sinceMs: number): number {
  const within = commits.findIndex(({ object }) => object.modifiedAtMs >= sinceMs);
  return commits.at(within === -1 ? -1 : Math.max(0, within - 1))?.version ?? 0;
}

interface Named {
  /** Keys of data files that a version from the oldest readable one on names. */
  readonly all: ReadonlySet<string>;
  /** Those of the newest. */
  readonly live: ReadonlySet<string>;
}

async function namedSince(location: TableLocation, oldest: number, commits: readonly Entry[]): Promise<Named> {
  const keyIn = (path: string) => `${location.path}/${keyOf(path)}`;
  const state = await loadState(location, oldest);
  if (state === undefined) throw tableMissing(location);
  const live = new Set([...state.files.values()].map(({ path }) => keyIn(path)));
  const all = new Set(live);
  for (const { object } of commits.filter(({ version }) => version > oldest)) {
    const actions = await commitActions(location.store, object);
    for (const { remove } of actions) if (remove !== undefined) live.delete(keyIn(remove.path));
    for (const { add } of actions) {
      if (add === undefined) continue;
      if (add.deletionVector !== undefined) throw hasVectors(add.path);
      live.add(keyIn(add.path));
      all.add(keyIn(add.path));
    }
  }
  return { all, live };
}

/** Another engine's: what its files are for, it knows alone. */
function hasVectors(got: string): PlatformError {
  return new PlatformError(ERROR_NAMES.tableUnsupported, {
    problem: 'a file has a deletion vector, which lies in a file of its own',
    got,
    hint: 'let the engine that wrote it clean the table up (VACUUM)',
  });
}

/** Not the log, and nothing else that engines hide from each other. */
function isDataFile({ path }: TableLocation, key: string): boolean {
  return key
    .slice(path.length + 1)
    .split('/')
    .every((part) => !/^[_.]/.test(part) || part.includes('='));
}

function bytesOf(objects: readonly ObjectInfo[]): number {
  return objects.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}

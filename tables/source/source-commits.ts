import { decodeCommit, type Action, type AddAction, type DeletionVector, type RemoveAction } from '../log/actions.ts';
import { beforeVersion, logFolder, parseKey } from '../log/keys.ts';
import { recalled } from '../log/memory.ts';
import { isElsewhere, keyOf } from '../log/paths.ts';
import type { TableLocation } from '../types.ts';

/** What one commit did to the files of a table; the same object with another deletion vector is another file. */
export interface SourceCommit {
  readonly removed: readonly CommittedFile[];
  readonly added: readonly CommittedFile[];
  /** Whether the rows are what they were, and only lie otherwise: OPTIMIZE, REORG. */
  readonly isRewrite: boolean;
}

export interface CommittedFile {
  /** The object's key below the table's path. */
  readonly path: string;
  readonly deletionVector: DeletionVector | undefined;
}

/**
 * The commits between two versions of the table, oldest first; undefined where the log does not hold them all any more.
 * @throws TableCorrupt
 */
export async function sourceCommits(
  location: TableLocation,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly SourceCommit[] | undefined> {
  if (after > upTo) return undefined;
  const listed = await location.store.list(logFolder(location), beforeVersion(location, after + 1));
  const commits = listed.filter(({ key }) => {
    const parsed = parseKey(key);
    return parsed?.kind === 'commit' && parsed.version > after && parsed.version <= upTo;
  });
  if (commits.length !== upTo - after) return undefined;
  const parse = async (key: string) => decodeCommit(await location.store.read(key), key);
  const read = await Promise.all(commits.map((object) => recalled(location.store, object, parse)));
  return read.map(commitOf);
}

function commitOf(actions: readonly Action[]): SourceCommit {
  const removed = actions.flatMap(({ remove }) => (remove === undefined ? [] : [remove]));
  const added = actions.flatMap(({ add }) => (add === undefined ? [] : [add]));
  return {
    removed: removed.map(fileOf),
    added: added.map(fileOf),
    isRewrite: [...removed, ...added].every(({ dataChange }) => !dataChange),
  };
}

function fileOf({ path, deletionVector }: AddAction | RemoveAction): CommittedFile {
  // A shallow clone names files of its source until it has files of its own.
  return { path: isElsewhere(path) ? path : keyOf(path), deletionVector };
}

import { decodeCommit, type Action, type AddAction, type DeletionVector, type RemoveAction } from '../log/actions.ts';
import { beforeVersion, logFolder, parseKey } from '../log/keys.ts';
import { recalled } from '../log/memory.ts';
import { isElsewhere, keyOf } from '../log/paths.ts';
import type { TableLocation } from '../types.ts';

/** A commit by which rows lie otherwise and are what they were: OPTIMIZE, REORG. The same object with another deletion vector is another file. */
export interface SourceRewrite {
  readonly removed: readonly CommittedFile[];
  readonly added: readonly CommittedFile[];
}

export interface CommittedFile {
  /** The object's key below the table's path. */
  readonly path: string;
  readonly deletionVector: DeletionVector | undefined;
}

/** Those between two versions of the table that its log still has, oldest first. @throws TableCorrupt */
export async function sourceRewrites(
  location: TableLocation,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly SourceRewrite[]> {
  const listed = await location.store.list(logFolder(location), beforeVersion(location, after + 1));
  const commits = listed.filter(({ key }) => {
    const parsed = parseKey(key);
    return parsed?.kind === 'commit' && parsed.version > after && parsed.version <= upTo;
  });
  const parse = async (key: string) => decodeCommit(await location.store.read(key), key);
  const read = await Promise.all(commits.map((object) => recalled(location.store, object, parse)));
  return read.flatMap(rewritesOf);
}

function rewritesOf(actions: readonly Action[]): readonly SourceRewrite[] {
  const removed = actions.flatMap(({ remove }) => (remove === undefined ? [] : [remove]));
  const added = actions.flatMap(({ add }) => (add === undefined ? [] : [add]));
  const isRewrite = removed.length > 0 && [...removed, ...added].every(({ dataChange }) => !dataChange);
  return isRewrite ? [{ removed: removed.map(fileOf), added: added.map(fileOf) }] : [];
}

function fileOf({ path, deletionVector }: AddAction | RemoveAction): CommittedFile {
  // A shallow clone names files of its source until it has files of its own.
  return { path: isElsewhere(path) ? path : keyOf(path), deletionVector };
}

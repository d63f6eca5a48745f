import type { Action, AddAction, RemoveAction } from './actions.ts';
import { respelled } from './paths.ts';
import type { LogState } from './state.ts';

/** A tombstone of this time never expires: the last instant of the year 9999. */
const NEVER_MS = 253_402_300_799_999;

/**
 * Actions that give live files, which an earlier writer spelled otherwise, the spelling that Spark's VACUUM knows
 * (docs/decisions/0009-heal-spellings-in-the-log.md). The file stays where it is, so the former path must never count as removed long
 * ago: VACUUM LITE deletes the files of expired tombstones unless a living path or a tombstone says the same text.
 */
export function healSpelling(
  now: LogState,
  change: { readonly add: readonly AddAction[]; readonly remove: readonly RemoveAction[] },
): readonly Action[] {
  const removed = new Set(change.remove.map(({ path }) => path));
  const live = [...now.files.values()].filter(({ path }) => !removed.has(path) && isMisspelt(now, path));
  const added = new Set(change.add.map(({ path }) => path));
  const back = [...now.tombstones.values()].filter(
    ({ path, deletionTimestamp }) => deletionTimestamp !== NEVER_MS && !added.has(path) && added.has(respelled(path)),
  );
  return [
    ...[...live, ...back].map((file) => ({ remove: pinned(file) })),
    ...live.map((file) => ({ add: { ...file, path: respelled(file.path), dataChange: false } })),
  ];
}

/** Not where both spellings live: then the file's rows are there twice, and its other path keeps it safe. */
function isMisspelt(now: LogState, path: string): boolean {
  return !now.files.has(respelled(path));
}

function pinned({ path, partitionValues, size }: AddAction | RemoveAction): RemoveAction {
  const known =
    partitionValues === undefined || size === undefined ? {} : { extendedFileMetadata: true, partitionValues, size };
  return { path, deletionTimestamp: NEVER_MS, dataChange: false, ...known };
}

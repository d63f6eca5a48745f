import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ObjectInfo, ObjectStore } from '../../core/ports.ts';
import { lastCheckpoint, writeOldCheckpoint } from '../log/checkpoint.ts';
import { loadState } from '../log/state.ts';
import type { TableLocation } from '../types.ts';
import type { UpkeepPlan } from './plan-upkeep.ts';

type Listed = Pick<ObjectInfo, 'key' | 'tag'>;

/** Of a plan; or of one that was written down. */
interface Doomed extends Pick<UpkeepPlan, 'oldestReadable'> {
  readonly log: readonly Listed[];
  readonly files: readonly Listed[];
}

/** S3 answers some thousand deletes a second; a plan may have a hundred thousand. */
const AT_ONCE = 32;

/**
 * Deletes what the plan says: log entries before the files that only they name, so that whoever opens the table meanwhile finds every version that
 * it shows whole. Done twice, or begun again after a crash, it ends the same.
 * @throws TableCorrupt
 */
export async function applyUpkeep(
  location: TableLocation,
  { log, files, oldestReadable }: Doomed,
  { nowMs }: { readonly nowMs: number },
): Promise<void> {
  if (log.length > 0) await writeFirstCheckpoint(location, oldestReadable, nowMs);
  // Oldest first: what is left of the log is what stays readable, wherever this stops.
  for (const object of log) await location.store.remove(object);
  await removeAll(location.store, files);
}

/** In any order. */
export async function removeAll(store: ObjectStore, objects: readonly Listed[]): Promise<void> {
  for (let first = 0; first < objects.length; first += AT_ONCE) {
    await Promise.all(objects.slice(first, first + AT_ONCE).map((object) => store.remove(object)));
  }
}

async function writeFirstCheckpoint(location: TableLocation, version: number, nowMs: number): Promise<void> {
  const state = await loadState(location, version);
  if (state === undefined) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `the log of ${location.path} vanished while it was to be cleaned`,
      got: `version ${version}`,
      hint: 'restore the folder _delta_log from the versions of its bucket',
    });
  }
  // The one that readers are pointed at may be about to go; who died between the two writes has written one of them.
  const isFound = state.checkpoint === version && ((await lastCheckpoint(location)) ?? -1) >= version;
  if (!isFound) await writeOldCheckpoint(location, state, nowMs);
}

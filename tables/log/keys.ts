import type { ObjectStore } from '../../core/ports.ts';
import type { TableLocation } from '../types.ts';

/** Twenty digits, so that the order of keys is the order of versions. */
function padded(version: number): string {
  return String(version).padStart(20, '0');
}

export function logFolder({ path }: TableLocation): string {
  return `${path}/_delta_log/`;
}

export function commitKey(location: TableLocation, version: number): string {
  return `${logFolder(location)}${padded(version)}.json`;
}

export function checkpointKey(location: TableLocation, version: number): string {
  return `${logFolder(location)}${padded(version)}.checkpoint.parquet`;
}

export function lastCheckpointKey(location: TableLocation): string {
  return `${logFolder(location)}_last_checkpoint`;
}

/** Sorts right before everything of this version. */
export function beforeVersion(location: TableLocation, version: number): string {
  return `${logFolder(location)}${padded(version)}`;
}

/** undefined for what is neither a commit nor a checkpoint in one part: checksums, compacted logs, other files. */
export function parseKey(
  key: string,
): { readonly kind: 'commit' | 'checkpoint'; readonly version: number } | undefined {
  const match = /\/(\d{20})\.(json|checkpoint\.parquet)$/.exec(key);
  return match === null
    ? undefined
    : { kind: match[2] === 'json' ? 'commit' : 'checkpoint', version: Number(match[1]) };
}

export async function readIfPresent(store: ObjectStore, key: string): Promise<Uint8Array | undefined> {
  return (await store.readTagged(key))?.body;
}

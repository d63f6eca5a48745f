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

/** A commit, or a checkpoint or part of one. */
export interface LogKey {
  readonly kind: 'commit' | 'checkpoint';
  readonly version: number;
  /** What the parts of one checkpoint have in common: of a version there may be several. */
  readonly checkpoint: string;
  /** How many parts make the checkpoint. */
  readonly parts: number;
}

const LOG_KEY =
  /\/(\d{20})\.(?:(json)|checkpoint(?:\.(\d{10})\.(\d{10})\.parquet|\.([0-9a-f-]{36})\.(?:json|parquet)|\.parquet))$/;

/** undefined for what is neither a commit nor a checkpoint: checksums, compacted logs, other files. */
export function parseKey(key: string): LogKey | undefined {
  const match = LOG_KEY.exec(key);
  if (match === null) return undefined;
  const [, version, commit, , parts, uuid] = match;
  return {
    kind: commit === undefined ? 'checkpoint' : 'commit',
    version: Number(version),
    checkpoint: uuid ?? parts ?? '',
    parts: Number(parts ?? 1),
  };
}

/** Where a checkpoint of the second kind keeps most of its actions. */
export function sidecarKey(checkpoint: string, path: string): string {
  return `${checkpoint.slice(0, checkpoint.lastIndexOf('/'))}/_sidecars/${path}`;
}

export async function readIfPresent(store: ObjectStore, key: string): Promise<Uint8Array | undefined> {
  return (await store.readTagged(key))?.body;
}

import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { decodeStats } from '../stats.ts';
import { parseSchema } from '../schema.ts';
import type { DataFile, Snapshot, TableLocation } from '../types.ts';
import type { AddAction } from './actions.ts';
import { checkReadable } from './protocol.ts';
import type { LogState } from './state.ts';

/** @throws TableUnsupported, by name, for what the table asks and we do not know. */
export function toSnapshot(location: TableLocation, state: LogState): Snapshot {
  checkReadable(state.protocol, state.metadata);
  const schema = parseSchema(state.metadata.schemaString, state.metadata.partitionColumns);
  const files = [...state.files.values()].map((add): DataFile => {
    const stats = decodeStats(schema, add.stats);
    const known = stats === undefined ? {} : { stats };
    return { path: keyOf(add), sizeBytes: add.size, partitionValues: add.partitionValues, ...known };
  });
  return {
    location,
    version: state.version,
    schema,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    txns: new Map([...state.txns.values()].map(({ appId, version }) => [appId, version])),
  };
}

function keyOf({ path, deletionVector }: AddAction): string {
  if (deletionVector !== undefined) throw unsupported('a file has a deletion vector', path);
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(path)) throw unsupported('a file lies outside the table', path);
  return decodeURIComponent(path);
}

/** The log's form of a key: URL-encoded, part by part. */
export function logPath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}

function unsupported(problem: string, got: string): PlatformError {
  return new PlatformError(ERROR_NAMES.tableUnsupported, { problem, got });
}

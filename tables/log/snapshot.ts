import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { decodeStats } from '../stats.ts';
import { parseSchema } from '../schema.ts';
import type { DataFile, Snapshot, TableLocation } from '../types.ts';
import type { AddAction } from './actions.ts';
import { keyOf } from './paths.ts';
import { checkReadable } from './protocol.ts';
import type { LogState } from './state.ts';

/** @throws TableUnsupported, by name, for what the table asks and we do not know. */
export function toSnapshot(location: TableLocation, state: LogState): Snapshot {
  checkReadable(state.protocol, state.metadata);
  const schema = parseSchema(state.metadata.schemaString, state.metadata.partitionColumns);
  const files = [...state.files.values()].map((add): DataFile => {
    const stats = decodeStats(schema, add.stats);
    const known = stats === undefined ? {} : { stats };
    return { path: checkedKey(add), sizeBytes: add.size, partitionValues: add.partitionValues, ...known };
  });
  return {
    location,
    version: state.version,
    schema,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    txns: new Map([...state.txns.values()].map(({ appId, version }) => [appId, version])),
  };
}

function checkedKey({ path, deletionVector }: AddAction): string {
  if (deletionVector === undefined) return keyOf(path);
  throw new PlatformError(ERROR_NAMES.tableUnsupported, { problem: 'a file has a deletion vector', got: path });
}

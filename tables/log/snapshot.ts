import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { TableSchema } from '../../core/contracts/table-schema.ts';
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
  const files = [...state.files.values()].map((add) => dataFile(schema, add));
  return {
    location,
    version: state.version,
    schema,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    txns: new Map([...state.txns.values()].map(({ appId, version }) => [appId, version])),
  };
}

/** Statistics are decoded where somebody looks at them: who reads one partition, or writes, need not know those of all files. */
function dataFile(schema: TableSchema, add: AddAction): DataFile {
  let decoded: Pick<DataFile, 'stats'> | undefined;
  return {
    path: checkedKey(add),
    sizeBytes: add.size,
    partitionValues: add.partitionValues,
    get stats() {
      decoded ??= { stats: decodeStats(schema, add.stats) };
      return decoded.stats;
    },
  };
}

function checkedKey({ path, deletionVector }: AddAction): string {
  if (deletionVector === undefined) return keyOf(path);
  throw new PlatformError(ERROR_NAMES.tableUnsupported, { problem: 'a file has a deletion vector', got: path });
}

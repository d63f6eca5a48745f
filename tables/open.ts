import { createHash } from 'node:crypto';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { TableSchema } from '../core/contracts/table-schema.ts';
import { uriOf } from '../core/ports.ts';
import { encodeCommit } from './log/actions.ts';
import { commit } from './log/commit.ts';
import { commitKey } from './log/keys.ts';
import { creation, ENGINE } from './log/operations.ts';
import { planEvolution } from './log/plan.ts';
import { PROTOCOL } from './log/protocol.ts';
import { toSnapshot } from './log/snapshot.ts';
import { loadState } from './log/state.ts';
import { evolvedSchema } from './evolution.ts';
import { schemaString } from './schema.ts';
import type { Snapshot, TableLocation } from './types.ts';

/**
 * The table as of a version, or as of now.
 * @throws ObjectNotFound when there is no such table or version; TableUnsupported, by name, for what the table asks of its
 * readers and we do not know; TableCorrupt.
 */
export async function openTable(location: TableLocation, version?: number): Promise<Snapshot> {
  const state = await loadState(location, version);
  if (state === undefined) throw tableMissing(location);
  return toSnapshot(location, state);
}

/** undefined when there is no table. @throws as openTable */
export async function findTable(location: TableLocation): Promise<Snapshot | undefined> {
  const state = await loadState(location);
  return state === undefined ? undefined : toSnapshot(location, state);
}

/**
 * Creates version 0 unless the table is there already, be it a moment ago by another writer; a table that lacks nullable columns gains
 * them at its end, in one commit, and is null there in all rows from before.
 * @throws SchemaMismatch when it is there with a schema that cannot become this one, TableUnsupported, CommitConflict
 */
export async function ensureTable(
  location: TableLocation,
  schema: TableSchema,
  { nowMs }: { readonly nowMs: number },
): Promise<Snapshot> {
  const found = await loadState(location);
  if (found === undefined) await location.store.create(commitKey(location, 0), firstCommit(location, schema, nowMs));
  // Whoever won the race for version 0 said what the schema is.
  const state = found ?? (await loadState(location));
  if (state === undefined) throw tableMissing(location);
  const snapshot = toSnapshot(location, state);
  if (evolvedSchema(location.path, snapshot.schema, schema) === snapshot.schema) return snapshot;
  await commit(state, location, { plan: planEvolution(location, schema), options: { nowMs } });
  return openTable(location);
}

function firstCommit(location: TableLocation, schema: TableSchema, nowMs: number): Uint8Array {
  const { name, parameters } = creation(schema);
  return encodeCommit([
    {
      commitInfo: {
        timestamp: nowMs,
        operation: name,
        operationParameters: parameters,
        operationMetrics: {},
        engineInfo: ENGINE,
      },
    },
    { protocol: PROTOCOL },
    {
      metaData: {
        id: tableId(location),
        name: location.path,
        ...(schema.description === undefined ? {} : { description: schema.description }),
        format: { provider: 'parquet', options: {} },
        schemaString: schemaString(schema),
        partitionColumns: [...schema.partitionBy],
        configuration: {},
        createdTime: nowMs,
      },
    },
  ]);
}

/** A UUID by the table's address: the same table has the same log, byte for byte, wherever it is made again. */
function tableId({ store, path }: TableLocation): string {
  const hash = createHash('sha256').update(uriOf(store, path)).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

export function tableMissing({ store, path }: TableLocation): PlatformError {
  return new PlatformError(ERROR_NAMES.objectNotFound, {
    problem: 'there is no Delta table',
    got: uriOf(store, path),
    hint: 'the first ingest and transform make the tables of a data set; another path is another table',
  });
}

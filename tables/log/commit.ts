import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { CommitResult, TableLocation, Txn, WriteOptions } from '../types.ts';
import {
  decodeCommit,
  encodeCommit,
  type Action,
  type AddAction,
  type Metadata,
  type RemoveAction,
} from './actions.ts';
import { checkpointIsDue, writeCheckpoint } from './checkpoint.ts';
import { healSpelling } from './heal.ts';
import { commitKey, readIfPresent } from './keys.ts';
import { ENGINE, type Operation } from './operations.ts';
import { checkWritable } from './protocol.ts';
import { loadState, type LogState } from './state.ts';

/**
 * How often the race for the next version may be lost. Each loss is another writer's success and needs no waiting: the next
 * try goes for the version after. So many writers at once is no load that this platform has, but a sign of a loop.
 */
const MAX_ATTEMPTS = 50;

export interface Change {
  readonly add: readonly AddAction[];
  readonly remove: readonly RemoveAction[];
  readonly rows: number;
  readonly operation: Operation;
  /** The table's new schema. */
  readonly metaData?: Metadata;
}

/** A table that gains columns gains them by whatever step asked for them. */
type CommitOptions = Omit<WriteOptions, 'step'> & Partial<Pick<WriteOptions, 'step'>>;

/** What a writer wants, given the table as it is now and the clock's time: asked again whenever another writer was faster. */
export type Plan = (now: LogState, nowMs: number) => Promise<Change> | Change;

/**
 * Commits what the plan says as the next version; nothing when the log has the transaction already, or nothing would change.
 * @throws CommitConflict when the race was lost too often, and whatever the plan throws.
 */
export async function commit(
  base: LogState,
  location: TableLocation,
  job: { plan: Plan; options: CommitOptions },
): Promise<CommitResult> {
  const { plan, options } = job;
  let now = base;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (isDone(now, options.txn)) return { version: now.version, committed: false };
    const change = await plan(now, options.nowMs);
    checkWritable(now.protocol, now.metadata, change.remove.length > 0);
    if (isEmpty(change) && options.txn === undefined) {
      return { version: now.version, committed: false };
    }
    const version = now.version + 1;
    const info = { readVersion: now.version, timestamp: await timeAfter(now, location, options.nowMs) };
    const actions = actionsOf({ ...change, healing: healSpelling(now, change) }, options, info);
    if (await put(location, version, encodeCommit(actions))) {
      if (checkpointIsDue(version, now.checkpoint))
        await writeCheckpoint(location, await stateAt(location, version), options.nowMs);
      return { version, committed: true };
    }
    now = await stateAt(location);
  }
  throw new PlatformError(ERROR_NAMES.commitConflict, {
    problem: `${MAX_ATTEMPTS} times another writer of ${location.path} took the next version`,
    hint: 'run the step again when fewer writers are at work',
  });
}

function isEmpty({ add, remove, metaData }: Change): boolean {
  return add.length + remove.length === 0 && metaData === undefined;
}

async function stateAt(location: TableLocation, version?: number): Promise<LogState> {
  const state = await loadState(location, version);
  if (state !== undefined) return state;
  throw new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `the log of ${location.path} vanished during a commit`,
  });
}

/** Whether the log has the transaction already. */
export function isDone({ txns }: LogState, txn: Txn | undefined): boolean {
  return txn !== undefined && (txns.get(txn.appId)?.version ?? -1) >= txn.version;
}

/**
 * A put whose answer was lost is sent again by the client, and then finds its own entry: same bytes, same commit. Only two
 * writers that add the same rows by the same operation in the same millisecond would be taken for one.
 */
async function put(location: TableLocation, version: number, body: Uint8Array): Promise<boolean> {
  const key = commitKey(location, version);
  if (await location.store.create(key, body)) return true;
  const there = await readIfPresent(location.store, key);
  return there !== undefined && Buffer.compare(there, body) === 0;
}

/**
 * Later than the commit before, as the protocol asks of in-commit timestamps: of two versions a reader that asks for an instant must get the later one,
 * though a clock was set back between them, or stands still.
 */
async function timeAfter(state: LogState, location: TableLocation, nowMs: number): Promise<number> {
  const { version, committedAtMs = await readTime(location, version) } = state;
  return Math.max(nowMs, (committedAtMs ?? -Infinity) + 1);
}

/** Of a state that is a checkpoint alone; its commit may have been cleaned up. */
async function readTime(location: TableLocation, version: number): Promise<number | undefined> {
  const key = commitKey(location, version);
  const bytes = await readIfPresent(location.store, key);
  const actions = bytes === undefined ? [] : decodeCommit(bytes, key);
  return actions.find(({ commitInfo }) => commitInfo !== undefined)?.commitInfo?.timestamp;
}

function actionsOf(
  { add, remove, rows, operation, metaData, healing }: Change & { readonly healing: readonly Action[] },
  options: CommitOptions,
  info: { readonly readVersion: number; readonly timestamp: number },
): Action[] {
  const metrics = {
    numFiles: String(add.length),
    numRemovedFiles: String(remove.length),
    numOutputRows: String(rows),
    numOutputBytes: String(add.reduce((bytes, { size }) => bytes + size, 0)),
  };
  const commitInfo = {
    timestamp: info.timestamp,
    operation: operation.name,
    operationParameters: operation.parameters,
    readVersion: info.readVersion,
    isBlindAppend: remove.length + healing.length === 0,
    operationMetrics: metrics,
    engineInfo: ENGINE,
    ...(options.step === undefined ? {} : { userMetadata: options.step }),
  };
  const txns = [...(options.txn === undefined ? [] : [options.txn]), ...(options.furtherTxns ?? [])];
  return [
    { commitInfo },
    ...(metaData === undefined ? [] : [{ metaData }]),
    ...txns.map(({ appId, version }) => ({ txn: { appId, version, lastUpdated: options.nowMs } })),
    ...remove.map((action) => ({ remove: action })),
    ...add.map((action) => ({ add: action })),
    ...healing,
  ];
}

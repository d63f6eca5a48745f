import { monitoringKeys } from '../core/contracts/keys.ts';
import type { Lock } from '../core/contracts/monitoring.ts';
import { lockSchema } from '../core/contracts/monitoring.ts';
import { mayTake } from '../core/monitor/lock.ts';
import type { ObjectStore } from '../core/ports.ts';
import { jsonBytes, parseJson } from './json-object.ts';

export interface LockRequest {
  /** Who acts: a run's id. */
  readonly holder: string;
  readonly action: Lock['action'];
  readonly nowMs: number;
  readonly ttlMs: number;
}

interface TaggedLock {
  readonly lock: Lock;
  readonly tag: string;
}

/**
 * Takes the data set's lock until nowMs + ttlMs, or again where the holder has it already: `locks/<dataset>.json`, changed by
 * compare-and-set only and never deleted.
 *
 * @returns false while another holder has it
 */
export async function takeLock(store: ObjectStore, dataset: string, request: LockRequest): Promise<boolean> {
  const { holder, action, nowMs, ttlMs } = request;
  const wanted = jsonBytes({ holder, action, expiresAtMs: nowMs + ttlMs } satisfies Lock);
  for (;;) {
    const current = await readLock(store, dataset);
    if (!mayTake(current?.lock, request)) return false;
    const isTaken =
      current === undefined
        ? await store.create(monitoringKeys.lock(dataset), wanted)
        : await store.replace(monitoringKeys.lock(dataset), wanted, current.tag);
    // A lost race is looked into: the winner may be an earlier try of this holder, whose answer got lost.
    if (isTaken) return true;
  }
}

/** Gives the lock back; where the holder does not have it (any more), nothing happens. */
export async function releaseLock(store: ObjectStore, dataset: string, holder: string): Promise<void> {
  for (;;) {
    const current = await readLock(store, dataset);
    // Somebody else has taken it after it expired: then it is not this holder's to give back.
    if (current?.lock.holder !== holder) return;
    const free = jsonBytes({ ...current.lock, expiresAtMs: 0 } satisfies Lock);
    if (await store.replace(monitoringKeys.lock(dataset), free, current.tag)) return;
  }
}

/** The lock as it lies there, live or expired. */
export async function readLock(store: ObjectStore, dataset: string): Promise<TaggedLock | undefined> {
  const object = await store.readTagged(monitoringKeys.lock(dataset));
  if (object === undefined) return undefined;
  return { lock: parseJson(object.body, lockSchema), tag: object.tag };
}

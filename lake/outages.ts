import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ObjectStore, Stores } from '../core/ports.ts';
import { storesOf } from './stores.ts';

export interface WatchedStores {
  readonly stores: Stores;
  /** Whether a store failed, and not what lies in it: then nothing was found out, and nobody may be blamed. */
  isOutage(error: unknown): boolean;
}

/** Stores whose own failures (no answer, no right, a newer format) are told from what is wrong with the objects in them, or missing. */
export function watchOutages(stores: Stores): WatchedStores {
  const outages = new Set<unknown>();
  const watched = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (!isMissing(error)) outages.add(error);
      throw error;
    }
  };
  const watch = (store: ObjectStore): ObjectStore => ({
    bucket: store.bucket,
    read: (...args) => watched(store.read(...args)),
    write: (...args) => watched(store.write(...args)),
    create: (...args) => watched(store.create(...args)),
    readTagged: (...args) => watched(store.readTagged(...args)),
    replace: (...args) => watched(store.replace(...args)),
    list: (...args) => watched(store.list(...args)),
    head: (...args) => watched(store.head(...args)),
    remove: (...args) => watched(store.remove(...args)),
  });
  return {
    stores: storesOf((layer) => watch(stores[layer])),
    isOutage: (error) => causesOf(error).some((cause) => outages.has(cause)),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof PlatformError && error.name === ERROR_NAMES.objectNotFound;
}

/** The error, what caused it, and so on. */
function causesOf(error: unknown): readonly unknown[] {
  return error instanceof Error && error.cause !== undefined ? [error, ...causesOf(error.cause)] : [error];
}

import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type ObjectStore, type Stores, uriOf } from '../core/ports.ts';

export interface ObjectLocation {
  readonly store: ObjectStore;
  readonly key: string;
}

/**
 * The store and key behind `s3://bucket/key`. A folder may end in '/' or not: its key never does, so that `${key}/name` is
 * always the object of that name.
 *
 * @throws ObjectNotFound when no store of the platform has that bucket.
 */
export function locate(stores: Stores, uri: string): ObjectLocation {
  const candidates = Object.values(stores);
  const store = candidates.find((candidate) => `${uri}/`.startsWith(rootOf(candidate)));
  if (store === undefined) {
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: 'the address lies in no bucket of this environment',
      got: uri,
      allowed: candidates.map((candidate) => `${rootOf(candidate)}...`).join(', '),
      hint: 'an address is good where it was made: in this environment, and within a replay in that replay',
    });
  }
  return { store, key: uri.slice(rootOf(store).length).replace(/\/$/, '') };
}

function rootOf(store: ObjectStore): string {
  return uriOf(store, '');
}

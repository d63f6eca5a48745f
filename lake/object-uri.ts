import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ObjectStore, Stores } from '../core/ports.ts';

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
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(uri) ?? [];
  const store = Object.values(stores).find((candidate) => candidate.bucket === bucket);
  if (store === undefined || key === undefined) {
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: 'the address lies in no bucket of this environment',
      got: uri,
      allowed: Object.values(stores)
        .map((candidate) => `s3://${candidate.bucket}/...`)
        .join(', '),
    });
  }
  return { store, key };
}

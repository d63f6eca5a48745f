import { AsyncLocalStorage } from 'node:async_hooks';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type KeyAccess, matchesPattern, withinReplays } from '../core/contracts/key-access.ts';
import { writtenOnce } from '../core/contracts/key-patterns.ts';
import { FORMAT_KEY } from '../core/contracts/keys.ts';
import type { Layer } from '../core/contracts/layers.ts';
import type { ObjectStore } from '../core/ports.ts';

/** Whose calls these are: what a role is on AWS. */
export interface Identity {
  readonly name: string;
  readonly access: KeyAccess;
}

const atWork = new AsyncLocalStorage<Identity>();

/** Every store that is asked meanwhile, and is `accessControlled`, gives what this one may touch, and refuses anything else by name. */
export function actingAs<T>(identity: Identity, work: () => Promise<T>): Promise<T> {
  return atWork.run(identity, work);
}

/**
 * A bucket as IAM guards it on AWS, so that each run on a laptop, and each test, shows that the rows of steps and jobs say enough. People's commands
 * act as nobody: they have the rights of whoever calls.
 */
export function accessControlled(store: ObjectStore, layer: Layer): ObjectStore {
  const reading = (key: string) => requireAccess({ store, layer, side: 'reads' }, key);
  const writing = (key: string) => requireAccess({ store, layer, side: 'writes' }, key);
  const deleting = (key: string) => requireAccess({ store, layer, side: 'deletes' }, key);
  const again = (key: string) => requireRewritable({ store, layer }, key);
  return {
    bucket: store.bucket,
    read: async (key, range) => (reading(key), store.read(key, range)),
    readTagged: async (key) => (reading(key), store.readTagged(key)),
    head: async (key) => (reading(key), store.head(key)),
    // S3 knows a list by its prefix alone.
    list: async (prefix, after) => (reading(prefix), store.list(prefix, after)),
    write: async (key, body) => (writing(key), again(key), store.write(key, body)),
    create: async (key, body) => (writing(key), store.create(key, body)),
    // S3 asks for the right to read as well: the answer tells of the object that is there.
    replace: async (key, body, tag) => (reading(key), writing(key), again(key), store.replace(key, body, tag)),
    remove: async (object) => (deleting(object.key), store.remove(object)),
  };
}

interface Asked {
  readonly store: Pick<ObjectStore, 'bucket'>;
  readonly layer: Layer;
  readonly side: keyof KeyAccess;
}

const VERBS = { reads: 'read', writes: 'write', deletes: 'delete' } as const;

/** @throws AccessDenied */
export function requireAccess({ store, layer, side }: Asked, key: string): void {
  const identity = atWork.getStore();
  // Which buckets' formats are looked at is the host's choice, once for all that one process runs.
  if (identity === undefined || key === FORMAT_KEY) return;
  const patterns = identity.access[side]?.[layer] ?? [];
  if (patterns.some((pattern) => matchesPattern(pattern, key))) return;
  throw new PlatformError(ERROR_NAMES.accessDenied, {
    problem: `${identity.name} may not ${VERBS[side]} there`,
    got: `s3://${store.bucket}/${key}`,
    allowed: patterns.length === 0 ? `nothing in ${layer}` : patterns.join(', '),
    hint: 'what a step or a job touches stands in its row: lambdas/steps.ts, lambdas/jobs.ts',
  });
}

const ONCE = withinReplays(writtenOnce);

/** What is written once is created, as the bucket's policy wants it of everybody. @throws AccessDenied */
export function requireRewritable({ store, layer }: Pick<Asked, 'store' | 'layer'>, key: string): void {
  const identity = atWork.getStore();
  if (identity === undefined || !(ONCE[layer] ?? []).some((pattern) => matchesPattern(pattern, key))) return;
  throw new PlatformError(ERROR_NAMES.accessDenied, {
    problem: `${identity.name} may not put a second object there: it is written once`,
    got: `s3://${store.bucket}/${key}`,
    allowed: 'an object where there is none',
    hint: 'create it (lake/write-once.ts); core/contracts/key-patterns.ts says what is written once',
  });
}

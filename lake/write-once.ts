import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ObjectStore } from '../core/ports.ts';
import { sha256 } from '../tables/sha256.ts';

/**
 * Keeps what is never changed again. Asked for twice, the same bytes are what stands already; other bytes at that key are somebody else's, and
 * whoever reads them would take them for these.
 *
 * @throws AuditTampered
 */
export async function writeOnce(store: ObjectStore, key: string, body: Uint8Array): Promise<void> {
  if (await store.create(key, body)) return;
  const standing = await store.read(key);
  if (Buffer.compare(standing, body) === 0) return;
  throw new PlatformError(ERROR_NAMES.auditTampered, {
    problem: `'${key}' is written once, and stands with another content than it is to have`,
    got: `sha256 ${sha256(standing)}`,
    allowed: `sha256 ${sha256(body)}`,
    hint: 'a run leaves its records once: ask anew under a run id of its own, or look who wrote the object, and restore or remove it',
  });
}

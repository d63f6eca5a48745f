import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export function publicPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** How the model-signing tool names a key in a bundle: the sha256 of the public key's PEM text. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicPem(publicKey)).digest('hex');
}

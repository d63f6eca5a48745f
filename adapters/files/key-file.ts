import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { ArtifactSigner, KeyRing } from '../../core/ports.ts';
import { parseJson } from '../../core/signing/parse-json.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import { keyIdOf, publicPem } from '../../lake/signing/key-id.ts';
import { createFile, orIfAbsent } from './files.ts';

const PRIVATE_FILE = 'signing-key.pem';
const PUBLIC_FILE = 'signing-key.pub.pem';
const RING_FILE = 'keys.json';

const ringSchema = z.strictObject({
  keys: z.array(z.strictObject({ keyId: z.string(), publicKey: z.string(), enabled: z.boolean() })),
});

/**
 * Signing keys as files of a folder: `signing-key.pem` (made when it is first needed), `signing-key.pub.pem` for the
 * model-signing tool, and `keys.json`, the public keys whose signatures count. A person may disable keys there, or add others;
 * it is read at each check.
 */
export function localKeys(folder: string): { readonly signer: ArtifactSigner; readonly keys: KeyRing } {
  let pair: KeyPair | undefined;
  return {
    signer: {
      async sign(message) {
        pair ??= loadKey(folder);
        return { keyId: pair.keyId, signature: await signRepeatably(pair.privateKey, message) };
      },
    },
    keys: {
      async check({ keyId, message, signature }) {
        const key = readRing(folder).find((known) => known.keyId === keyId);
        if (key === undefined) return 'unknown-key';
        if (!key.enabled) return 'disabled-key';
        return verify('sha256', message, createPublicKey(key.publicKey), signature) ? 'valid' : 'invalid';
      },
    },
  };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly keyId: string;
}

function readRing(folder: string): z.infer<typeof ringSchema>['keys'] {
  const text = orIfAbsent(() => readFileSync(join(folder, RING_FILE), 'utf8'), undefined);
  return text === undefined ? [] : parseJson(text, ringSchema, RING_FILE).keys;
}

/** Of many processes that find no key, one makes it; all others, and who comes after a crash, complete what is missing. */
function loadKey(folder: string): KeyPair {
  const file = join(folder, PRIVATE_FILE);
  const known = orIfAbsent(() => readFileSync(file), undefined);
  if (known === undefined) createFile(file, newPrivatePem(), 0o600);
  const privateKey = createPrivateKey(known ?? readFileSync(file));
  const publicKey = createPublicKey(privateKey);
  const keyId = keyIdOf(publicKey);
  createFile(join(folder, PUBLIC_FILE), Buffer.from(publicPem(publicKey)));
  createFile(join(folder, RING_FILE), jsonBytes({ keys: [{ keyId, publicKey: publicPem(publicKey), enabled: true }] }));
  return { privateKey, keyId };
}

function newPrivatePem(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

/** By RFC 6979: Node's own signatures differ from call to call, and a run must give the same bytes each time. */
async function signRepeatably(privateKey: KeyObject, message: Uint8Array): Promise<Uint8Array> {
  const { p256 } = await import('@noble/curves/nist.js');
  const { d } = privateKey.export({ format: 'jwk' });
  if (d === undefined) throw new Error(`${PRIVATE_FILE} holds no private key`);
  return p256.sign(message, Buffer.from(d, 'base64url'), { lowS: false, format: 'der' });
}

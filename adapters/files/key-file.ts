import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isWithdrawn, withdrawnFromSchema } from '../../core/contracts/key-ring.ts';
import type { ArtifactSigner, KeyRing } from '../../core/ports.ts';
import { parseJson } from '../../core/signing/parse-json.ts';
import { refused } from '../../core/signing/refused.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import { keyIdOf, publicPem } from '../../lake/signing/key-id.ts';
import { createFile, orIfAbsent, writeWhole } from './files.ts';

const PRIVATE_FILE = 'signing-key.pem';
const PUBLIC_FILE = 'signing-key.pub.pem';
const RING_FILE = 'keys.json';

const ringSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      keyId: z.string(),
      publicKey: z.string(),
      enabled: z.boolean(),
      withdrawnFrom: withdrawnFromSchema.optional(),
    }),
  ),
});
type Ring = z.infer<typeof ringSchema>['keys'];

/**
 * Signing keys as files of a folder: `signing-key.pem` (made when it is first needed), `signing-key.pub.pem` for the
 * model-signing tool, and `keys.json`, the public keys whose signatures count. A person may withdraw or disable keys there, or add others;
 * it is read at each check. Whoever deletes `signing-key.pem` gets a new key, and the former one stays in the ring.
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
      async check({ keyId, message, signature, signedAtMs }) {
        const key = readRing(folder)?.find((known) => known.keyId === keyId);
        if (key === undefined) return 'unknown-key';
        if (!key.enabled) return 'disabled-key';
        if (isWithdrawn(key.withdrawnFrom ?? 'never', signedAtMs)) return 'withdrawn-key';
        return verify('sha256', message, createPublicKey(key.publicKey), signature) ? 'valid' : 'invalid';
      },
    },
  };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly keyId: string;
}

/** @throws SignatureRefused where an entry calls a key by the name of another, or a key is listed twice: then it is not clear which one is meant */
function readRing(folder: string): Ring | undefined {
  const text = orIfAbsent(() => readFileSync(join(folder, RING_FILE), 'utf8'), undefined);
  if (text === undefined) return undefined;
  const { keys } = parseJson(text, ringSchema, RING_FILE);
  for (const [index, { keyId, publicKey }] of keys.entries()) {
    const own = ownIdOf(publicKey);
    if (keyId !== own) {
      throw refused(`${RING_FILE} calls a key by an id that is not its own`, {
        got: keyId,
        allowed: own ?? 'no P-256 public key in PEM has an id',
        hint: 'the id is the sha256 of the text of the public key, as openssl writes it',
      });
    }
    if (keys.slice(0, index).some((other) => other.keyId === keyId)) {
      throw refused(`${RING_FILE} lists a key twice`, { got: keyId, allowed: 'every key once' });
    }
  }
  return keys;
}

/** undefined for what is no public key of the kind that signs. */
function ownIdOf(publicKey: string): string | undefined {
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? keyIdOf(key) : undefined;
  } catch {
    return undefined;
  }
}

/** Of many processes that find no key, one makes it; all others, and who comes after a crash, complete what is missing. */
function loadKey(folder: string): KeyPair {
  const file = join(folder, PRIVATE_FILE);
  const known = orIfAbsent(() => readFileSync(file), undefined);
  if (known === undefined) createFile(file, newPrivatePem(), 0o600);
  const privateKey = createPrivateKey(known ?? readFileSync(file));
  const publicKey = createPublicKey(privateKey);
  trustOnce(folder, publicKey);
  return { privateKey, keyId: keyIdOf(publicKey) };
}

/**
 * Adds a key to the ring when it is new; what a person has made of the ring since stays. The public file is written last, so that it says that the
 * key was added.
 */
function trustOnce(folder: string, key: KeyObject): void {
  const [publicFile, ringFile] = [join(folder, PUBLIC_FILE), join(folder, RING_FILE)];
  const publicKey = publicPem(key);
  const keyId = keyIdOf(key);
  const ring = readRing(folder);
  const wasAdded = orIfAbsent(() => readFileSync(publicFile, 'utf8'), undefined) === publicKey;
  if (ring !== undefined && wasAdded) return;
  const trusted = ring ?? [];
  if (!trusted.some((other) => other.keyId === keyId)) {
    writeWhole(ringFile, jsonBytes({ keys: [...trusted, { keyId, publicKey, enabled: true }] }));
  }
  writeWhole(publicFile, Buffer.from(publicKey));
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

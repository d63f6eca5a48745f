import { createHash, createPublicKey } from 'node:crypto';
import {
  DisabledException,
  GetPublicKeyCommand,
  KMSInvalidSignatureException,
  KMSInvalidStateException,
  NotFoundException,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { TrustedKey } from '../../core/contracts/key-ring.ts';
import { isWithdrawn } from '../../core/contracts/key-ring.ts';
import type { ArtifactSigner, KeyCheck, KeyRing, SignedMessage } from '../../core/ports.ts';
import { keyIdOf } from '../../lake/signing/key-id.ts';

// Keys of type ECC_NIST_P256 for SIGN_VERIFY. A signature names its key by the hash of the public key, as the model-signing tool does, not by its
// ARN: so both who signs and who verifies need kms:GetPublicKey, once a key and process.

/** @param key ARN, id or alias */
export function kmsSigner(client: KMSClient, key: string): ArtifactSigner {
  const idOf = keyIds(client);
  return {
    async sign(message) {
      const { Signature } = await client.send(new SignCommand({ KeyId: key, ...digestOf(message) }));
      return { keyId: await idOf(key), signature: present(Signature, 'signature') };
    },
  };
}

/** @param ring oldest first */
export function kmsKeyRing(client: KMSClient, ring: readonly TrustedKey[]): KeyRing {
  const idOf = keyIds(client);
  const newestFirst = ring.toReversed();

  async function find(keyId: string): Promise<TrustedKey | 'unknown-key' | 'disabled-key'> {
    let missing: 'unknown-key' | 'disabled-key' = 'unknown-key';
    for (const key of newestFirst) {
      const id = await answered(() => idOf(key.arn));
      if (id === keyId) return key;
      // A key that is disabled does not say its id, so that it may be the one.
      if (id === 'disabled-key') missing = id;
    }
    return missing;
  }

  return {
    async check(signed) {
      const key = await find(signed.keyId);
      if (typeof key === 'string') return key;
      if (isWithdrawn(key.withdrawnFrom, signed.signedAtMs)) return 'withdrawn-key';
      return answered(() => verifyBy(client, key.arn, signed));
    },
  };
}

function keyIds(client: KMSClient): (key: string) => Promise<string> {
  const known = new Map<string, string>();
  return async (key) => {
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: key }));
    const der = Buffer.from(present(PublicKey, 'public key'));
    const id = keyIdOf(createPublicKey({ key: der, type: 'spki', format: 'der' }));
    known.set(key, id);
    return id;
  };
}

async function verifyBy(client: KMSClient, arn: string, { message, signature }: SignedMessage): Promise<KeyCheck> {
  const asked = new VerifyCommand({ KeyId: arn, ...digestOf(message), Signature: signature });
  const { SignatureValid } = await client.send(asked);
  return SignatureValid === true ? 'valid' : 'invalid';
}

/** KMS takes messages of at most 4096 bytes, a digest of any. */
function digestOf(message: Uint8Array) {
  return {
    Message: createHash('sha256').update(message).digest(),
    MessageType: 'DIGEST',
    SigningAlgorithm: 'ECDSA_SHA_256',
  } as const;
}

/** What was asked for, or what a refusal of KMS says; other errors are thrown: KMS could not say, and somebody has to look. */
async function answered<T>(ask: () => Promise<T>): Promise<T | KeyCheck> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KMSInvalidSignatureException) return 'invalid';
    // A key that waits for its deletion is in an invalid state.
    if (error instanceof DisabledException || error instanceof KMSInvalidStateException) return 'disabled-key';
    if (error instanceof NotFoundException) return 'unknown-key';
    throw error;
  }
}

function present(bytes: Uint8Array | undefined, what: string): Uint8Array {
  if (bytes !== undefined) return bytes;
  throw new Error(`KMS answered without a ${what}`);
}

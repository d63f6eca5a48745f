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
import type { ArtifactSigner, KeyCheck, KeyRing } from '../../core/ports.ts';
import { keyIdOf } from '../../lake/signing/key-id.ts';

/**
 * A KMS key of type ECC_NIST_P256 for SIGN_VERIFY. A signature names it by the hash of its public key, as the model-signing tool
 * does, not by its ARN: so both who signs and who verifies need kms:GetPublicKey, once per process.
 *
 * @param key ARN, id or alias
 */
export function kmsKeys(client: KMSClient, key: string): { readonly signer: ArtifactSigner; readonly keys: KeyRing } {
  let known: string | undefined;

  async function keyId(): Promise<string> {
    if (known === undefined) {
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: key }));
      const der = Buffer.from(present(PublicKey, 'public key'));
      known = keyIdOf(createPublicKey({ key: der, type: 'spki', format: 'der' }));
    }
    return known;
  }

  return {
    signer: {
      async sign(message) {
        const { Signature } = await client.send(new SignCommand({ KeyId: key, ...digestOf(message) }));
        return { keyId: await keyId(), signature: present(Signature, 'signature') };
      },
    },
    keys: {
      async check({ keyId: signedBy, message, signature }) {
        try {
          if (signedBy !== (await keyId())) return 'unknown-key';
          const asked = new VerifyCommand({ KeyId: key, ...digestOf(message), Signature: signature });
          const { SignatureValid } = await client.send(asked);
          return SignatureValid === true ? 'valid' : 'invalid';
        } catch (error) {
          const answer = answerIn(error);
          if (answer === undefined) throw error;
          return answer;
        }
      },
    },
  };
}

/** KMS takes messages of at most 4096 bytes, a digest of any. */
function digestOf(message: Uint8Array) {
  return {
    Message: createHash('sha256').update(message).digest(),
    MessageType: 'DIGEST',
    SigningAlgorithm: 'ECDSA_SHA_256',
  } as const;
}

/** undefined: KMS could not say, and somebody has to look. A key that waits for its deletion is in an invalid state. */
function answerIn(error: unknown): KeyCheck | undefined {
  if (error instanceof KMSInvalidSignatureException) return 'invalid';
  if (error instanceof DisabledException || error instanceof KMSInvalidStateException) return 'disabled-key';
  if (error instanceof NotFoundException) return 'unknown-key';
  return undefined;
}

function present(bytes: Uint8Array | undefined, what: string): Uint8Array {
  if (bytes !== undefined) return bytes;
  throw new Error(`KMS answered without a ${what}`);
}

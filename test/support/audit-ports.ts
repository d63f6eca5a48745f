import { createHmac, randomBytes } from 'node:crypto';
import type { Ports } from '../../core/ports.ts';

/**
 * A signer of moves that costs next to nothing, and the ring that trusts it alone.
 *
 * @param isRepeatable false: as KMS, which signs the same message otherwise each time
 */
export function auditPorts({ isRepeatable = true, keyId = 'audit' } = {}): Pick<Ports, 'auditSigner' | 'auditKeys'> {
  const secret = randomBytes(32);
  const seal = (salt: Uint8Array, message: Uint8Array) =>
    Buffer.concat([salt, createHmac('sha256', secret).update(salt).update(message).digest()]);
  return {
    auditSigner: {
      sign: async (message) => ({ keyId, signature: seal(isRepeatable ? Buffer.alloc(8) : randomBytes(8), message) }),
    },
    auditKeys: {
      async check({ keyId: signedBy, message, signature }) {
        if (signedBy !== keyId) return 'unknown-key';
        return Buffer.compare(seal(signature.subarray(0, 8), message), signature) === 0 ? 'valid' : 'invalid';
      },
    },
  };
}

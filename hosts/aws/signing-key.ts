import { KMSClient } from '@aws-sdk/client-kms';
import { kmsKeyRing, kmsSigner } from '../../adapters/aws/kms-keys.ts';
import { keyRingSchema } from '../../core/contracts/key-ring.ts';
import type { ArtifactSigner, KeyRing } from '../../core/ports.ts';

export function signingKey(arn: string): ArtifactSigner {
  return kmsSigner(new KMSClient({}), arn);
}

export function signingKeyRing(ring: string): KeyRing {
  return kmsKeyRing(new KMSClient({}), keyRingSchema.parse(JSON.parse(ring)));
}

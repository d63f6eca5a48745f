import { KMSClient } from '@aws-sdk/client-kms';
import { kmsKeys } from '../../adapters/aws/kms-keys.ts';

export function signingKey(arn: string): ReturnType<typeof kmsKeys> {
  return kmsKeys(new KMSClient({}), arn);
}

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { kmsKeys } from '../adapters/aws/kms-keys.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { SageMakerRegistry } from '../adapters/aws/sagemaker-registry.ts';
import { physicalName } from '../adapters/aws/stack-resources.ts';
import { LAYERS } from '../core/contracts/layers.ts';
import { bucketLogicalId, SIGNING_KEY_LOGICAL_ID, stackName } from '../core/contracts/names.ts';
import type { NamedEnvironment } from '../core/contracts/names.ts';
import type { Ports } from '../core/ports.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { storesOf } from '../lake/stores.ts';

/** An environment's registry as a person's command sees it, with the credentials of whoever calls: what is where, the stack says. */
export async function accountRegistry({
  region,
  ...environment
}: NamedEnvironment & { readonly region: string }): Promise<
  Pick<Ports, 'registry' | 'production' | 'stores' | 'keys'>
> {
  const stack = new CloudFormationClient({ region });
  const nameOf = (logicalId: string) => physicalName(stack, stackName(environment), logicalId);
  const [signingKey, ...buckets] = await Promise.all(
    [SIGNING_KEY_LOGICAL_ID, ...LAYERS.map(bucketLogicalId)].map(nameOf),
  );
  const s3 = new S3Client({ region });
  const stores = storesOf((layer) => s3ObjectStore(s3, buckets[LAYERS.indexOf(layer)]));
  const clock = { nowMs: () => Date.now() };
  return {
    stores,
    registry: new SageMakerRegistry(new SageMakerClient({ region }), stores.artifacts, clock),
    production: productionPointer(stores.artifacts, clock),
    keys: kmsKeys(new KMSClient({ region }), signingKey).keys,
  };
}

import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { kmsKeys } from '../adapters/aws/kms-keys.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { SageMakerRegistry } from '../adapters/aws/sagemaker-registry.ts';
import { type Layer, LAYERS } from '../core/contracts/layers.ts';
import type { KeyRing, ObjectStore, Ports, Stores } from '../core/ports.ts';
import { productionPointer } from '../lake/production-pointer.ts';

/** What CloudFormation named, as far as it is known. */
export interface RegistryNames {
  readonly buckets: Readonly<Partial<Record<Layer, string | undefined>>>;
  readonly signingKey: string | undefined;
}

/**
 * An environment's registry, read with the credentials of whoever calls.
 *
 * @param notNamed the error of a question that needs what has no name: other questions are answered without it
 */
export function awsRegistry(
  region: string,
  { buckets, signingKey }: RegistryNames,
  notNamed: (what: Layer | 'signing key') => Error,
): Pick<Ports, 'registry' | 'production' | 'stores' | 'keys'> {
  const s3 = new S3Client({ region });
  const clock = { nowMs: () => Date.now() };
  const storeOf = (layer: Layer) => {
    const bucket = buckets[layer];
    return bucket === undefined ? missingStore(() => notNamed(layer)) : s3ObjectStore(s3, bucket);
  };
  const stores = Object.fromEntries(LAYERS.map((layer) => [layer, storeOf(layer)])) as Stores;
  const noKeys: KeyRing = { check: () => Promise.reject(notNamed('signing key')) };
  return {
    stores,
    registry: new SageMakerRegistry(new SageMakerClient({ region }), stores.artifacts, clock),
    production: productionPointer(stores.artifacts, clock),
    keys: signingKey === undefined ? noKeys : kmsKeys(new KMSClient({ region }), signingKey).keys,
  };
}

/** Stands where a bucket is not needed until it is. */
function missingStore(error: () => Error): ObjectStore {
  const refuse = () => Promise.reject(error());
  return {
    bucket: '',
    read: refuse,
    write: refuse,
    create: refuse,
    readTagged: refuse,
    replace: refuse,
    list: refuse,
    head: refuse,
  };
}

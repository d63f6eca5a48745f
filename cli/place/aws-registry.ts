import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { kmsKeys } from '../../adapters/aws/kms-keys.ts';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { SageMakerRegistry } from '../../adapters/aws/sagemaker-registry.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { type KeyRing, type ObjectStore, type Stores } from '../../core/ports.ts';
import type { Layer } from '../../core/contracts/layers.ts';
import { LAYERS } from '../../core/contracts/layers.ts';
import type { Environment } from '../../environments/environment.ts';
import { type ParsedOptions, text, UsageError } from '../options.ts';
import type { RegistryPorts } from './registry-ports.ts';

/** The options that name what an environment's literal cannot: CloudFormation chooses these names. */
const BUCKET_OPTIONS: Partial<Record<Layer, string>> = { artifacts: 'bucket', gold: 'gold-bucket' };
const KEY_OPTION = 'signing-key';

/**
 * An environment's registry, read with the credentials of whoever calls. The gold bucket and the signing key are missed only by
 * the questions that need them.
 *
 * @throws UsageError when the artifacts bucket is not named
 */
export function awsRegistry({ region }: Environment, options: ParsedOptions): RegistryPorts {
  const s3 = new S3Client({ region });
  const stores = Object.fromEntries(
    LAYERS.map((layer) => {
      const option = BUCKET_OPTIONS[layer] ?? `${layer}-bucket`;
      const bucket = given(options, option, ENVIRONMENT_VARIABLES.buckets[layer]);
      return [layer, bucket === undefined ? storeWithout(layer, option) : s3ObjectStore(s3, bucket)];
    }),
  ) as Stores;
  if (stores.artifacts.bucket === '')
    throw notGiven('the artifacts bucket', 'bucket', ENVIRONMENT_VARIABLES.buckets.artifacts);
  const clock = { nowMs: () => Date.now() };
  return {
    stores,
    registry: new SageMakerRegistry(new SageMakerClient({ region }), stores.artifacts, clock),
    production: productionPointer(stores.artifacts, clock),
    keys: keyRing(region, given(options, KEY_OPTION, ENVIRONMENT_VARIABLES.signingKeyArn)),
  };
}

function given(options: ParsedOptions, option: string, variable: string): string | undefined {
  const value = text(options, option) ?? process.env[variable];
  return value === '' ? undefined : value;
}

function keyRing(region: string, key: string | undefined): KeyRing {
  if (key !== undefined) return kmsKeys(new KMSClient({ region }), key).keys;
  return { check: () => Promise.reject(notGiven('the signing key', KEY_OPTION, ENVIRONMENT_VARIABLES.signingKeyArn)) };
}

/** Stands where a bucket is not needed until it is. */
function storeWithout(layer: Layer, option: string): ObjectStore {
  const refuse = () => Promise.reject(notGiven(`the ${layer} bucket`, option, ENVIRONMENT_VARIABLES.buckets[layer]));
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

function notGiven(what: string, option: string, variable: string): UsageError {
  return new UsageError(
    `${what} of the environment is not named: give --${option}, or set ${variable}; the stack's functions carry its name`,
  );
}

import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { placeWords } from '../core/contracts/command-words.ts';
import { ENVIRONMENT_VARIABLES } from '../core/contracts/environment-variables.ts';
import { metricNamespace } from '../core/contracts/names.ts';
import type { BuildInfo, Clock, MetricsSink, ModelRegistry, Notifier, Ports } from '../core/ports.ts';
import { DATASETS, catalogOf } from '../datasets/index.ts';
import { inProcessForecaster } from '../adapters/forecaster/in-process.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { storesOf } from '../lake/stores.ts';
import { kmsKeys } from '../adapters/aws/kms-keys.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { type RegistryPlace, SageMakerRegistry } from '../adapters/aws/sagemaker-registry.ts';
import { snsNotifier } from '../adapters/aws/sns-notifier.ts';
import { trackerAt } from './tracker.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const NAMES = ENVIRONMENT_VARIABLES;

/**
 * The platform on AWS, as a function's environment variables describe it. What only some steps use (registry, metrics, topic, key, build, place) is looked up when it
 * is used, because lib/ tells it only to those.
 *
 * @throws Error naming the variable that is missing
 */
export function awsPorts(variables: Variables = process.env): Ports {
  const s3 = new S3Client({});
  const stack = () => required(variables, NAMES.stack);
  let registry: ModelRegistry | undefined;
  let notifier: Notifier | undefined;
  let keys: ReturnType<typeof kmsKeys> | undefined;
  const signingKeys = () => (keys ??= kmsKeys(new KMSClient({}), required(variables, NAMES.signingKeyArn)));
  const clock: Clock = { nowMs: () => Date.now() };
  const stores = storesOf((layer) => s3ObjectStore(s3, required(variables, NAMES.buckets[layer])));
  return {
    stores,
    get registry() {
      return (registry ??= registryOf(variables, { stack: stack(), store: stores.artifacts, clock }));
    },
    production: productionPointer(stores.artifacts, clock),
    get signer() {
      return signingKeys().signer;
    },
    get keys() {
      return signingKeys().keys;
    },
    tracker: trackerAt(variables[NAMES.trackingUri], stores.artifacts),
    forecaster: inProcessForecaster,
    get metrics() {
      return metricsOf(stack());
    },
    datasets: catalogOf(DATASETS),
    get notifier() {
      return (notifier ??= snsNotifier(new SNSClient({}), required(variables, NAMES.topicArn)));
    },
    clock,
    get build() {
      return buildInfo(variables);
    },
    get place() {
      return placeWords.environment(required(variables, NAMES.environment));
    },
  };
}

/** Only the steps that write to the registry are told the tags. */
function registryOf(variables: Variables, place: RegistryPlace): ModelRegistry {
  const text = variables[NAMES.tags];
  const tags = text === undefined ? undefined : texts.parse(JSON.parse(text));
  return new SageMakerRegistry(new SageMakerClient({}), { ...place, tags });
}

const texts = z.record(z.string(), z.string());

/** A line in this format on the standard output is metrics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html */
function metricsOf(stack: string): MetricsSink {
  return { namespace: metricNamespace(stack), publish: (line) => void process.stdout.write(`${line}\n`) };
}

function buildInfo(variables: Variables): BuildInfo {
  return {
    commit: required(variables, NAMES.commit),
    image: required(variables, NAMES.image),
    libraries: texts.parse(JSON.parse(required(variables, NAMES.libraries))),
  };
}

function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set; lib/ sets it`);
  return value;
}

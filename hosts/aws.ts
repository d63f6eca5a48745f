import * as z from 'zod';
import { placeWords } from '../core/contracts/command-words.ts';
import { ENVIRONMENT_VARIABLES } from '../core/contracts/environment-variables.ts';
import { alarmPrefix, metricNamespace } from '../core/contracts/names.ts';
import { LAYERS } from '../core/contracts/layers.ts';
import type { BuildInfo, Clock, MetricsSink, ObjectStore, Ports, Stores } from '../core/ports.ts';
import { DATASETS, catalogOf } from '../datasets/index.ts';
import { inProcessForecaster } from '../adapters/forecaster/in-process.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { sharedStores } from '../lake/shared-stores.ts';
import { platformStores } from '../lake/stores.ts';
import type { GroupTags } from '../adapters/aws/package-group.ts';
import {
  deferredAlarms,
  deferredKeys,
  deferredNotifier,
  deferredRegistry,
  deferredSigner,
  deferredStore,
  once,
} from './deferred-ports.ts';
import { accountTracker } from './tracker.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const NAMES = ENVIRONMENT_VARIABLES;

const CLOCK: Clock = { nowMs: () => Date.now() };

/**
 * The platform on AWS, as a function's environment variables describe it. What not every function is told (topic, key and build only those
 * that use them; the stack only the steps) is looked up when it is used; and each service's client is loaded with the first call that needs it:
 * SageMaker's alone is larger than most steps.
 *
 * @throws Error naming the variable that is missing
 */
export function awsPorts(variables: Variables = process.env): Ports {
  const { stores, shared } = dataOf(variables);
  const { registry, signer, keys, auditSigner, auditKeys, topic, board } = clientsOf(variables, stores.artifacts);
  return {
    stores,
    shared,
    get registry() {
      return deferredRegistry(registry());
    },
    production: productionPointer(stores.artifacts, CLOCK),
    signer: deferredSigner(async () => signer()()),
    keys: deferredKeys(async () => keys()()),
    auditSigner: deferredSigner(async () => auditSigner()()),
    auditKeys: deferredKeys(async () => auditKeys()()),
    tracker: accountTracker(variables, stores.artifacts),
    forecaster: inProcessForecaster,
    get metrics() {
      return metricsOf(required(variables, NAMES.stack));
    },
    get alarms() {
      return deferredAlarms(board());
    },
    datasets: catalogOf(DATASETS),
    get notifier() {
      return deferredNotifier(topic());
    },
    clock: CLOCK,
    get build() {
      return buildInfo(variables);
    },
    get uncommittedCode() {
      return uncommittedCode.parse(required(variables, NAMES.uncommittedCode));
    },
    get place() {
      return placeWords.environment(required(variables, NAMES.environment));
    },
  };
}

function dataOf(variables: Variables): Pick<Ports, 'stores' | 'shared'> {
  const storeIn = bucketStore(variables);
  return {
    stores: bucketStores(variables, storeIn),
    shared: sharedStores(variables[NAMES.sharedEnvironment], (layer) => storeIn(NAMES.sharedBuckets[layer])),
  };
}

/** The store of the bucket that a variable names. */
function bucketStore(variables: Variables): (variable: string) => ObjectStore {
  const buckets = once(async () => (await import('./aws/buckets.ts')).s3Buckets());
  return (variable) => {
    const bucket = required(variables, variable);
    return deferredStore(
      bucket,
      once(async () => (await buckets())(bucket)),
    );
  };
}

function bucketStores(variables: Variables, storeIn: (variable: string) => ObjectStore): Stores {
  const reads = required(variables, NAMES.readLayers).split(',');
  return platformStores(
    (layer) => storeIn(NAMES.buckets[layer]),
    LAYERS.filter((layer) => reads.includes(layer)),
  );
}

/** What is loaded when it is first called. */
function clientsOf(variables: Variables, store: ObjectStore) {
  return {
    registry: deferredBy(variables, NAMES.stack, async (stack) =>
      (await import('./aws/package-registry.ts')).packageRegistry({
        stack,
        store,
        clock: CLOCK,
        tags: tagsIn(variables),
      }),
    ),
    signer: keyBy(variables, NAMES.signingKey.arn),
    keys: ringBy(variables, NAMES.signingKey.ring),
    auditSigner: keyBy(variables, NAMES.auditKey.arn),
    auditKeys: ringBy(variables, NAMES.auditKey.ring),
    topic: deferredBy(variables, NAMES.topicArn, async (arn) =>
      (await import('./aws/topic.ts')).topicNotifier(
        arn,
        variables[NAMES.notificationFormat] === 'chat' ? 'chat' : 'mail',
      ),
    ),
    board: deferredBy(variables, NAMES.stack, async (stack) =>
      (await import('./aws/alarms.ts')).stackAlarms(alarmPrefix(stack)),
    ),
  };
}

function keyBy(variables: Variables, name: string) {
  return deferredBy(variables, name, async (arn) => (await import('./aws/signing-key.ts')).signingKey(arn));
}

function ringBy(variables: Variables, name: string) {
  return deferredBy(variables, name, async (ring) => (await import('./aws/signing-key.ts')).signingKeyRing(ring));
}

/** For what only some functions are told: asked for, it throws at once where the variable is missing, and loads nothing yet. */
function deferredBy<T>(
  variables: Variables,
  name: string,
  load: (value: string) => Promise<T>,
): () => () => Promise<T> {
  return once(() => {
    const value = required(variables, name);
    return once(() => load(value));
  });
}

const uncommittedCode = z.enum(['allowed', 'refused']);
const texts = z.record(z.string(), z.string());

/** Only the step that makes groups is told the tags. */
function tagsIn(variables: Variables): GroupTags | undefined {
  const text = variables[NAMES.tags];
  return text === undefined ? undefined : texts.parse(JSON.parse(text));
}

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

import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { BuildInfo, Clock, Notifier, Ports } from '../../core/ports.ts';
import { DATASETS, catalogOf } from '../../datasets/index.ts';
import { objectRegistry } from '../object-registry.ts';
import { s3ObjectStore } from './object-store.ts';
import { snsNotifier } from './sns-notifier.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const NAMES = ENVIRONMENT_VARIABLES;

/**
 * The platform on AWS, as a function's environment variables describe it. What only some steps use (topic, build) is looked up when it
 * is used, because lib/ tells it only to those.
 *
 * @throws Error naming the variable that is missing
 */
export function awsPorts(variables: Variables = process.env): Ports {
  const s3 = new S3Client({});
  const bucket = (name: string) => s3ObjectStore(s3, required(variables, name));
  let notifier: Notifier | undefined;
  const clock: Clock = { nowMs: () => Date.now() };
  const stores = {
    landing: bucket(NAMES.buckets.landing),
    bronze: bucket(NAMES.buckets.bronze),
    silver: bucket(NAMES.buckets.silver),
    gold: bucket(NAMES.buckets.gold),
    artifacts: bucket(NAMES.buckets.artifacts),
  };
  return {
    stores,
    registry: objectRegistry(stores.artifacts, clock),
    datasets: catalogOf(DATASETS),
    get notifier() {
      return (notifier ??= snsNotifier(new SNSClient({}), required(variables, NAMES.topicArn)));
    },
    clock,
    get build() {
      return buildInfo(variables);
    },
  };
}

function buildInfo(variables: Variables): BuildInfo {
  return {
    commit: required(variables, NAMES.commit),
    image: required(variables, NAMES.image),
    libraries: z.record(z.string(), z.string()).parse(JSON.parse(required(variables, NAMES.libraries))),
  };
}

function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set; lib/ sets it`);
  return value;
}

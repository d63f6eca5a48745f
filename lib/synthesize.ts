import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import type { AppProps, Stack } from 'aws-cdk-lib/core';
import type { BuildInfo } from '../core/ports.ts';
import type { Environment } from '../environments/environment.ts';
import { delivery } from '../environments/delivery.ts';
import { DATASETS } from '../datasets/index.ts';
import { ENVIRONMENTS, findEnvironment } from '../environments/index.ts';
import { leftoversOf } from '../environments/leftovers.ts';
import { pullRequestEnvironment } from '../environments/pull-request.ts';
import { requireUsable } from '../environments/require-usable.ts';
import { tellLeftovers } from './leftovers.ts';
import { buildInfo } from './steps/build-info.ts';
import { DeliveryStack } from './stacks/delivery-stack.ts';
import { ForecastingStack } from './stacks/forecasting-stack.ts';

/** Behaviour that CDK made the better default after its first release; here rather than in cdk.json, which only its CLI reads. */
const FEATURE_FLAGS = {
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn', 'aws-us-gov'],
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
};

export interface SynthesizeOptions {
  /** Whether the functions' code is bundled: a deployment needs that, a local run and most tests do not. */
  readonly bundling: boolean;
  /** Where the cloud assembly goes; without it nothing stays on the disk. */
  readonly outdir?: string;
  /** What the functions are told of the build; without it that of this checkout. */
  readonly build?: Omit<BuildInfo, 'image'>;
}

export interface SynthesizedEnvironment {
  readonly stack: Stack;
  readonly stackName: string;
  readonly template: Readonly<Record<string, unknown>>;
}

/** An app with the project's settings, whoever synthesizes it. */
export function platformApp({ context, ...props }: AppProps = {}): App {
  return new App({
    ...props,
    context: { ...FEATURE_FLAGS, ...context },
    analyticsReporting: false,
    treeMetadata: false,
  });
}

/** `-c pullRequest=7`: dev as a pull request has it, beside dev. */
const PULL_REQUEST = 'pullRequest';

/** Adds the one stack of an environment. @throws EnvironmentInvalid */
export function addEnvironment(app: App, name: unknown): Stack {
  const pullRequest: unknown = app.node.tryGetContext(PULL_REQUEST);
  const environment = pullRequest === undefined ? findEnvironment(name) : pullRequestEnvironment(name, pullRequest);
  // Of what may be deployed: a local run of the same definitions asks nobody's leave.
  requireUsable(environment, DATASETS);
  return addLiteral(app, environment, buildInfo());
}

function addLiteral(app: App, environment: Environment, build: Omit<BuildInfo, 'image'>): Stack {
  const stack = stackOf(app, environment, build);
  tellLeftovers(stack, leftoversOf(environment, { catalog: DATASETS, targets: Object.values(ENVIRONMENTS) }));
  return stack;
}

function stackOf(app: App, environment: Environment, build: Omit<BuildInfo, 'image'>): Stack {
  const { kind } = environment;
  switch (kind) {
    case 'platform':
      return new ForecastingStack(app, { environment, build, delivery });
    case 'delivery':
      return new DeliveryStack(app, { delivery: environment, targets: ENVIRONMENTS });
    default:
      return kind satisfies never;
  }
}

/** @throws EnvironmentInvalid */
export function synthesizeEnvironment(name: string, options: SynthesizeOptions): SynthesizedEnvironment {
  return synthesizeLiteral(findEnvironment(name), options);
}

/**
 * The template of a literal, in this process. Without bundling it differs from the one that is deployed in the hashes of
 * the functions' code alone. CloudFormation's own rules are not checked here: they cost seconds, and `npm run synth:check` does.
 *
 * @param environment a literal that keeps the rules
 */
export function synthesizeLiteral(
  environment: Environment,
  { bundling, outdir, build = buildInfo() }: SynthesizeOptions,
): SynthesizedEnvironment {
  process.env.CDK_VALIDATION ??= 'false';
  const folder = outdir ?? mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const app = platformApp({ outdir: folder, context: bundling ? {} : { 'aws:cdk:bundling-stacks': [] } });
    const stack = addLiteral(app, environment, build);
    const template = app.synth().getStackByName(stack.stackName).template as SynthesizedEnvironment['template'];
    return { stack, stackName: stack.stackName, template };
  } finally {
    if (outdir === undefined) rmSync(folder, { recursive: true });
  }
}

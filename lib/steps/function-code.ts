import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code, type CodeConfig, type ResourceBindOptions } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { AssetHashType, type CfnResource, DockerImage, type Stack } from 'aws-cdk-lib/core';
import type { StepRow } from '../../lambdas/step-row.ts';
import { ANSWER_MODULE, type FunctionName, JOB_MODULES } from '../../lambdas/jobs.ts';
import { STEPS } from '../../lambdas/steps.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAMBDAS = `${ROOT}lambdas`;

/** The file of each function's code below the project's root; it exports `handler`. */
export const MODULES = {
  ...Object.fromEntries(Object.entries<StepRow>(STEPS).map(([step, { module }]) => [step, module])),
  ...JOB_MODULES,
  ...ANSWER_MODULE,
} as Readonly<Record<FunctionName, string>>;

/**
 * The code of all functions as one asset, named by its content: `<name>.mjs` for each, and what they share (decision 0014). A stack that is not
 * bundled gets a name without content.
 */
export function functionCode(stack: Stack): Code {
  if (stack.bundlingRequired) return bundledCode(stack);
  // CDK asks for an image; a bundle that is not required is not made.
  return Code.fromAsset(LAMBDAS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: DockerImage.fromRegistry('none') },
  });
}

/** Bundled before CDK sees it: of a bundling of its own, CDK says a line that no option silences. */
function bundledCode(stack: Stack): Code {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  try {
    const bundler = `${ROOT}scripts/bundle-functions.mjs`;
    // The standard output of a synthesis may be a template.
    execFileSync(process.execPath, [bundler, folder, JSON.stringify(MODULES)], { stdio: ['ignore', 2, 2] });
    // Copied into the assembly at once.
    return new BundledCode(new Asset(stack, 'FunctionCode', { path: folder }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class BundledCode extends Code {
  readonly isInline = false;
  readonly #asset: Asset;

  constructor(asset: Asset) {
    super();
    this.#asset = asset;
  }

  override bind(): CodeConfig {
    const { s3BucketName: bucketName, s3ObjectKey: objectKey } = this.#asset;
    return { s3Location: { bucketName, objectKey } };
  }

  override bindToResource(resource: CfnResource, { resourceProperty = 'Code' }: ResourceBindOptions = {}): void {
    this.#asset.addResourceMetadata(resource, resourceProperty);
  }
}

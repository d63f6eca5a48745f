import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import type { StepRow } from '../../lambdas/step-row.ts';
import { type FunctionName, JOB_MODULES } from '../../lambdas/jobs.ts';
import { STEPS } from '../../lambdas/steps.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The file of each function's code below the project's root; it exports `handler`. */
export const MODULES = {
  ...Object.fromEntries(Object.entries<StepRow>(STEPS).map(([step, { module }]) => [step, module])),
  ...JOB_MODULES,
} as Readonly<Record<FunctionName, string>>;

/**
 * The code of all functions as one asset, named by its content: `<name>.mjs` for each, and what they share (decision 0014). A stack that is not
 * bundled gets a name without content.
 */
export function functionCode(): Code {
  return Code.fromAsset(`${ROOT}lambdas`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK asks for an image to fall back on; the bundle is made here or not at all.
      image: DockerImage.fromRegistry('none'),
      local: { tryBundle },
    },
  });
}

function tryBundle(outdir: string): true {
  const bundler = `${ROOT}scripts/bundle-functions.mjs`;
  // The standard output of a synthesis may be a template.
  execFileSync(process.execPath, [bundler, outdir, JSON.stringify(MODULES)], { stdio: ['ignore', 2, 2] });
  return true;
}

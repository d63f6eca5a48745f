import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../environments/environment.ts';
import { checkEnvironment, ENVIRONMENTS } from '../../environments/index.ts';
import { ForecastingStack } from '../../lib/stacks/forecasting-stack.ts';
import { buildInfo } from '../../lib/steps/build-info.ts';
import { platformApp } from '../../lib/synthesize.ts';
import { COMPANY } from '../../test/support/company-environment.ts';
import { type Template, templateSchema } from './assembly.ts';

/** The environments as they are, and one that has everything that a company may prescribe (docs/deploy.md). */
export const ALL_ENVIRONMENTS: readonly Environment[] = [...Object.values(ENVIRONMENTS), COMPANY];

const known = new Map<Environment, Template>();

/** An environment's template as it is deployed, but for the hashes of its code: what is judged by its template alone needs no more. */
export function unbundledTemplate(environment: Environment): Template {
  const found = known.get(environment) ?? synthesized(environment);
  known.set(environment, found);
  return found;
}

function synthesized(environment: Environment): Template {
  process.env.CDK_VALIDATION ??= 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const app = platformApp({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    const { stackName } = new ForecastingStack(app, { environment: checkEnvironment(environment), build: buildInfo() });
    return templateSchema.parse(app.synth().getStackByName(stackName).template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

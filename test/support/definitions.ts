import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../environments/environment.ts';
import { ForecastingStack } from '../../lib/stacks/forecasting-stack.ts';
import { platformApp } from '../../lib/synthesize.ts';
import { type LocalDefinitions, readTemplate, type Template } from '../../local/platform/template.ts';
import { onceASuite } from './once-a-suite.ts';

/** The machines of an environment that stands in no file. */
export function definitionsOf(environment: Environment): LocalDefinitions {
  return readTemplate(onceASuite(`machines of ${JSON.stringify(environment)}`, () => templateOf(environment)));
}

function templateOf(environment: Environment): Template {
  process.env.CDK_VALIDATION ??= 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const app = platformApp({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    const { stackName } = new ForecastingStack(app, { environment, build: { commit: 'test', libraries: {} } });
    return app.synth().getStackByName(stackName).template as Template;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

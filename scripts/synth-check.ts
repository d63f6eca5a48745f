import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { LITERALS } from '../environments/index.ts';
import { addEnvironment } from '../lib/synthesize.ts';
import { definitionFindings } from './definition-findings.ts';
import { synthesizeStrictly } from './strict-synthesis.ts';

/** All environments deploy the same bundle, of all functions: once is enough. */
const BUNDLED = 'dev';

function check(environment: string): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-check-'));
  try {
    const add = (app: App) => addEnvironment(app, environment);
    return definitionFindings(synthesizeStrictly({ outdir, bundling: environment === BUNDLED, add }));
  } catch (error) {
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

for (const environment of Object.keys(LITERALS)) {
  const findings = check(environment);
  console.log(`${environment}: ${findings.length === 0 ? 'no findings' : findings.join('\n')}`);
  if (findings.length > 0) process.exitCode = 1;
}

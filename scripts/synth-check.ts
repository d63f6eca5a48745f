import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { LITERALS } from '../environments/index.ts';
import type { Claim } from '../lib/rules/acknowledgements.ts';
import { unusedClaims } from '../lib/rules/packs.ts';
import { addEnvironment } from '../lib/synthesize.ts';
import { definitionFindings } from './definition-findings.ts';
import { synthesizeStrictly } from './strict-synthesis.ts';

/** All environments deploy the same bundle, of all functions: once is enough. */
const BUNDLED = 'dev';

const acknowledged = new Set<Claim>();

function check(environment: string): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-check-'));
  try {
    const add = (app: App) => addEnvironment(app, environment);
    const strict = synthesizeStrictly({ outdir, bundling: environment === BUNDLED, add });
    for (const claim of strict.acknowledged) acknowledged.add(claim);
    return [...strict.findings, ...definitionFindings(strict.template)];
  } catch (error) {
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function tell(what: string, findings: readonly string[]): void {
  console.log(`${what}: ${findings.length === 0 ? 'no findings' : findings.join('\n')}`);
  if (findings.length > 0) process.exitCode = 1;
}

for (const environment of Object.keys(LITERALS)) tell(environment, check(environment));
tell('acknowledgements', unusedClaims(acknowledged));

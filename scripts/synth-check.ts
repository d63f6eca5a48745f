import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ENVIRONMENTS } from '../environments/index.ts';
import { acknowledgeFindings } from '../lib/nag-acknowledgements.ts';
import { addEnvironment, platformApp } from '../lib/synthesize.ts';
import type { Template } from '../local/platform/template.ts';
import { readTemplate } from '../local/platform/template.ts';

/** Findings of CloudFormation's own rules are errors here, not warnings. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true };
const WITHOUT_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

/** All environments deploy the same bundle, of all functions: once is enough. */
const BUNDLED = 'dev';

/** Synthesizes one environment under CloudFormation's rules and the rule pack; both print what they find. */
function synthesizeStrictly(environment: string, outdir: string): Template {
  const context = { ...STRICT, ...(environment === BUNDLED ? {} : WITHOUT_BUNDLING) };
  const app = platformApp({ outdir, context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = addEnvironment(app, environment);
  acknowledgeFindings(stack);
  return app.synth().getStackByName(stack.stackName).template as Template;
}

/** What the Amazon States Language forbids in the template's state machines. */
function definitionFindings(template: Template): string[] {
  return Object.values(readTemplate(template).machines).flatMap(({ name, definition }) => {
    const { isValid, errorsText } = aslValidator(definition as object);
    return isValid ? [] : [`state machine ${name}: ${errorsText('; ')}`];
  });
}

function check(environment: string): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-check-'));
  try {
    return definitionFindings(synthesizeStrictly(environment, outdir));
  } catch (error) {
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

delete process.env.CDK_VALIDATION;
for (const environment of Object.keys(ENVIRONMENTS)) {
  const findings = check(environment);
  console.log(`${environment}: ${findings.length === 0 ? 'no findings' : findings.join('\n')}`);
  if (findings.length > 0) process.exitCode = 1;
}

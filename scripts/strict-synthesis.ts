import { Validations } from 'aws-cdk-lib/core';
import type { App, Stack } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledgeFindings } from '../lib/nag-acknowledgements.ts';
import { platformApp } from '../lib/synthesize.ts';
import type { Template } from '../local/platform/template.ts';

/** Findings of CloudFormation's own rules are errors here, not warnings. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true };
const WITHOUT_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

export interface StrictSynthesis {
  readonly outdir: string;
  readonly bundling: boolean;
  readonly add: (app: App) => Stack;
}

/** Synthesizes one stack under CloudFormation's rules and the rule pack. @throws Error when either found something; both print what. */
export function synthesizeStrictly({ outdir, bundling, add }: StrictSynthesis): Template {
  delete process.env.CDK_VALIDATION;
  const app = platformApp({ outdir, context: { ...STRICT, ...(bundling ? {} : WITHOUT_BUNDLING) } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = add(app);
  acknowledgeFindings(stack);
  return app.synth().getStackByName(stack.stackName).template as Template;
}

import type { App, Stack } from 'aws-cdk-lib/core';
import type { Claim } from '../lib/rules/acknowledgements.ts';
import { ownFindings } from '../lib/rules/own-rules.ts';
import { judgeFindings, packFindings, textOfFinding } from '../lib/rules/packs.ts';
import { platformApp } from '../lib/synthesize.ts';
import type { Template } from '../local/platform/template.ts';

/** Findings of CloudFormation's own rules are errors here, not warnings. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true };
const WITHOUT_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

export interface StrictSynthesisProps {
  readonly outdir: string;
  readonly bundling: boolean;
  readonly add: (app: App) => Stack;
}

export interface StrictSynthesis {
  readonly template: Template;
  /** What the rule packs have found and nobody has acknowledged, and what breaks a rule of our own. */
  readonly findings: readonly string[];
  /** What of the packs' findings is acknowledged. */
  readonly acknowledged: ReadonlySet<Claim>;
}

/** Synthesizes one stack under CloudFormation's rules, the rule packs and our own. @throws Error when the former found something; it prints what. */
export function synthesizeStrictly({ outdir, bundling, add }: StrictSynthesisProps): StrictSynthesis {
  delete process.env.CDK_VALIDATION;
  const app = platformApp({ outdir, context: { ...STRICT, ...(bundling ? {} : WITHOUT_BUNDLING) } });
  const stack = add(app);
  const template = app.synth().getStackByName(stack.stackName).template as Template;
  const { open, used } = judgeFindings(packFindings(stack));
  return { template, findings: [...open.map(textOfFinding), ...ownFindings(template)], acknowledged: used };
}

import { describe, expect, it } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { App, Stack } from 'aws-cdk-lib/core';
import { delivery as literal } from '../../../environments/delivery.ts';
import { checkEnvironment } from '../../../environments/index.ts';
import { ACKNOWLEDGEMENTS } from '../../../lib/rules/acknowledgements.ts';
import { ForecastingStack } from '../../../lib/stacks/forecasting-stack.ts';
import { synthesizeStrictly } from '../../../scripts/strict-synthesis.ts';
import { COMPANY } from '../../support/company-environment.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Of an account number that is somebody's. */
const delivery = { ...literal, account: '555566667777' };
const build = { commit: 'abc', libraries: {} };

describe('an environment with everything that a company may ask for', () => {
  it('breaks no rule', () => {
    expect(checkEnvironment(COMPANY)).toEqual(COMPANY);
  });

  it("passes CloudFormation's rules and the rule packs, and has what no literal of ours has", async () => {
    const outdir = await temporaryFolder();
    let stack: Stack | undefined;
    const add = (app: App) => (stack = new ForecastingStack(app, { environment: COMPANY, delivery, build }));
    const { template, findings, acknowledged } = synthesizeStrictly({ outdir, bundling: false, add });
    expect(findings).toEqual([]);
    const ours = ACKNOWLEDGEMENTS.flatMap(({ claims }) => claims.filter(({ only }) => only === 'a company'));
    expect(ours.length).toBeGreaterThan(1);
    expect(ours.filter((claim) => !acknowledged.has(claim))).toEqual([]);
    expect(Object.keys(template.Resources).length).toBeGreaterThan(100);
    expect(Annotations.fromStack(stack!).findWarning('*', Match.anyValue())).toEqual([]);
  }, 120_000);
});

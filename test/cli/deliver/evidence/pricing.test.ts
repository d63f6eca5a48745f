import { describe, expect, it } from '@jest/globals';
import { costOfMonth } from '../../../../cli/cost/month.ts';
import { pricing } from '../../../../cli/deliver/evidence/pricing.ts';
import { prod } from '../../../../environments/prod.ts';
import { synthesizeLiteral } from '../../../../lib/synthesize.ts';
import type { PlatformEnvironment } from '../../../../environments/environment.ts';

const templateOf = (literal: PlatformEnvironment) =>
  synthesizeLiteral(literal, { bundling: false, build: { commit: 'test', libraries: {} } }).template;

describe('the prices of the evidence', () => {
  it("are those of 'npm run cost' for the template of the literal", async () => {
    const template = templateOf(prod);
    expect(await pricing.month('prod', template)).toEqual(costOfMonth(prod, template, { series: 4 }));
  });

  it('know what stands by its template: another instance, another schedule', async () => {
    const stands = { ...prod, schedules: { ...prod.schedules, retrain: 'cron(0 3 ? * SUN *)' } };
    const before = await pricing.month('prod', templateOf(stands));
    expect(before).toEqual(costOfMonth(stands, templateOf(stands), { series: 4 }));
    expect(before.total).toBeGreaterThan((await pricing.month('prod', templateOf(prod))).total);
  });

  it('count a run by its state transitions', () => {
    expect(pricing.run({ pipeline: 600, train: 400 })).toBeCloseTo(0.025, 9);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { CostEstimate } from '../../../../core/contracts/cost.ts';
import { evidenceSchema } from '../../../../core/contracts/evidence.ts';
import { compareCost as comparedCost, type EstimatedEnvironment } from '../../../../core/delivery/evidence/cost.ts';
import { computed, evidenceOf } from '../../../../core/delivery/evidence/evidence.ts';

const PASS = { verdict: 'pass', reasons: [], facts: null } as const;
const ABOUT = { commit: 'a'.repeat(40), madeAt: '2026-11-28T08:00:00.000Z', builtAt: null, image: null };

describe('the evidence of a commit', () => {
  it('passes when every part does', () => {
    const evidence = evidenceOf({ ...ABOUT, parts: { changes: PASS, runs: PASS, compliance: PASS, cost: PASS } });
    expect(evidence).toMatchObject({ version: 1, verdict: 'pass', reasons: [], assumed: [] });
    expect(evidenceSchema.parse(evidence)).toEqual(evidence);
  });

  it.each(['changes', 'runs', 'compliance', 'cost'] as const)('is refused by the part %s alone', (part) => {
    const refused = { verdict: 'refuse', reasons: ['this', 'that'], facts: null } as const;
    const parts = { changes: PASS, runs: PASS, compliance: PASS, cost: PASS, [part]: refused };
    expect(evidenceOf({ ...ABOUT, parts })).toMatchObject({
      verdict: 'refuse',
      reasons: [`${part}: this`, `${part}: that`],
    });
  });

  it('is refused by a part that says no reason, too', () => {
    const silent = { verdict: 'refuse', reasons: [], facts: null } as const;
    expect(evidenceOf({ ...ABOUT, parts: { changes: PASS, runs: silent, compliance: PASS, cost: PASS } }).verdict).toBe(
      'refuse',
    );
  });

  it('says what was assumed', () => {
    const checks = [
      { check: 'image scan', outcome: 'assumed' as const, evidence: 'no repository' },
      { check: 'owner', outcome: 'pass' as const, evidence: 'ada' },
    ];
    const compliance = { verdict: 'pass' as const, reasons: [], facts: { checks, commits: [], packages: [] } };
    const { assumed } = evidenceOf({ ...ABOUT, parts: { changes: PASS, runs: PASS, compliance, cost: PASS } });
    expect(assumed).toEqual(['image scan: no repository']);
  });

  it('refuses a part that cannot be computed', async () => {
    const part = await computed(async () => {
      throw new TypeError('no such bucket');
    });
    expect(part).toEqual({
      verdict: 'refuse',
      reasons: ['could not be computed: TypeError: no such bucket'],
      facts: null,
    });
  });
});

const compareCost = (estimates: readonly EstimatedEnvironment[]) => comparedCost(estimates, '4 series');
const LINE = { service: 'Lambda', what: 'GB-seconds', dataset: 'weather', quantity: 1, unit: 'GB-s', dollars: 2 };
const ESTIMATE: CostEstimate = {
  currency: 'USD',
  pricesOf: '2026-11-01',
  region: 'eu-central-1',
  total: 2,
  lines: [LINE],
};

describe('the cost, as it stands and as it would', () => {
  it('puts lines of the same name side by side, the dearest first', () => {
    const kms = { ...LINE, service: 'KMS', what: 'keys', dataset: 'all', dollars: 3 };
    const after = {
      ...ESTIMATE,
      total: 7.5,
      lines: [
        { ...LINE, dollars: 2.5 },
        { ...kms, dollars: 5 },
      ],
    };
    const gone = { ...LINE, service: 'SNS', dollars: 1 };
    const { verdict, facts } = compareCost([
      { environment: 'prod', before: { ...ESTIMATE, total: 3, lines: [LINE, gone] }, after },
    ]);
    expect(verdict).toBe('pass');
    expect(facts).toEqual({
      pricesOf: '2026-11-01',
      basis: '4 series',
      environments: [
        {
          environment: 'prod',
          region: 'eu-central-1',
          before: 3,
          after: 7.5,
          lines: [
            { service: 'KMS', what: 'keys', dataset: 'all', before: 0, after: 5 },
            { service: 'Lambda', what: 'GB-seconds', dataset: 'weather', before: 2, after: 2.5 },
            { service: 'SNS', what: 'GB-seconds', dataset: 'weather', before: 1, after: 0 },
          ],
        },
      ],
    });
  });

  it('knows no cost before where nothing is deployed', () => {
    const { facts } = compareCost([{ environment: 'prod', before: null, after: ESTIMATE }]);
    expect(facts?.environments[0]).toMatchObject({ before: null, lines: [{ before: null, after: 2 }] });
  });

  it.each([
    ['is no number', { ...ESTIMATE, total: NaN }, 'prod: the estimate is no number'],
    ['counts nothing', { ...ESTIMATE, total: 0, lines: [] }, 'prod: the estimate counts nothing'],
  ])('refuses an estimate that %s', (_, after, reason) => {
    expect(compareCost([{ environment: 'prod', before: ESTIMATE, after }])).toMatchObject({
      verdict: 'refuse',
      reasons: [reason],
    });
  });

  it('refuses an estimate before that is no number, and none at all', () => {
    const before = { ...ESTIMATE, total: Infinity };
    expect(compareCost([{ environment: 'prod', before, after: ESTIMATE }]).verdict).toBe('refuse');
    expect(compareCost([]).reasons).toEqual(['no environment was estimated']);
  });
});

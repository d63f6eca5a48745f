import { describe, expect, it } from '@jest/globals';
import { compareRuns } from '../../../../core/delivery/evidence/compare-runs.ts';
import { KEPT_RUN } from '../../../support/kept-run.ts';

const STAGING = { run: KEPT_RUN, cost: 0.01 };
const PROD = { run: { ...KEPT_RUN, environment: 'prod', commit: 'b'.repeat(40) }, cost: 0.01 };

describe("staging's run against another", () => {
  it('passes with nothing marked where the two are alike', () => {
    const { verdict, reasons, facts } = compareRuns(STAGING, PROD);
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
    expect(facts?.figures.filter(({ isMarked }) => isMarked)).toEqual([]);
    expect(facts?.figures.map(({ figure }) => figure)).toEqual([
      'bronzeEval',
      'bronzeTrain',
      'quarantinedEval',
      'quarantinedTrain',
      'quarantine in training',
      'quarantine in evaluation',
      'naiveRmse',
      'realised.rmse',
      'duration',
      'state transitions',
      'cost of the run',
    ]);
  });

  it.each([
    ['rows beyond a fifth', { counts: { ...KEPT_RUN.counts, bronzeEval: 1201 } }, 'bronzeEval', 0.201],
    [
      'a share beyond half a point',
      { counts: { ...KEPT_RUN.counts, quarantinedTrain: 26 } },
      'quarantine in training',
      0.006,
    ],
    ['an error beyond a tenth', { errors: { 'realised.rmse': 3.33, naiveRmse: 4 } }, 'realised.rmse', 0.11],
    ['a duration beyond a half', { seconds: 182 }, 'duration', 182 / 120 - 1],
    ['transitions beyond a quarter', { transitions: { pipeline: 30, train: 98 } }, 'state transitions', 0.28],
  ])('marks %s', (_, fields, figure, difference) => {
    const { verdict, facts } = compareRuns({ ...STAGING, run: { ...KEPT_RUN, ...fields } }, PROD);
    const marked = facts?.figures.filter(({ isMarked }) => isMarked) ?? [];
    expect(marked.map((each) => each.figure)).toContain(figure);
    expect(marked.find((each) => each.figure === figure)?.difference).toBeCloseTo(difference, 9);
    expect(verdict).toBe('pass');
  });

  it('counts what somebody has withdrawn on neither side of a share', () => {
    const counts = { ...KEPT_RUN.counts, quarantinedTrain: 20, bronzeTrain: 400, withdrawnTrain: 300 };
    const { facts } = compareRuns({ ...STAGING, run: { ...KEPT_RUN, counts } }, PROD);
    expect(facts?.figures.find(({ figure }) => figure === 'quarantine in training')?.staging).toBe(0.2);
  });

  it('marks a cost beyond a quarter, and lets smaller differences pass', () => {
    expect(compareRuns({ ...STAGING, cost: 0.013 }, PROD).facts?.figures.at(-1)).toMatchObject({ isMarked: true });
    expect(compareRuns({ ...STAGING, cost: 0.0124 }, PROD).facts?.figures.at(-1)).toMatchObject({ isMarked: false });
  });

  it('marks what one of the two lacks', () => {
    const without = { ...PROD, run: { ...PROD.run, errors: { naiveRmse: 4, 'production.realised.rmse': 3 } } };
    const marked = compareRuns(STAGING, without).facts?.figures.filter(({ isMarked }) => isMarked);
    expect(marked).toEqual([
      { figure: 'realised.rmse', unit: 'error', staging: 3, reference: null, difference: null, isMarked: true },
      {
        figure: 'production.realised.rmse',
        unit: 'error',
        staging: null,
        reference: 3,
        difference: null,
        isMarked: true,
      },
    ]);
  });

  it('marks a gate that decides otherwise', () => {
    const refused = [{ gate: 'skill-over-naive', outcome: 'refuse', why: 'below' }];
    const { facts, verdict } = compareRuns({ ...STAGING, run: { ...KEPT_RUN, verdicts: refused } }, PROD);
    expect(facts?.gates).toEqual([
      { gate: 'skill-over-naive', staging: 'refuse', reference: 'pass', why: 'below', isMarked: true },
    ]);
    expect(verdict).toBe('pass');
  });

  it('marks nothing where there is no run to compare with', () => {
    const { verdict, facts } = compareRuns(STAGING, null);
    expect(verdict).toBe('pass');
    expect(facts?.reference).toBeNull();
    expect([...(facts?.figures ?? []), ...(facts?.gates ?? [])].filter(({ isMarked }) => isMarked)).toEqual([]);
  });

  it.each([
    [
      'that failed',
      { status: 'FAILED' },
      'the run of this commit in staging ended as FAILED; its execution arn:e shows where',
    ],
    ['that no gate judged', { verdicts: [] }, 'the run of this commit in staging was judged by no gate'],
    [
      'without a count of what was delivered',
      { counts: { ...KEPT_RUN.counts, bronzeTrain: 0 } },
      'the run of this commit in staging says nothing of the quarantine in training: no row was counted',
    ],
  ])('refuses a run %s', (_, fields, reason) => {
    const { verdict, reasons } = compareRuns({ ...STAGING, run: { ...KEPT_RUN, ...fields } }, PROD);
    expect(verdict).toBe('refuse');
    expect(reasons).toEqual([reason]);
  });
});

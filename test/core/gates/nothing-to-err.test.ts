import { describe, expect, it } from '@jest/globals';
import type { Comparison } from '../../../core/gates/comparison.ts';
import { GATES, judge } from '../../../core/gates/index.ts';
import { broken, NO_SERIES, PERFECT, POLICY } from './perfect.ts';

const first = (comparison: Comparison): Comparison => ({ ...comparison, production: 'naive' });
/** As of a constant series. */
const PERFECT_NAIVE = broken(({ y }) => ({ naive: y }));
const NOBODY_ERRS = broken(({ y, challenger }) => ({ naive: y, challenger: { ...challenger, yhat: y } }));
const PERFECT_PRODUCTION = broken(({ y, production }) => ({ production: { ...production!, yhat: y } }));

function evidence(comparison: Comparison, gate: string): string {
  return GATES[gate](comparison, POLICY).evidence;
}

describe('a gate whose ratio would be one to nothing', () => {
  it.each([
    'skill-over-naive',
    'no-worse-than-naive',
    'no-worse-than-production',
    'bias',
    'business-cost',
    'worst-segment',
  ])('%s says that the naive does not err', (gate) => {
    const said = evidence(
      first(
        broken(({ y, challenger }) => ({ naive: y, challenger: { ...challenger, yhat: y.map((value) => value + 1) } })),
      ),
      gate,
    );
    expect(said).toMatch(
      /^cannot be computed: .*; the error of the seasonal naive of 7 is 0: there is no ratio to it$/,
    );
  });

  it.each(['skill-over-naive', 'no-worse-than-naive', 'bias'])('%s says that neither errs', (gate) => {
    expect(GATES[gate](NOBODY_ERRS, POLICY)).toMatchObject({
      value: expect.any(Number),
      evidence: expect.stringMatching(/; neither errs, which counts as a ratio of 1$/),
    });
  });

  it('says so of Production, and of cross-validation', () => {
    expect(evidence(PERFECT_PRODUCTION, 'no-worse-than-production')).toMatch(
      /; the error of Production is 0: there is no ratio to it$/,
    );
    expect(evidence({ ...PERFECT, crossValidatedRmse: 0 }, 'cross-validation-gap')).toMatch(
      /; the error of cross-validation is 0: there is no ratio to it$/,
    );
    expect(evidence(PERFECT, 'skill-over-naive')).toMatch(/240 are needed\)$/);
  });

  it('shows a person no NaN, no Infinity and no null', () => {
    const all = [PERFECT, PERFECT_NAIVE, NOBODY_ERRS, PERFECT_PRODUCTION, NO_SERIES];
    for (const comparison of [...all, ...all.map(first)]) {
      for (const verdict of judge(comparison, { policy: POLICY, way: 'first' })) {
        expect(verdict.evidence).not.toMatch(/NaN|Infinity|null|undefined/);
      }
    }
  });
});

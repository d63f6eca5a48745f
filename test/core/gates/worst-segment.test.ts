import { describe, expect, it } from '@jest/globals';
import { worstSegment } from '../../../core/gates/worst-segment.ts';
import { broken, NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

const bad = (row: number) => 3 * sign(row);

describe('worst-segment', () => {
  it('passes where every segment gains', () => {
    expect(worstSegment(PERFECT, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 0.5,
      threshold: '<= 1.25',
      evidence: "worst of 2 segments is 'north': RMSE is 0.5 of that of Production on 120 rows",
    });
  });

  it('passes a segment that loses just what is allowed', () => {
    const wider = withErrors((row) => 2.5 * sign(row), 'south/a', 'south/b');
    expect(worstSegment(wider, POLICY)).toMatchObject({ outcome: 'pass', value: 1.25 });
  });

  it('passes over a segment that Production does not forecast', () => {
    const unknown = broken(() => ({ production: undefined }), 'south/a', 'south/b');
    expect(worstSegment(unknown, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 0.5,
      evidence: "worst of 1 segments is 'north': RMSE is 0.5 of that of Production on 120 rows",
    });
  });

  it('judges a segment by a single row where both forecast no more', () => {
    const hardlyKnown = broken(
      ({ production }) => ({
        production: { ...production!, yhat: production!.yhat.map((value, row) => (row === 0 ? value : NaN)) },
      }),
      'south/a',
    );
    const series = hardlyKnown.series.filter(({ uniqueId }) => uniqueId !== 'south/b');
    expect(worstSegment({ ...PERFECT, series }, POLICY).evidence).toContain('worst of 2 segments');
  });

  it('refuses a segment that is given up for the others, and names it', () => {
    expect(worstSegment(withErrors(bad, 'south/a', 'south/b'), POLICY)).toMatchObject({
      outcome: 'refuse',
      value: 1.5,
      evidence: "worst of 2 segments is 'south': RMSE is 1.5 of that of Production on 120 rows",
    });
  });

  it('pools the series of a segment', () => {
    // RMSE sqrt((9 + 1) / 2) against 2.
    expect(worstSegment(withErrors(bad, 'south/a'), POLICY)).toMatchObject({
      outcome: 'pass',
      value: expect.closeTo(1.118033988749895, 12),
    });
  });

  it('leaves a single segment, and a single series, to no-worse-than-production', () => {
    const { series } = withErrors(bad);

    expect(worstSegment({ ...PERFECT, series: series.slice(0, 2) }, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 1.5,
      threshold: 'panels with segments only',
      evidence: 'one segment; RMSE is 1.5 of that of Production on 120 rows',
    });
    expect(worstSegment({ ...PERFECT, series: series.slice(0, 1) }, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 1.5,
      evidence: expect.stringContaining('one series'),
    });
  });

  it('says that no row could be compared', () => {
    const { evidence } = worstSegment(
      broken(() => ({ production: undefined })),
      POLICY,
    );
    expect(evidence).toBe(
      "cannot be computed: worst of 0 segments is '': the challenger and Production have no row in common",
    );
  });

  it('cannot be computed on an empty join, or where one segment has an error that is no number', () => {
    for (const comparison of [
      NO_SERIES,
      broken(() => ({ production: undefined })),
      withOneValue('challenger', NaN),
      withOneValue('production', Infinity),
      broken(({ production, y }) => ({ production: { ...production!, yhat: y } }), 'north/a', 'north/b'),
    ]) {
      expect(worstSegment(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { worstSegment } from '../../../core/gates/worst-segment.ts';
import { broken, NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

const bad = (row: number) => 3 * sign(row);

describe('worst-segment', () => {
  it('passes where every segment gains', () => {
    expect(worstSegment(PERFECT, POLICY)).toMatchObject({ outcome: 'pass', value: 0.5, threshold: '<= 1.25' });
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
      evidence: expect.stringContaining('one segment'),
    });
    expect(worstSegment({ ...PERFECT, series: series.slice(0, 1) }, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 1.5,
      evidence: expect.stringContaining('one series'),
    });
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

import { describe, expect, it } from '@jest/globals';
import type { MissingList } from '../../../core/contracts/missing-series.ts';
import { missingSeries } from '../../../core/gates/missing-series.ts';
import { NO_SERIES, NONE_MISSING, PERFECT, POLICY } from './perfect.ts';

/** So many of eight series that were delivered, two of which ended long ago. */
function withMissing(inAll: number): MissingList {
  const first = [{ uniqueId: 's21', why: 'every-row-refused', detail: '48 rows: off-calendar' }] as const;
  return { delivered: 8, inAll, ended: 2, byWhy: NONE_MISSING, first: [...first] };
}

describe('missing-series', () => {
  it('passes where every series that was delivered is forecast', () => {
    expect(missingSeries(PERFECT, POLICY)).toEqual({
      gate: 'missing-series',
      outcome: 'pass',
      value: 0,
      threshold: 'none that only Production forecasts (0.25 for a first version)',
      evidence: 'all 4 series that were delivered are forecast and still deliver',
    });
  });

  it('refuses a changed recipe that loses a series, and names it', () => {
    const verdict = missingSeries({ ...PERFECT, lost: ['a', 'b', 'c', 'd', 'e', 'f'] }, POLICY);
    expect(verdict).toMatchObject({ outcome: 'refuse' });
    expect(verdict.evidence).toContain('Production forecasts a, b, c, d, e, and 1 more, and the challenger does not');
  });

  it('does not hold against a changed recipe what the data lack', () => {
    const verdict = missingSeries({ ...PERFECT, missing: withMissing(6) }, POLICY);
    expect(verdict).toMatchObject({ outcome: 'pass', value: 4 / 6 });
    expect(verdict.evidence).toContain(
      '6 of 8 series that were delivered are without a forecast, or silent: s21 (every row refused',
    );
  });

  it('counts the share of a first version, without the series that ended before its window', () => {
    const first = { ...PERFECT, production: 'naive' } as const;
    expect(missingSeries({ ...first, missing: withMissing(3) }, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 1 / 6,
    });
    expect(missingSeries({ ...first, missing: withMissing(4) }, POLICY)).toMatchObject({
      outcome: 'refuse',
      value: 1 / 3,
      threshold: '<= 0.25',
    });
  });

  it('needs no row to compare, and lets a version pass that an older release registered', () => {
    expect(missingSeries(NO_SERIES, POLICY)).toMatchObject({ outcome: 'pass' });
    expect(missingSeries({ ...PERFECT, missing: undefined }, POLICY)).toMatchObject({ outcome: 'pass', value: 0 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { noWorseThanNaive } from '../../../core/gates/no-worse-than-naive.ts';
import { broken, column, NO_SERIES, PERFECT, sign, withErrors, withOneValue } from './perfect.ts';

describe('no-worse-than-naive', () => {
  it('passes a version whose mean squared error is below that of the naive, and says by how much', () => {
    expect(noWorseThanNaive(PERFECT)).toEqual({
      gate: 'no-worse-than-naive',
      outcome: 'pass',
      value: 0.0625,
      threshold: '<= 1',
      evidence: 'mean squared error 1 against 16 of the seasonal naive of 7 on 240 rows that have one',
    });
  });

  it('decides by the errors alone: of equals the version, with no tolerance', () => {
    expect(noWorseThanNaive(withErrors((row) => 4 * sign(row)))).toMatchObject({ outcome: 'pass', value: 1 });
    expect(noWorseThanNaive(withErrors((row) => 4.01 * sign(row)))).toMatchObject({ outcome: 'refuse' });
  });

  it('cannot be computed where no row has a naive, or with a forecast that is no number', () => {
    for (const comparison of [
      NO_SERIES,
      broken(() => ({ naive: column(() => NaN) })),
      withOneValue('challenger', NaN),
      withOneValue('challenger', Infinity),
      withOneValue('naive', Infinity),
    ]) {
      expect(noWorseThanNaive(comparison)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});

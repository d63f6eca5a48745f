import { describe, expect, it } from '@jest/globals';
import { joinedRows } from '../../../core/gates/joined-rows.ts';
import { broken, column, NO_SERIES, PERFECT, POLICY } from './perfect.ts';

describe('joined-rows', () => {
  it('passes with enough rows that both forecast', () => {
    expect(joinedRows(PERFECT, POLICY)).toMatchObject({ gate: 'joined-rows', outcome: 'pass', value: 240 });
  });

  it('refuses one row too few: rows that Production does not forecast do not count', () => {
    const verdict = joinedRows(
      broken(
        ({ production }) => ({ production: { ...production!, yhat: column((row) => (row === 3 ? NaN : 10)) } }),
        'south/a',
      ),
      POLICY,
    );

    expect(verdict).toMatchObject({ outcome: 'refuse', value: 239 });
  });

  it('refuses a challenger that gives up a row that Production forecasts, however many are left', () => {
    const verdict = joinedRows({ ...PERFECT, unmatched: { challengerOnly: 0, productionOnly: 1 } }, POLICY);

    expect(verdict).toMatchObject({ outcome: 'refuse', value: 240 });
    expect(verdict.evidence).toContain('0 only by the challenger, 1 only by Production');
  });

  it('only counts the rows that the naive alone can forecast', () => {
    const first = { ...PERFECT, production: 'naive', unmatched: { challengerOnly: 0, productionOnly: 5 } } as const;

    expect(joinedRows(first, POLICY)).toMatchObject({
      outcome: 'pass',
      evidence: expect.stringContaining('5 only by the seasonal naive of 7'),
    });
  });

  it('cannot be computed on an empty join', () => {
    expect(joinedRows(NO_SERIES, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    expect(
      joinedRows(
        broken(() => ({ production: undefined })),
        POLICY,
      ),
    ).toMatchObject({ outcome: 'refuse', value: null });
  });
});

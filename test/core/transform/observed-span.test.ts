import { describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../core/transform/ledger.ts';
import { observedSpan } from '../../../core/transform/observed-span.ts';
import { sliceOf } from '../../../core/transform/slice.ts';

const entry = (from: string, to: string, silver: number): Ledger['dated'][number] => {
  return {
    from,
    to,
    bronze: 2,
    silver,
    deduplicated: 0,
    restated: 0,
    aggregated: 0,
    planned: 0,
    quarantined: {},
  };
};
const DAYS: Ledger = {
  step: 'day',
  dated: [
    entry('2020-01-01', '2020-01-31', 2),
    entry('2020-02-01', '2020-02-10', 0),
    entry('2020-03-05', '2020-03-05', 1),
  ],
  undated: {},
  phases: {},
};
const daysIn = (start: string, end: string) => {
  const span = observedSpan(DAYS, sliceOf({ start, end }, 'day'));
  return span && [span.firstMs, span.lastMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
};

describe('what of a slice is observed', () => {
  it.each([
    ['2019-12-01', '2020-12-31', ['2020-01-01', '2020-03-05']],
    ['2020-01-10', '2020-01-20', ['2020-01-10', '2020-01-20']],
    ['2020-01-20', '2020-02-15', ['2020-01-20', '2020-01-31']],
    ['2020-02-01', '2020-03-04', undefined],
    ['2020-03-05', '2020-03-05', ['2020-03-05', '2020-03-05']],
  ])('%s..%s', (start, end, expected) => {
    expect(daysIn(start, end)).toEqual(expected);
  });

  it('goes by hours in an hourly series', () => {
    const hours: Ledger = {
      step: 'hour',
      dated: [entry('2020-01-01T00:00:00Z', '2020-01-01T05:00:00Z', 1)],
      undated: {},
      phases: {},
    };
    const slice = sliceOf({ start: '2020-01-01T02:00:00Z', end: '2020-01-02T00:00:00Z' }, 'hour');
    expect(observedSpan(hours, slice)).toEqual({
      firstMs: Date.parse('2020-01-01T02:00:00Z'),
      lastMs: Date.parse('2020-01-01T05:00:00Z'),
    });
  });
});

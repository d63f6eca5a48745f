import { describe, expect, it } from '@jest/globals';
import { describeOutlook, outlookOf } from '../../../core/monitor/outlook.ts';

const DAYS = { frequency: 'day', phase: 0 } as const;
const MONTHS = { frequency: 'month', phase: 0 } as const;
const until = (end: string) => [{ runId: 'a', modelVersion: 1, range: { start: '2024-01-01', end } }];

describe('outlookOf', () => {
  it('counts what is left of the horizon, and says when it ends', () => {
    const present = { axis: DAYS, asOf: '2024-06-01', evaluation: { length: '30d' } };
    expect(outlookOf(until('2024-06-05'), present)).toEqual({
      asOf: '2024-06-01',
      ahead: 4,
      end: '2024-06-05',
      horizon: 30,
      isRunningOut: false,
    });
  });

  it.each([
    // A tenth of 30 days is 3.
    [DAYS, '30d', '2024-06-01', '2024-06-04', true],
    [DAYS, '30d', '2024-06-01', '2024-06-05', false],
    // Of 39 days it is 3 whole ones.
    [DAYS, '39d', '2024-06-01', '2024-06-04', true],
    [DAYS, '39d', '2024-06-01', '2024-06-05', false],
    // A year of days counts 365, whose tenth is 36.
    [DAYS, '1y', '2024-06-01', '2024-07-07', true],
    [DAYS, '1y', '2024-06-01', '2024-07-08', false],
    // Where a tenth is less than one period, the last period counts.
    [MONTHS, '6m', '2024-06-01', '2024-07-01', true],
    [MONTHS, '6m', '2024-06-01', '2024-08-01', false],
    // A tenth of 20 months is 2.
    [MONTHS, '20m', '2024-06-01', '2024-08-01', true],
    [MONTHS, '20m', '2024-06-01', '2024-09-01', false],
  ] as const)('%j with a horizon of %s runs out as of %s until %s: %s', (axis, length, asOf, end, expected) => {
    expect(outlookOf(until(end), { axis, asOf, evaluation: { length } }).isRunningOut).toBe(expected);
  });
});

describe('describeOutlook', () => {
  const outlook = { asOf: '2024-06-01', ahead: 2, end: '2024-06-03', horizon: 30, isRunningOut: true };

  it('says when the forecasts end, and how much that is', () => {
    expect(describeOutlook(outlook)).toBe(
      'the forecasts in force end on 2024-06-03: 2 of 30 periods after 2024-06-01, the last observation known, are left',
    );
  });

  it('says that there are none', () => {
    expect(describeOutlook({ ...outlook, ahead: 0, end: '2024-06-01' })).toBe(
      'no forecasts are in force after 2024-06-01, the last observation known',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { seasonalReference } from '../../../core/monitor/seasonal-reference.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { formatPeriod, parsePeriod } from '../../../core/series/time-axis.ts';

/** A series whose values are its own period numbers. */
function ownPeriods(first: number, last: number) {
  const ds = Int32Array.from({ length: last - first + 1 }, (_, row) => first + row);
  return { uniqueId: 'a', ds, y: Float64Array.from(ds) };
}

describe('seasonalReference', () => {
  const days: TimeAxis = { frequency: 'day', phase: 0 };
  const day = (text: string) => parsePeriod(days, text);

  it('takes the same days of every year of training, four more on both sides', () => {
    const training = { first: day('2020-01-01'), last: day('2021-12-31') };
    const recent = { first: day('2022-03-01'), last: day('2022-03-02') };
    const dates = [...seasonalReference(days, 365, { training, recent })(ownPeriods(training.first, recent.last))];
    const texts = dates.map((period) => formatPeriod(days, period));
    expect(texts[0]).toBe('2020-02-25');
    expect(texts).toContain('2020-02-29');
    expect(texts).toContain('2021-03-06');
    expect(texts.at(-1)).toBe('2021-03-06');
    expect(texts).toHaveLength(21);
  });

  it('goes round the turn of the year', () => {
    const training = { first: day('2020-01-01'), last: day('2021-12-31') };
    const recent = { first: day('2022-01-01'), last: day('2022-01-01') };
    const dates = seasonalReference(days, 365, { training, recent })(ownPeriods(training.first, recent.last));
    expect([...dates].map((period) => formatPeriod(days, period)).slice(4, 7)).toEqual([
      '2020-01-05',
      '2020-12-28',
      '2020-12-29',
    ]);
  });

  it('takes the same months, and no others', () => {
    const months: TimeAxis = { frequency: 'month', phase: 0 };
    const reference = seasonalReference(months, 12, {
      training: { first: 0, last: 35 },
      recent: { first: 38, last: 39 },
    });
    expect([...reference(ownPeriods(0, 39))]).toEqual([2, 3, 14, 15, 26, 27]);
  });

  it('takes 88 hours more on both sides of an hour', () => {
    const hours: TimeAxis = { frequency: 'hour', phase: 0 };
    const training = { first: 0, last: 365 * 24 - 1 };
    const recent = { first: 500 * 24, last: 500 * 24 };
    const reference = seasonalReference(hours, 365 * 24, { training, recent });
    expect(reference(ownPeriods(0, training.last))).toHaveLength(88 + 1 + 88);
  });

  it('takes the like of the recent rows from one whole season on', () => {
    const months: TimeAxis = { frequency: 'month', phase: 0 };
    const recent = { first: 14, last: 15 };
    const ofTraining = (last: number) =>
      seasonalReference(months, 12, { training: { first: 0, last }, recent })(ownPeriods(0, last));
    expect([...ofTraining(11)]).toEqual([2, 3]);
    expect(ofTraining(10)).toHaveLength(11);
  });

  it('takes the whole window where it holds less than a season', () => {
    const training = { first: day('2021-06-01'), last: day('2021-12-31') };
    const recent = { first: day('2022-03-01'), last: day('2022-03-30') };
    const reference = seasonalReference(days, 365, { training, recent });
    expect(reference(ownPeriods(day('2020-01-01'), recent.last))).toHaveLength(214);
  });

  it('has nothing for a series that began after training', () => {
    const reference = seasonalReference(days, 7, { training: { first: 0, last: 9 }, recent: { first: 10, last: 19 } });
    expect(reference(ownPeriods(10, 19))).toHaveLength(0);
  });
});

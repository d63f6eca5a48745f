import fc from 'fast-check';
import { AGGREGATES } from '../../core/contracts/data-contract.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { withContract } from './dataset.ts';

export interface MessyCase {
  readonly dataset: Dataset;
  /** CSV texts, in order of arrival; no two the same, since ingest would take those for one. */
  readonly files: readonly string[];
  /** Which of the files are withdrawn: mostly none, perhaps all. */
  readonly withdrawn: readonly number[];
  readonly ranges: readonly [DateRange, DateRange];
}

type Frequency = 'day' | 'hour' | 'week' | 'month' | 'quarter';

/** What a timestamp may look like, over few periods, so that rows meet; the last ones are off the calendar, or no dates. */
const DATES: Readonly<Record<Frequency, readonly string[]>> = {
  day: ['2011-12-31', '2012-01-01', '2012/01/02', '2012-01-04', '2012-01-05', '2012-01-09', '2012-01-02T07:00'],
  hour: [
    '2012-01-01 22:00',
    '2012-01-01T23:00Z',
    '2012-01-02T00:00Z',
    '2012-01-02T03:00+02:00',
    '2012-01-02T04:00Z',
    '2012-01-02T05:00Z',
    '2012-01-02T04:30Z',
    '2012-01-02T05:00:00.001Z',
    '2012-01-01T21:59:59Z',
  ],
  week: [
    ...['2011-12-26', '2012-01-01', '2012-01-02', '2012-01-08', '2012-01-09', '2012-01-15', '2012-01-16', '2012-01-22'],
    ...['2012-01-04', '2012-01-16T12:00', '2012-01-23T01:00+01:00'],
  ],
  month: [
    ...['2011-12', '2012-01-01', '2012-02-01', '2012-05', '2012-06-01', '2012-02-29', '2012-02-01T01:00'],
    ...['2012-01-31', '2012-03-30', '2012-05-31', '2012-06-29', '2012-01-15', '2012-02-15'],
  ],
  quarter: [
    ...['2011-10-31', '2012-01-31', '2012-04-30', '2012-07-31', '2011-11-01', '2012-02-01', '2012-05-01'],
    ...['2011-12-31', '2012-03-31', '2012-06-29', '2012-06-30', '2012-02-15'],
  ],
};
const NO_DATES = ['soon', '', '03/04/2012', '2012-02-30', '2099-01-01'];

const BOUNDS: Readonly<Record<Frequency, readonly string[]>> = {
  day: ['2011-12-30', '2011-12-31', '2012-01-01', '2012-01-02', '2012-01-04', '2012-01-07', '2012-01-09'],
  hour: [
    '2012-01-01T21:00:00Z',
    '2012-01-01T22:00:00Z',
    '2012-01-02T01:00:00Z',
    '2012-01-02T04:00:00Z',
    '2012-01-02T05:00:00Z',
    '2012-01-02T06:00:00Z',
  ],
  week: ['2011-12-26', '2012-01-01', '2012-01-02', '2012-01-09', '2012-01-15', '2012-01-18', '2012-01-23'],
  month: ['2011-12-01', '2012-01-01', '2012-02-01', '2012-02-29', '2012-04-15', '2012-06-01'],
  quarter: ['2011-10-31', '2011-12-31', '2012-01-31', '2012-02-01', '2012-04-30', '2012-07-31'],
};

/** Files with late, repeated, contradicting, restated, finer, planned, refused and undated rows, some of the files withdrawn, and two ranges of them. */
export const messyCase: fc.Arbitrary<MessyCase> = fc
  .record({
    frequency: fc.constantFrom<Frequency>('day', 'hour', 'week', 'month', 'quarter'),
    aggregate: fc.constantFrom(null, null, ...AGGREGATES),
    restatements: fc.constantFrom('last-delivery-wins' as const, 'quarantine' as const),
    shards: fc.constantFrom(1, 3),
  })
  .chain(({ frequency, aggregate, restatements, shards }) => {
    const date = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...DATES[frequency]) },
      { weight: 1, arbitrary: fc.constantFrom(...NO_DATES) },
    );
    const id = fc.constantFrom('seattle', 'york', ' york', 'a', '');
    // Seldom the same word three times: that would be a format, and the file refused as a whole.
    const word = fc.constantFrom('warm', 'cold', 'mild', 'hot');
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('1', '1.0', '2', '-3', '1', '2', 'NA', '', '99') },
      { weight: 1, arbitrary: word },
    );
    const line = fc.oneof(
      { weight: 14, arbitrary: fc.tuple(id, date, value).map((cells) => cells.join(',')) },
      { weight: 1, arbitrary: fc.constantFrom('seattle', 'a,b,c,d') },
    );
    const file = fc
      .array(line, { minLength: 1, maxLength: 14 })
      .map((lines) => `station,date,temp\n${lines.join('\n')}`);
    const range = fc
      .tuple(fc.constantFrom(...BOUNDS[frequency]), fc.constantFrom(...BOUNDS[frequency]))
      .map((ends) => ends.toSorted())
      .map(([start, end]) => ({ start, end }));
    return fc.uniqueArray(file, { minLength: 1, maxLength: 4 }).chain((files) =>
      fc.record({
        dataset: fc.constant({ ...withContract({ restatements, aggregate }), frequency, shards }),
        files: fc.constant(files),
        withdrawn: fc.oneof(fc.constant([]), fc.subarray([...files.keys()])),
        ranges: fc.tuple(range, range),
      }),
    );
  });

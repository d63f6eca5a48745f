import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { AGGREGATES } from '../../../core/contracts/data-contract.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { QUARANTINE_REASONS } from '../../../core/contracts/quarantine.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { READING_VERSION } from '../../../core/transform/reading-version.ts';
import { shardRows } from '../../../core/transform/series-table.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY, withContract } from '../../support/dataset.ts';

/**
 * What the files below became, by READING_VERSION. Where this fails, the same rows become something else than before: raise
 * READING_VERSION and add the new digest under the new number, so that silver is read anew wherever this is delivered. The digest of a
 * version that was delivered never changes. A new rule of reading needs rows here that it applies to.
 */
const DIGESTS: Readonly<Record<number, string>> = {
  1: 'e0a3c81e550bb085ded01aa4d81a437d763ee8f6d58cf459a2dcf8594ee6abac',
  2: '87ea534e8bed8c6dd789a7df236a0550ba06b680cf79db48734394b5bb96202a',
};

const csv = (...lines: string[]) => `station,date,temp\n${lines.join('\n')}\n`;

const DAYS = [
  csv(
    ...[
      'york,2012-01-01,1',
      '" york ",2012-01-02,+2.50',
      'york,2012/1/3,3e0',
      'york,20120104,.4',
      'york,2012-01-05T00:00Z,-0',
    ],
    ...[
      'York,2012-01-05T02:00+02:00,5',
      'zürich,1969-12-31,6',
      'a,2012-01-06,-60',
      'a,2012-01-07,60',
      'a,2012.01.08,7.',
    ],
    ...[
      'a,2012-01-09,1',
      'a,2012-01-09,1.0',
      'b,2012-01-01,1',
      'b,2012-01-01,2',
      'b,2012-01-01,1',
      'c,2012-02-29,1',
      'c,1900-02-29,1',
      'c,2000-02-29,1',
    ],
    ...[
      'too,few',
      'a,2012-01-10,1,more',
      ',2012-01-10,1',
      ' ,2012-01-10,1',
      'a,soon,1',
      'a,,1',
      'a,2012-02-30,1',
      'a,0999-01-01,1',
    ],
    ...[
      'a,2012-01,1',
      'a,2012,1',
      'a,03/04/2012,1',
      'a,03/04/12,1',
      'a,2099-01-01,1',
      'a,2012-01-11,',
      'a,2012-01-11,NA',
    ],
    ...[
      'a,2012-01-11,warm',
      'a,2012-01-11,"1,5"',
      'a,2012-01-11,0x1',
      'a,2012-01-11,-inf',
      'a,2012-01-11,1e999',
      'a,2012-01-11,60.01',
    ],
    ...['a,2012-01-11,-60.01', 'a,2012-01-11T00:00:00.001,1', 'a,2012-01-11T25:00,1', 'a,2012-01-11T01:00+25:00,1'],
  ),
  csv('york,2012-01-01,1', 'york,2012-01-02,9', 'c,2012-02-29,3', 'c,2012-02-29,4', 'd,2012-03-01,1'),
  csv('york,2012-01-02,8', 'c,2012-02-29,5'),
];
const HOURS = csv(
  'a,2012-01-01T00:00,1',
  'a,2012-01-01 01:00:00,2',
  'a,20120101T0200Z,3',
  'a,2012-01-01T02:30,4',
  'a,2012-01-01T05:30+02:30,5',
);
const WEEKS = csv(
  'a,2012-01-03,1',
  'a,2012-01-02,2',
  'a,2012-01-09,3',
  'b,2012-01-16,4',
  'b,1969-12-29,5',
  'b,2012-01,6',
);
const FIRST_DAYS = csv('a,2012-01-01,1', 'a,2012-04,2', 'a,2012-07-01,3', 'a,2012-09-30,4');
const AS_MANY_OF_BOTH = csv('a,2012-03-31,1', 'a,2012-04-01,2');
const LAST_DAYS = csv('a,2012-03-31,1', 'a,2012-06-30,2', 'a,2012-09-30,3', 'a,2012-10-01,4');
const YEARS = csv('a,2012,1', 'a,2013-01-01,2', 'a,2014-12-31,3');
const OWN_WEEKDAYS = csv(
  ...['a,2012-01-02,1', 'a,2012-01-09,2', 'b,2012-01-08,3', 'b,2012-01-15,4', 'b,2012-01-16,5'],
  ...['c,2012-01-09,6', 'c,2012-01-10,7'],
);
const FISCAL = csv(
  ...['a,2012-01-31,1', 'a,2012-04-30,2', 'a,2012-05-31,3', 'b,2012-02-01,4', 'c,2011-12-30,5', 'c,2012-03-30,6'],
  ...['d,2012-02-15,7', 'd,2012-05-15,8', 'e,2012-04-02,9', 'e,2012-10-01,9'],
);
const BUSINESS = csv(
  'a,2012-03-30,1',
  'a,2012-04-30,2',
  'a,2012-06-29,3',
  'b,2012-05-31,4',
  'c,2012-10-01,5',
  'c,2012-09-03,6',
);
const PLANNED = csv(
  ...['a,2012-01-01,', 'a,2012-01-02,1', 'a,2012-01-03,', 'a,2012-01-04,2', 'a,2012-01-05,', 'a,2099-01-01,NA'],
  ...['b,2012-01-01,', 'b,2012-01-02,', 'a,2099-01-02,3'],
);
const FINER = [
  csv(
    ...[
      'a,2012-01-01T22:55,1',
      'a,2012-01-01T23:00,1',
      'a,2012-01-01T23:30,2',
      'a,2012-01-02T00:00,4',
      'a,2012-01-02T00:30,-8',
    ],
    ...[
      'a,2012-01-02T01:00,3',
      'a,2012-01-02T01:00,3',
      'a,2012-01-02T01:20,9',
      'a,2012-01-02T01:40,1',
      'a,2012-01-02T02:00,50',
    ],
    ...[
      'b,2012-01-02T01:00,1',
      'b,2012-01-02T01:00,2',
      'b,2012-01-02T01:30,59',
      'b,2012-01-02T01:31,59',
      'a,2012-01-02T02:10,',
    ],
  ),
  csv('a,2012-01-02T00:30,6', 'a,2012-01-02T02:30,7'),
];
const DAYS_OF_WEEKS = csv(
  ...Array.from({ length: 20 }, (_, day) => `a,2012-01-${String(day + 5).padStart(2, '0')},${day}`),
  ...['b,2012-01-08,1', 'b,2012-01-15,2', 'b,2012-01-17,3'],
);
const ORDERS = csv(
  'a,03/04/2012,1',
  'a,05/06/12,6',
  'a,13/04/2012,2',
  'a,04-13-2012,3',
  'a,3.4.2012 00:00,4',
  'b,2012-04-03,1',
  'b,2012-04-04,"1,5"',
  'b,2012-04-05,1.5',
);

const LOCAL_HOURS = csv(
  ...['a,2012-03-25 01:00,1', 'a,2012-03-25 02:00,2', 'a,2012-03-25 03:00,3', 'a,2012-03-25 24:00,4'],
  ...['a,2012-10-28 01:00,1', 'a,2012-10-28 02:00,2', 'a,2012-10-28 02:00,3', 'a,2012-10-28 03:00,4'],
  ...['b,2012-10-28 03:00,4', 'b,2012-10-28 02:00,3', 'b,2012-10-28 02:00,2', 'b,2012-10-28 01:00,1'],
  ...['c,2012-10-28 02:00 CET,2', 'c,2012-10-28T02:00+02:00[Europe/Berlin],1', 'c,2012-10-28 11:00 PM,5'],
);
const LOCAL_DAYS = csv(
  ...[
    'a,2012-03-25T00:00+01:00,1',
    'a,2012-03-25T22:00Z,2',
    'a,2012-03-27,3',
    'a,2012-03-28T00:00Z,4',
    'a,2012-03-28 24:00,5',
  ],
  ...['a,01-Apr-2012,"1,287"', 'a,"April 2, 2012","1,28"', 'a,2012-W14-2,"1,234,567.5"', 'a,20120404,−5'],
);
const NAMES: readonly (readonly [Dataset['frequency'], string])[] = [
  ['week', csv('a,2012-W01,1', 'a,2012W2,2', 'a,2012-W53,3', 'a,2012-01-16,4')],
  ['month', csv('a,2012M01,1', 'a,Feb-2012,2', 'a,Mar-12,3', 'a,2012/04,4', 'a,05/2012,5', 'a,201206,6', 'a,2012Q3,7')],
  ['quarter', csv('a,2012-Q1,1', 'a,Q2 2012,2', 'a,3Q2012,3', 'a,FY2012Q4,4')],
  ['year', csv('a,FY2011,1', 'a,2012,2', 'a,2012/13,3')],
];

const CASES: readonly (readonly [Dataset, ...string[]])[] = [
  [{ ...withContract({}), shards: 3 }, ...DAYS],
  [withContract({ restatements: 'quarantine' }), ...DAYS],
  [withContract({ dateOrder: 'day-first' }), ORDERS],
  [withContract({ dateOrder: 'month-first', decimalComma: true, missingValues: [] }), ORDERS],
  [{ ...DAILY, frequency: 'hour' }, HOURS],
  [{ ...DAILY, frequency: 'week' }, WEEKS],
  ...(['month', 'quarter'] as const).flatMap((frequency): [Dataset, string][] => [
    [{ ...DAILY, frequency }, FIRST_DAYS],
    [{ ...DAILY, frequency }, LAST_DAYS],
    [{ ...DAILY, frequency }, AS_MANY_OF_BOTH],
  ]),
  [{ ...DAILY, frequency: 'year' }, YEARS],
  [{ ...DAILY, frequency: 'week' }, OWN_WEEKDAYS],
  [{ ...DAILY, frequency: 'quarter' }, FISCAL],
  [{ ...DAILY, frequency: 'year' }, FISCAL],
  [{ ...DAILY, frequency: 'month' }, BUSINESS],
  [DAILY, PLANNED, csv('a,2012-01-05,5', 'a,2012-01-06,')],
  ...AGGREGATES.flatMap((aggregate): [Dataset, ...string[]][] => [
    [{ ...withContract({ aggregate }), frequency: 'hour' }, ...FINER],
    [{ ...withContract({ aggregate }), frequency: 'week' }, DAYS_OF_WEEKS],
  ]),
  [{ ...withContract({ timeZone: 'Europe/Berlin' }), frequency: 'hour' }, LOCAL_HOURS],
  [withContract({ timeZone: 'Europe/Berlin', thousandsSeparator: ',', min: undefined, max: undefined }), LOCAL_DAYS],
  ...NAMES.map(([frequency, file]): [Dataset, string] => [{ ...DAILY, frequency }, file]),
];

function silverOf([dataset, ...files]: (typeof CASES)[number]) {
  const { series, quarantine, ledger } = readBronze(bronzeOf(dataset, ...files), dataset);
  return { shards: shardRows(series, dataset.shards), quarantine, ledger };
}

describe('READING_VERSION', () => {
  it('stands for what rows become: another outcome needs another version', () => {
    // Typed arrays as plain ones.
    const text = JSON.stringify(CASES.map(silverOf), (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
    );
    expect(createHash('sha256').update(text).digest('hex')).toBe(DIGESTS[READING_VERSION]);
  });

  it('is held by rows of every fate', () => {
    const silver = CASES.map(silverOf);
    const reasons = new Set(silver.flatMap(({ quarantine }) => [...quarantine.columns.reason]));
    expect([...reasons].sort()).toEqual([...QUARANTINE_REASONS].sort());
    const dated = silver.flatMap(({ ledger }) => ledger.dated);
    expect(dated.some(({ restated }) => restated > 0)).toBe(true);
    expect(dated.some(({ deduplicated, restated }) => deduplicated > restated)).toBe(true);
    expect(dated.some(({ aggregated }) => aggregated > 0)).toBe(true);
    expect(dated.some(({ planned }) => planned > 0)).toBe(true);
  });
});

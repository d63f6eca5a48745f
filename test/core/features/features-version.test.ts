import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { calendarBatch } from '../../../core/features/calendar.ts';
import { deliveredValues } from '../../../core/features/delivered-values.ts';
import { regressorBatch } from '../../../core/features/feature-columns.ts';
import { FEATURES_VERSION } from '../../../core/features/features-version.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY } from '../../support/dataset.ts';

/**
 * What the rows below became, by FEATURES_VERSION. Where this fails, the same rows become something else than before: raise
 * FEATURES_VERSION and add the new digest under the new number, so that the table is made anew wherever this is delivered. The digest of a
 * version that was delivered never changes.
 */
const DIGESTS: Readonly<Record<number, string>> = {
  1: '70a77e6a14fb833fe2ab525a150f753e1d3a04269975984efe8c3eca9b97aacc',
};

const DATASET = { ...DAILY, regressors: ['price', 'promo'] };
const HEADER = 'station,date,temp,price,promo\n';
const DELIVERIES = [
  `${HEADER}a,2020-01-01,5,1.5,0\na,2020-01-02,6,1.6,True\na,2020-01-03,,1.7,0\nb,1969-12-31,999,1,0\n,2020-01-03,5,3,0\n`,
  `${HEADER}a,2020-01-03,7,1.7,0\na,2020-01-04,8,1.9,0\na,2020-01-05,,2.0,dear\na,2052-01-04,8,1.9,0\n`,
  `${HEADER}a,2020-01-02,6,1.1,1\na,2020-01-05,9,2.0,0\na,2020-01-06,,2.2,0\na,2020-01-06,,2.3,0\n`,
];
const GATHERED = `${HEADER}a,2020-01-01T06:00,5,1,0\na,2020-01-01T18:00,5,2,1\n`;
const HOLIDAYS = [
  { name: 'New Year', dates: ['2019-01-01', '2020-01-01'] },
  { name: 'Epiphany', dates: ['2020-01-06'] },
  { name: 'Founders', dates: ['2020-01-06'] },
];

function texts({ rows, columns }: RowBatch) {
  const named = Object.entries(columns).map(([name, values]) => [name, Array.from<unknown>(values)]);
  return [rows, named];
}

function regressors(dataset: typeof DATASET, ...files: readonly string[]) {
  const { axis, values } = deliveredValues(bronzeOf(dataset, ...files), dataset);
  return texts(regressorBatch(axis, values));
}

function tables() {
  const contract = { ...DAILY.contract, aggregate: 'sum' as const };
  const year = { first: 18_200, last: 18_300 };
  return [
    regressors(DATASET, ...DELIVERIES),
    regressors({ ...DATASET, contract }, GATHERED),
    regressors(
      { ...DATASET, frequency: 'week' },
      `${HEADER}a,2020-01-06,5,1,0\na,2020-01-13,5,2,0\nb,2020-01-05,5,4,0\nb,2020-01-12,5,5,0\n`,
    ),
    texts(calendarBatch({ frequency: 'day', phase: 0 }, year, HOLIDAYS)),
    texts(calendarBatch({ frequency: 'day', phase: 0 }, { first: -5, last: 5 }, [])),
    texts(calendarBatch({ frequency: 'hour', phase: 0 }, { first: 24 * 18_261 + 7, last: 24 * 18_263 }, HOLIDAYS)),
    texts(calendarBatch({ frequency: 'week', phase: 4 }, { first: 2600, last: 2620 }, HOLIDAYS)),
    texts(calendarBatch({ frequency: 'month', phase: 1 }, { first: 590, last: 605 }, HOLIDAYS)),
  ];
}

describe('FEATURES_VERSION', () => {
  it('is another one where the same rows become another table', () => {
    const digest = createHash('sha256').update(JSON.stringify(tables())).digest('hex');
    expect({ version: FEATURES_VERSION, digest }).toEqual({
      version: FEATURES_VERSION,
      digest: DIGESTS[FEATURES_VERSION],
    });
  });

  it('has one digest a version, the newest of which is the present one', () => {
    expect(Math.max(...Object.keys(DIGESTS).map(Number))).toBe(FEATURES_VERSION);
    expect(new Set(Object.values(DIGESTS)).size).toBe(Object.keys(DIGESTS).length);
  });
});

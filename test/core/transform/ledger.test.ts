import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { countAll, ledgerSchema } from '../../../core/transform/ledger.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { bronzeOf, ruledBronzeOf } from '../../support/bronze.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { messyCase } from '../../support/messy-deliveries.ts';
import { recount } from '../../support/recount.ts';
import { transformed } from '../../support/transformed.ts';

const csv = (...lines: string[]) => `station,date,temp\n${lines.join('\n')}\n`;
/** Of an entry. */
const NOTHING = {
  ...{ bronze: 0, silver: 0, deduplicated: 0, restated: 0, aggregated: 0, planned: 0 },
  quarantined: {},
};
const ledgerOf = (dataset: Dataset, ...files: string[]) => readBronze(bronzeOf(dataset, ...files), dataset).ledger;

describe('the ledger', () => {
  it('is one entry where every day is like the one before', () => {
    const lines = ['2012-01-30', '2012-01-31', '2012-02-01'].flatMap((day) => [`a,${day},1`, `b,${day},2`]);
    expect(ledgerOf(DAILY, csv(...lines))).toEqual({
      step: 'day',
      dated: [{ ...NOTHING, from: '2012-01-30', to: '2012-02-01', bronze: 2, silver: 2 }],
      undated: {},
      phases: { 0: 6 },
    });
  });

  it('tells by day what became of the rows, and by reason what was refused', () => {
    const first = csv(
      'a,2012-01-01,1',
      'a,2012-01-01,1',
      'a,2012-01-02T07:00,1',
      'a,2012-01-03,NA',
      'a,soon,1',
      'a,,1',
    );
    expect(ledgerOf(DAILY, first, csv('a,2012-01-01,2', 'a,2012-01-03,99'))).toEqual({
      step: 'day',
      dated: [
        { ...NOTHING, from: '2012-01-01', to: '2012-01-01', bronze: 3, silver: 1, deduplicated: 2, restated: 1 },
        { ...NOTHING, from: '2012-01-02', to: '2012-01-02', bronze: 1, quarantined: { 'off-calendar': 1 } },
        { ...NOTHING, from: '2012-01-03', to: '2012-01-03', bronze: 2, planned: 1, quarantined: { 'out-of-range': 1 } },
      ],
      undated: { 'bad-date': 2 },
      phases: { 0: 3 },
    });
  });

  it('sums the days of an entry', () => {
    const files = ['1', '2'].map((value) =>
      csv(`a,2012-01-01,${value}`, `a,2012-01-02,${value}`, `a,2012-01-03,${value}`),
    );
    const ledger = ledgerOf(DAILY, ...files);
    expect(ledger.dated.length).toBe(1);
    expect(countAll(ledger).counts).toMatchObject({ bronze: 6, silver: 3, deduplicated: 3, restated: 3 });
    const { counts } = transformed(bronzeOf(DAILY, ...files), DAILY, {
      bronzeVersion: 1,
      range: { start: '2012-01-02', end: '2012-01-09' },
    }).report;
    expect(counts).toMatchObject({ bronze: 4, silver: 2, quarantined: 0, deduplicated: 2 });
  });

  it('counts a row between two full hours in the hour that it lies in', () => {
    const hourly: Dataset = { ...DAILY, frequency: 'hour' };
    const lines = ['04:00', '05:00', '05:00:00.001', '05:59', '07:00'].map((time) => `a,2012-01-01T${time},1`);
    const { step, dated } = ledgerOf(hourly, csv(...lines));
    expect(step).toBe('hour');
    expect(dated.map(({ from, to, bronze, silver }) => [from, to, bronze, silver])).toEqual([
      ['2012-01-01T04:00:00Z', '2012-01-01T04:00:00Z', 1, 1],
      ['2012-01-01T05:00:00Z', '2012-01-01T05:00:00Z', 3, 1],
      ['2012-01-01T07:00:00Z', '2012-01-01T07:00:00Z', 1, 1],
    ]);
  });

  it('ends an entry where a day is missing, and holds days before 1970 and after 9999', () => {
    const lines = ['1969-12-30', '1969-12-31', '1970-01-02'].map((day) => `a,${day},1`);
    const far = 'a,9999-12-31T23:00-02:00,1';
    const { dated } = ledgerOf(DAILY, csv(...lines, far));
    expect(dated.map(({ from, to }) => [from, to])).toEqual([
      ['1969-12-30', '1969-12-31'],
      ['1970-01-02', '1970-01-02'],
      ['+010000-01-01', '+010000-01-01'],
    ]);
    expect(ledgerSchema.parse({ step: 'day', dated, undated: {}, phases: {} }).dated).toEqual(dated);
  });

  it('gives what a recount of the rows gives, for any range', () => {
    fc.assert(
      fc.property(messyCase, ({ dataset, files, withdrawn, ranges: [range] }) => {
        const bronze = ruledBronzeOf(dataset, files, withdrawn);
        const asked = { bronzeVersion: 1, range, withdrawn: bronze.withdrawn };
        const { report } = transformed(bronze.read, dataset, asked);
        const expected = recount(bronze, dataset, range);
        const { counts, totals, lastObservation, gaps } = report;
        expect({ counts, totals, lastObservation }).toEqual({
          counts: expected.counts,
          totals: expected.totals,
          lastObservation: expected.lastObservation,
        });
        expect(gaps).toMatchObject(expected.gaps);
        expect(placesOf(report.quarantine.slice)).toEqual(expected.quarantine.slice);
        expect(placesOf(report.quarantine.total)).toEqual(expected.quarantine.total);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the refused rows of a report', () => {
  it('are those of the slice: a row without a date is none of 1970', () => {
    const file = csv('a,1970-01-01,1', ',soon,1', ',1970-01-01,1');
    const range = { start: '1970-01-01', end: '1970-01-01' };
    const { quarantine } = transformed(bronzeOf(DAILY, file), DAILY, { bronzeVersion: 1, range }).report;
    const lines = (summaries: typeof quarantine.slice) =>
      summaries.map(({ count, rows }) => [count, rows.map((r) => r.line)]);
    expect(lines(quarantine.slice)).toEqual([[1, [4]]]);
    expect(lines(quarantine.total)).toEqual([[2, [3, 4]]]);
  });

  it('are the first hundred of each reason, the commonest reason first', () => {
    const warm = Array.from({ length: 130 }, () => 'a,2012-01-02,warm');
    const dataset = withContract({ maxQuarantineShare: 1 });
    const file = csv('a,2012-01-03,1', ...warm, 'a,2012-01-02,NA');
    const range = { start: '2012-01-01', end: '2012-01-02' };
    const { report } = transformed(bronzeOf(dataset, file), dataset, { bronzeVersion: 1, range });
    const [first, second] = report.quarantine.slice;
    expect([first.reason, first.count, first.rows.length, first.rows[99].line]).toEqual([
      'not-a-number',
      130,
      100,
      102,
    ]);
    expect(second).toEqual({
      reason: 'empty',
      count: 1,
      rows: [
        {
          reason: 'empty',
          detail: "'NA' stands for no value",
          file: '1.csv',
          line: 133,
          unique_id: 'a',
          timestamp: '2012-01-02',
          value: 'NA',
          record: null,
        },
      ],
    });
  });
});

type Summaries = ReturnType<typeof transformed>['report']['quarantine']['slice'];

function placesOf(summaries: Summaries) {
  expect(summaries.map(({ count, rows }) => count - rows.length)).toEqual(summaries.map(() => 0));
  return Object.fromEntries(
    summaries.map(({ reason, rows }) => [reason, rows.map(({ file, line }) => `${file}:${line}`)]),
  );
}

import { describe, expect, it } from '@jest/globals';
import { type DataContract } from '../../../core/contracts/data-contract.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { shardRows } from '../../../core/transform/series-table.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { withContract } from '../../support/dataset.ts';
import { transformed } from '../../support/transformed.ts';

const csv = (...lines: string[]) => `station,date,temp\n${lines.join('\n')}\n`;

function read(contract: Partial<DataContract>, frequency: Dataset['frequency'], ...files: string[]) {
  const dataset = { ...withContract(contract), frequency };
  const result = transformed(bronzeOf(dataset, ...files), dataset, {
    bronzeVersion: 1,
    range:
      frequency === 'hour'
        ? { start: '2012-01-01T00:00:00Z', end: '2012-12-31T00:00:00Z' }
        : { start: '2000-01-01', end: '2030-01-01' },
  });
  const [{ batch }] = shardRows(result.series, 1);
  const { ds, y, n } = batch.columns;
  const unit = frequency === 'hour' ? 1 : 86_400_000;
  const rows = Array.from({ length: batch.rows }, (_, row): [string, unknown, unknown] => [
    new Date(Number(ds[row]) * unit).toISOString().slice(0, frequency === 'hour' ? 16 : 10),
    y[row],
    n?.[row],
  ]);
  return { rows, report: result.report, refusal: result.refusal, quarantine: result.quarantine };
}

const HALF_HOURS = csv(
  ...['a,2012-01-01T00:00,4', 'a,2012-01-01T00:20,1', 'a,2012-01-01T00:40,3'],
  ...['a,2012-01-01T01:00,9', 'a,2012-01-01T01:20,7', 'a,2012-01-01T01:40,-2'],
  ...['a,2012-01-01T02:00,1', 'a,2012-01-01T02:20,2', 'a,2012-01-01T02:40,2'],
);

describe('rows finer than the frequency', () => {
  it.each([
    ['mean', 8 / 3, 14 / 3, 5 / 3],
    ['median', 3, 7, 2],
    ['min', 1, -2, 1],
    ['max', 4, 9, 2],
    ['sum', 8, 14, 5],
    ['last', 3, -2, 2],
    ['count', 3, 3, 3],
  ] as const)('become one value of their hour by %s', (aggregate, ...values) => {
    const { rows, report } = read({ aggregate }, 'hour', HALF_HOURS);
    expect(rows).toEqual([
      ['2012-01-01T00:00', values[0], 3],
      ['2012-01-01T01:00', values[1], 3],
      ['2012-01-01T02:00', values[2], 3],
    ]);
    expect(report.counts).toMatchObject({ bronze: 9, silver: 3, aggregated: 6, quarantined: 0 });
  });

  it('have the middle of an even number by median', () => {
    const two = csv('a,2012-01-01T00:00,4', 'a,2012-01-01T00:30,1', 'b,2012-01-01T00:00,5');
    expect(read({ aggregate: 'median' }, 'hour', two).rows).toEqual([
      ['2012-01-01T00:00', 2.5, 2],
      ['2012-01-01T00:00', 5, 1],
    ]);
  });

  it('are settled by timestamp first: a later delivery restates one of them', () => {
    const { rows, report } = read(
      { aggregate: 'sum' },
      'hour',
      HALF_HOURS,
      csv('a,2012-01-01T01:40,8', 'a,2012-01-01T00:00,4'),
    );
    expect(rows.map(([, value]) => value)).toEqual([8, 24, 5]);
    expect(report.counts).toMatchObject({ bronze: 11, silver: 3, aggregated: 6, deduplicated: 2 });
    expect(report.totals.restated).toBe(1);
  });

  const ORDERS = csv('a,2012-01-01,4', 'a,2012-01-01,4', 'a,2012-01-01,1', 'a,2012-01-02,5', 'a,2012-01-03,2');

  it.each([
    ['sum', [9, 5, 2]],
    ['count', [3, 1, 1]],
  ] as const)('all count where their dates are the same and they are added up: %s', (aggregate, values) => {
    const { rows, report } = read({ aggregate }, 'day', ORDERS);
    expect(rows.map(([, value]) => value)).toEqual(values);
    expect(report.counts).toMatchObject({ bronze: 5, silver: 3, aggregated: 2, deduplicated: 0, quarantined: 0 });
  });

  it.each(['mean', 'median', 'min', 'max', 'last'] as const)(
    'contradict each other where their dates are the same and they are readings: %s',
    (aggregate) => {
      const { rows, report } = read({ aggregate }, 'day', ORDERS);
      expect(rows.map(([, value]) => value)).toEqual([5, 2]);
      expect(report.counts).toMatchObject({ bronze: 5, silver: 2, aggregated: 0, quarantined: 3 });
    },
  );

  it('are restated all together by a later delivery of their timestamp, and repeated in any order', () => {
    const repeated = csv('a,2012-01-01,1', 'a,2012-01-01,4', 'a,2012-01-01,4');
    const again = read({ aggregate: 'sum' }, 'day', ORDERS, repeated);
    expect(again.rows.map(([, value]) => value)).toEqual([9, 5, 2]);
    expect(again.report.totals).toMatchObject({ bronze: 8, silver: 3, aggregated: 2, deduplicated: 3, restated: 0 });
    const other = csv('a,2012-01-01,4', 'a,2012-01-01,1');
    const restated = read({ aggregate: 'sum' }, 'day', ORDERS, other);
    expect(restated.rows.map(([, value]) => value)).toEqual([5, 5, 2]);
    expect(restated.report.totals).toMatchObject({ bronze: 7, silver: 3, aggregated: 1, deduplicated: 3, restated: 3 });
    const kept = read({ aggregate: 'sum', restatements: 'quarantine' }, 'day', ORDERS, other);
    expect(kept.rows.map(([, value]) => value)).toEqual([9, 5, 2]);
    expect(kept.quarantine.columns.reason).toEqual(['restatement', 'restatement']);
  });

  it('sort by the whole timestamp, before 1970 too', () => {
    const old = csv('a,1969-12-31T23:30,1', 'a,1969-12-31T23:00,2', 'a,1970-01-01T00:30,3', 'a,1970-01-01T00:00,4');
    const { rows } = read({ aggregate: 'last' }, 'hour', old);
    expect(rows.map(([at, value]) => [at, value])).toEqual([
      ['1969-12-31T23:00', 1],
      ['1970-01-01T00:00', 3],
    ]);
  });

  it('make weeks from Monday to Sunday, and months and quarters of the calendar, dated by their first day', () => {
    const days = csv(
      ...Array.from(
        { length: 182 },
        (_, day) => `a,${new Date(Date.UTC(2012, 0, 2 + day)).toISOString().slice(0, 10)},1`,
      ),
    );
    const first = (frequency: Dataset['frequency']) =>
      read({ aggregate: 'count', max: 100 }, frequency, days).rows.slice(0, 2);
    expect(first('week')).toEqual([
      ['2012-01-02', 7, 7],
      ['2012-01-09', 7, 7],
    ]);
    expect(first('month')).toEqual([
      ['2012-01-01', 30, 30],
      ['2012-02-01', 29, 29],
    ]);
    expect(first('quarter')).toEqual([
      ['2012-01-01', 90, 90],
      ['2012-04-01', 91, 91],
    ]);
  });

  it('leave a series as it is dated where most of its rows agree, and take in those that do not', () => {
    const sundays = csv('a,2012-01-01,1', 'a,2012-01-08,2', 'a,2012-01-17,3', 'a,2012-01-22,4');
    expect(read({ aggregate: 'mean' }, 'week', sundays).rows).toEqual([
      ['2012-01-01', 1, 1],
      ['2012-01-08', 2, 1],
      ['2012-01-15', 3, 1],
      ['2012-01-22', 4, 1],
    ]);
  });

  it('leave no count where the data set does not gather', () => {
    expect(read({}, 'day', csv('a,2012-01-01,1')).rows).toEqual([['2012-01-01', 1, undefined]]);
  });
});

describe('a period of which only a part was delivered', () => {
  const partly = (lines: number) => csv(...HALF_HOURS.split('\n').slice(1, 1 + lines));

  it('is not taken for a small one at the end, and not at the beginning', () => {
    const { rows, report, quarantine } = read({ aggregate: 'sum' }, 'hour', csv('a,2011-12-31T23:40,5'), partly(8));
    expect(rows.map(([at]) => at)).toEqual(['2012-01-01T00:00', '2012-01-01T01:00']);
    expect(report.totals).toMatchObject({ bronze: 9, silver: 2, aggregated: 4, quarantined: 3, gaps: 3 });
    expect(quarantine.columns.detail).toEqual([
      'its period 2011-12-31T23:00:00Z has 1 rows, of usually 3',
      'its period 2012-01-01T02:00:00Z has 2 rows, of usually 3',
      'its period 2012-01-01T02:00:00Z has 2 rows, of usually 3',
    ]);
  });

  it('does not refuse the run', () => {
    const { refusal } = read({ aggregate: 'sum', maxQuarantineShare: 0 }, 'hour', partly(8));
    expect(refusal).toBeUndefined();
  });

  it('counts in the middle, and where nothing says what is usual', () => {
    const hole = csv(...HALF_HOURS.split('\n').filter((line) => line.startsWith('a,') && !line.includes('T01:20')));
    expect(read({ aggregate: 'sum' }, 'hour', hole).rows.map(([, value]) => value)).toEqual([8, 7, 5]);
    expect(read({ aggregate: 'sum' }, 'hour', partly(5)).rows.map(([, value]) => value)).toEqual([8, 16]);
  });

  it('is held against its own length: a whole February is complete, and one without its last four days is not', () => {
    const days = (count: number) =>
      csv(
        ...Array.from(
          { length: count },
          (_, day) => `a,${new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10)},1`,
        ),
      );
    const last = (count: number) => read({ aggregate: 'sum', max: 100 }, 'month', days(count)).rows.at(-1);
    expect(last(365 + 31 + 28)).toEqual(['2023-02-01', 28, 28]);
    expect(last(365 + 31 + 26)).toEqual(['2023-02-01', 26, 26]);
    expect(last(365 + 31 + 24)).toEqual(['2023-01-01', 31, 31]);
  });
});

describe('the range of the contract', () => {
  it('holds for a sum, not for what is summed up', () => {
    const returns = csv(
      'a,2012-01-01T00:00,-5',
      'a,2012-01-01T00:30,6',
      'b,2012-01-01T00:00,-5',
      'b,2012-01-01T00:30,4',
    );
    const { rows, quarantine } = read({ aggregate: 'sum', min: 0 }, 'hour', returns);
    expect(rows).toEqual([['2012-01-01T00:00', 1, 2]]);
    expect(quarantine.columns.reason).toEqual(['out-of-range', 'out-of-range']);
    expect(quarantine.columns.detail[0]).toBe('its period 2012-01-01T00:00:00Z comes to -1, which is not within 0..60');
  });

  it('does not let a sum pass that no number can hold', () => {
    const { min, max, ...unbounded } = withContract({ aggregate: 'sum' }).contract;
    expect([min, max]).toEqual([-60, 60]);
    const dataset = { ...withContract({}), frequency: 'hour', contract: unbounded } as const;
    const huge = csv('a,2012-01-01T00:00,1e308', 'a,2012-01-01T00:30,1e308', 'a,2012-01-01T01:00,1');
    const range = { start: '2012-01-01T00:00:00Z', end: '2012-01-02T00:00:00Z' };
    const { panel, quarantine } = transformed(bronzeOf(dataset, huge), dataset, { bronzeVersion: 1, range });
    expect([...panel.y]).toEqual([1]);
    expect(quarantine.columns.detail[0]).toBe(
      'its period 2012-01-01T00:00:00Z comes to Infinity, which is not within -∞..∞',
    );
  });

  it('holds for the rows of a mean, whose last digits may lie outside', () => {
    const tenths = csv('a,2012-01-01T00:00,0.1', 'a,2012-01-01T00:20,0.1', 'a,2012-01-01T00:40,0.1');
    expect(read({ aggregate: 'mean', max: 0.1 }, 'hour', tenths).rows).toHaveLength(1);
    expect(
      read({ aggregate: 'mean', max: 0.09 }, 'hour', csv('a,2012-01-01T00:00,0.1', 'b,2012-01-01T00:00,0')).rows,
    ).toHaveLength(1);
  });
});

describe('without the option', () => {
  it('the message says how far apart the rows are, and how to gather them', () => {
    const { refusal } = read({ maxQuarantineShare: 0.1 }, 'hour', HALF_HOURS);
    expect(refusal?.message).toContain('the rows are 20 minutes apart, and of the 9 rows');
    expect(refusal?.message).toContain(
      "hint: let the rows of each period become one value (contract.aggregate 'mean';",
    );
  });

  it('the message says how rows at half past are of their hour', () => {
    const half = csv('b,2012-01-01T00:00,1', 'a,2012-01-01T00:30,1', 'a,2012-01-01T01:30,2', 'a,2012-01-01T02:30,3');
    const { refusal } = read({ maxQuarantineShare: 0.1 }, 'hour', half);
    expect(refusal?.message).toContain(
      'hint: so far apart are the hours, too, but the rows are dated between them, or by more than one day of them: ' +
        "let each be of the hour that it lies in (contract.aggregate 'last')",
    );
    expect(read({ maxQuarantineShare: 0.1, aggregate: 'last' }, 'hour', half).rows).toHaveLength(4);
  });

  it('the message does not say it of rows that lie in no order', () => {
    const times = ['00:00', '03:10', '04:00', '09:30', '11:01', '17:59'].map((time) => `a,2012-01-01T${time},1`);
    const { refusal } = read({ maxQuarantineShare: 0.1 }, 'hour', csv(...times));
    expect(refusal?.message).not.toContain('apart');
    expect(refusal?.message).toContain("contract.aggregate 'mean'");
  });

  it('rows refused for another reason have the usual hint', () => {
    const { refusal } = read({ maxQuarantineShare: 0 }, 'day', csv('a,2012-01-01,1', 'a,2012-01-02,warm'));
    expect(refusal?.message).toContain('hint: correct the rows');
  });
});

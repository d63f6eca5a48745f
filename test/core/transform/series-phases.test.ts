import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { formatPeriod } from '../../../core/series/time-axis.ts';
import { shardRows } from '../../../core/transform/series-table.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY } from '../../support/dataset.ts';
import { transformed } from '../../support/transformed.ts';

const csv = (...lines: string[]) => `station,date,temp\n${lines.join('\n')}\n`;
const dated = (id: string, ...dates: string[]) => dates.map((date) => `${id},${date},1`);

function read(frequency: Dataset['frequency'], ...lines: string[]) {
  const dataset = { ...DAILY, frequency };
  const { series, axis, panel, quarantine, report } = transformed(bronzeOf(dataset, csv(...lines)), dataset, {
    bronzeVersion: 1,
    range: { start: '2000-01-01', end: '2030-12-31' },
  });
  const { columns } = shardRows(series, 1)[0].batch;
  const { unique_id: ids, ds } = columns;
  const rows = Array.from({ length: ids.length }, (_, row): [unknown, string] => [
    ids[row],
    new Date(Number(ds[row]) * 86_400_000).toISOString().slice(0, 10),
  ]);
  return {
    rows,
    axis,
    periods: [...panel.ds],
    phases: [...new Set(series.phases)],
    written: Object.keys(columns),
    quarantine,
    report,
  };
}

describe('a series', () => {
  it('dates its weeks by its own weekday, whatever the others do', () => {
    const { rows, axis, periods, quarantine } = read(
      'week',
      ...dated('mon', '2022-01-03', '2022-01-10', '2022-01-17'),
      ...dated('sun', '2022-01-02', '2022-01-09', '2022-01-11'),
    );
    expect(rows).toEqual([
      ['mon', '2022-01-03'],
      ['mon', '2022-01-10'],
      ['mon', '2022-01-17'],
      ['sun', '2022-01-02'],
      ['sun', '2022-01-09'],
    ]);
    // A Sunday and the Monday after it begin the same week.
    expect(periods).toEqual([2713, 2714, 2715, 2713, 2714]);
    expect(formatPeriod(axis, 2713)).toBe('2022-01-03');
    expect(quarantine.columns.reason).toEqual(['off-calendar']);
    expect(quarantine.columns.detail[0]).toContain('the one before is 2022-01-09');
  });

  it.each([
    ['month', 1, ['2024-01-31', '2024-02-29', '2024-03-31']],
    ['month', 2, ['2024-01-31', '2024-02-29', '2024-03-29']],
    ['month', 3, ['2024-01-01', '2024-06-03', '2024-09-02']],
    ['month', 17, ['2024-01-15', '2024-02-15', '2024-03-15']],
    ['quarter', 65, ['2003-01-31', '2003-04-30', '2003-07-31', '2003-10-31']],
    ['quarter', 129, ['2003-02-28', '2003-05-31', '2003-08-31']],
    ['quarter', 64, ['2003-02-01', '2003-05-01', '2003-08-01']],
    ['quarter', 128, ['2003-03-01', '2003-06-01']],
    ['quarter', 66, ['2022-01-31', '2022-04-29', '2022-07-29', '2022-10-31']],
    ['quarter', 3, ['2024-01-01', '2023-04-03', '2023-07-03']],
    ['year', 1, ['2003-12-31', '2004-12-31']],
    ['year', 64 * 9, ['2003-10-01', '2004-10-01']],
    ['year', 1 + 64 * 9, ['2003-09-30', '2004-09-30']],
    ['year', 8 + 64 * 3, ['2003-04-06', '2004-04-06']],
  ] as const)('of %ss is known by phase %d from %j', (frequency, phase, dates) => {
    const { rows, phases, report } = read(frequency, ...dated('a', ...dates));
    expect(phases).toEqual([phase]);
    expect(rows.map(([, date]) => date)).toEqual([...dates].sort());
    expect(report.totals.quarantined).toBe(0);
  });

  it('whose dates fit several phases has the one that is commoner in the data set, and the smallest of equals', () => {
    const business = dated('a', '2024-03-29', '2024-06-28');
    expect(read('month', ...business, ...dated('b', '2024-05-31')).phases).toEqual([2]);
    expect(read('month', ...dated('b', '2024-05-31')).phases).toEqual([1]);
    expect(read('month', ...dated('b', '2024-05-31', '2024-04-01')).phases).toEqual([0]);
  });

  it('is told its gaps by its own dates', () => {
    const { report } = read(
      'week',
      ...dated('a', '2022-01-03', '2022-01-10'),
      ...dated('b', '2022-01-02', '2022-01-16'),
    );
    const [{ unique_id, ranges }] = report.gaps.bySeries;
    expect([unique_id, ranges]).toEqual(['b', [{ start: '2022-01-09', end: '2022-01-09', periods: 1 }]]);
  });

  it('does not depend on the order of its rows', () => {
    const lines = [...dated('a', '2022-01-02', '2022-01-03'), ...dated('b', '2022-01-04', '2022-01-05', '2022-01-12')];
    const one = read('week', ...lines);
    const two = read('week', ...lines.toReversed());
    expect(two.rows).toEqual(one.rows);
    expect(two.phases).toEqual(one.phases);
  });
});

describe('the axis of the data set', () => {
  it('is the one that most rows are dated by, the smallest of equals', () => {
    const monday = dated('a', '2022-01-03', '2022-01-10');
    expect(read('week', ...monday, ...dated('b', '2022-01-02')).axis.phase).toBe(4);
    expect(read('week', ...monday, ...dated('b', '2022-01-02', '2022-01-09')).axis.phase).toBe(3);
  });

  it('writes business ends as month ends: any of its dates shows which they are', () => {
    expect(read('month', ...dated('a', '2024-03-29', '2024-06-28')).axis.phase).toBe(1);
    expect(read('month', ...dated('a', '2024-02-15', '2024-03-15')).axis.phase).toBe(0);
    expect(read('quarter', ...dated('a', '2022-04-29', '2022-07-29')).axis.phase).toBe(65);
  });

  it('is that of every series where silver does not say otherwise', () => {
    expect(read('day', ...dated('a', '2024-03-29')).written).toEqual(['unique_id', 'ds', 'y']);
    expect(read('week', ...dated('a', '2022-01-03')).written).toEqual(['unique_id', 'ds', 'y']);
    expect(read('week', ...dated('a', '2022-01-03'), ...dated('b', '2022-01-02')).written).toContain('phase');
    expect(read('month', ...dated('a', '2024-03-29')).written).toContain('phase');
  });
});

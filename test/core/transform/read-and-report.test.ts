import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { formatPeriod } from '../../../core/series/time-axis.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { NO_ROWS } from '../../support/counts.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { transformed, type Transformed } from '../../support/transformed.ts';

const HEADER = 'station,date,temp\n';
const csv = (...lines: string[]) => `${HEADER}${lines.join('\n')}\n`;
const ALL: DateRange = { start: '1900-01-01', end: '2099-12-31' };

function plan(files: string | string[], dataset: Dataset = DAILY, range: DateRange | null = ALL): Transformed {
  return transformed(bronzeOf(dataset, ...[files].flat()), dataset, { bronzeVersion: 3, range: range ?? undefined });
}

function silverOf({ panel, axis }: Transformed): unknown[][] {
  return panel.uniqueIds.flatMap((id, index) =>
    Array.from(panel.ds.slice(panel.offsets[index], panel.offsets[index + 1]), (period, i) => [
      id,
      formatPeriod(axis, period),
      panel.y[panel.offsets[index] + i],
    ]),
  );
}

function refusedOf({ quarantine }: Transformed): unknown[][] {
  const { rows, columns } = quarantine;
  return Array.from({ length: rows }, (_, i) => [
    columns.reason[i],
    columns.file[i],
    columns.line[i],
    columns.detail[i],
  ]);
}

describe('silver', () => {
  it('holds the rows sorted by id and date, whatever their order in the file', () => {
    expect(
      silverOf(plan(csv('york,2012-01-02,2', 'seattle,2012-01-02,4', 'york,1969-12-31,1', 'york,2012-01-01,3'))),
    ).toEqual([
      ['seattle', '2012-01-02', 4],
      ['york', '1969-12-31', 1],
      ['york', '2012-01-01', 3],
      ['york', '2012-01-02', 2],
    ]);
  });

  it('knows an id with white space around it for the same', () => {
    expect(silverOf(plan(csv('york,2012-01-01,1', '" york ",2012-01-02,2'))).map(([id]) => id)).toEqual([
      'york',
      'york',
    ]);
  });
});

describe('quarantine', () => {
  const GOOD = 'seattle,2012-01-01,5';

  it.each([
    ['seattle,2012-01-02', 'wrong-field-count', "the record has another number of fields than the file's header"],
    [',2012-01-02,5', 'missing-id', 'the id is empty'],
    ['" ",2012-01-02,5', 'missing-id', 'the id is empty'],
    ['seattle,2012-02-30,5', 'bad-date', "'2012-02-30' is not a date: it has a day that the calendar does not have"],
    ['seattle,soon,5', 'bad-date', "'soon' is not a date"],
    ['seattle,,5', 'bad-date', "'' is not a date"],
    [
      'seattle,02/03/2012,5',
      'ambiguous-date',
      "'02/03/2012' can be read in several ways: it has the year last, and the contract does not say whether day or month is first; " +
        "contract.dateOrder 'day-first' reads '02/03/2012' as 2012-03-02, " +
        "or contract.dateOrder 'month-first' reads '02/03/2012' as 2012-02-03",
    ],
    ['seattle,2026-01-02,5', 'future-date', "'2026-01-02' is later than the arrival of the delivery"],
    ['seattle,2011-12-31,', 'empty', "'' stands for no value"],
    ['seattle,2011-12-31,NA', 'empty', "'NA' stands for no value"],
    ['seattle,2012-01-02,warm', 'not-a-number', "'warm' is not a number"],
    ['seattle,2012-01-02,5 %', 'not-a-number', "'5 %' is not a number: it has a percent sign"],
    ['seattle,2012-01-02,-inf', 'infinite', "'-inf' is infinite"],
    ['seattle,2012-01-02,60.1', 'out-of-range', '60.1 is not within -60..60'],
    ['seattle,2012-01-02,-60.1', 'out-of-range', '-60.1 is not within -60..60'],
    [
      'seattle,2012-01-02T06:00,5',
      'off-calendar',
      "2012-01-02T06:00:00.000Z lies between two periods of the series' day calendar; the one before is 2012-01-02",
    ],
  ])('takes %j as %s', (line, reason, detail) => {
    const result = plan(csv(GOOD, line));
    expect(refusedOf(result)).toEqual([[reason, '1.csv', 3, detail]]);
    expect(silverOf(result)).toEqual([['seattle', '2012-01-01', 5]]);
    expect(result.report.totals).toMatchObject({ bronze: 2, silver: 1, quarantined: 1, deduplicated: 0 });
  });

  it('keeps what arrived of a row', () => {
    const { columns } = plan(csv(GOOD, ' york ,2012-01-02,warm', 'x,y')).quarantine;
    expect(columns.unique_id).toEqual(['york', null]);
    expect(columns.timestamp).toEqual(['2012-01-02', null]);
    expect(columns.value).toEqual(['warm', null]);
    expect(columns.record).toEqual([null, 'x,y']);
    expect(columns.ds).toEqual([15341, null]);
  });

  it('says what it was held against where the contract bounds one side alone', () => {
    const { min, max, ...unbounded } = DAILY.contract;
    const details = (contract: Dataset['contract']) =>
      refusedOf(plan(csv(GOOD, 'a,2012-01-01,99', 'b,2012-01-01,-99'), { ...DAILY, contract }));
    expect(details({ ...unbounded, max: max! })).toEqual([['out-of-range', '1.csv', 3, '99 is not within -∞..60']]);
    expect(details({ ...unbounded, min: min! })).toEqual([['out-of-range', '1.csv', 4, '-99 is not within -60..∞']]);
  });

  it('has an empty date for one that is missing, as a columnar file has it', () => {
    const [{ rows, columns }] = bronzeOf(DAILY, csv(GOOD));
    const batch = { rows, columns: { ...columns, timestamp: [null], value: [null] } };
    const asked = { bronzeVersion: 1, range: ALL };
    expect(refusedOf(transformed([batch], DAILY, asked))).toEqual([['bad-date', '1.csv', 2, "'' is not a date"]]);
    const dated = { rows, columns: { ...columns, value: [null] } };
    expect(refusedOf(transformed([dated], DAILY, asked))).toEqual([['empty', '1.csv', 2, "'' stands for no value"]]);
  });

  it('accepts the bounds of the range, and a row of the day that the delivery arrived', () => {
    expect(refusedOf(plan(csv('a,2012-01-01,60', 'a,2012-01-02,-60', 'a,2026-01-01,1')))).toEqual([]);
  });

  it('refuses every one of rows that contradict each other in one delivery, and names the rival', () => {
    const result = plan(csv(GOOD, 'york,2012-01-01,1', 'york,2012-01-01,2', 'york,2012-01-01,1.0'));
    expect(refusedOf(result)).toEqual([
      ['conflicting-duplicate', '1.csv', 3, '1, but 1.csv:4 gives 2 for the same unique_id and ds'],
      ['conflicting-duplicate', '1.csv', 4, '2, but 1.csv:3 gives 1 for the same unique_id and ds'],
      ['conflicting-duplicate', '1.csv', 5, '1, but 1.csv:4 gives 2 for the same unique_id and ds'],
    ]);
    expect(silverOf(result)).toEqual([['seattle', '2012-01-01', 5]]);
  });

  it('names the first of several rivals', () => {
    const result = plan(csv(GOOD, 'york,2012-01-01,1', 'york,2012-01-01,2', 'york,2012-01-01,3'));
    expect(refusedOf(result).map(([, , , detail]) => detail)).toEqual([
      '1, but 1.csv:4 gives 2 for the same unique_id and ds',
      '2, but 1.csv:3 gives 1 for the same unique_id and ds',
      '3, but 1.csv:3 gives 1 for the same unique_id and ds',
    ]);
  });

  it('does not count a refused row as a rival', () => {
    expect(silverOf(plan(csv(GOOD, 'seattle,2012-01-01,NA')))).toEqual([['seattle', '2012-01-01', 5]]);
  });
});

describe('duplicates', () => {
  it('keeps one of equal rows and counts the others', () => {
    const result = plan([csv('a,2012-01-01,5', 'a,2012-01-01,5.0'), csv('a,2012-01-01,5', 'a,2012-01-02,6')]);
    expect(silverOf(result)).toEqual([
      ['a', '2012-01-01', 5],
      ['a', '2012-01-02', 6],
    ]);
    expect(result.report.totals).toEqual({
      ...NO_ROWS,
      bronze: 4,
      silver: 2,
      quarantined: 0,
      deduplicated: 2,
      undated: 0,
      restated: 0,
    });
  });

  const FIRST = csv('a,2012-01-01,5', 'a,2012-01-02,6');
  const SECOND = csv('a,2012-01-01,7', 'a,2012-01-01,7');

  it('lets the last delivery win, and counts what it restates', () => {
    const result = plan([FIRST, SECOND]);
    expect(silverOf(result)).toEqual([
      ['a', '2012-01-01', 7],
      ['a', '2012-01-02', 6],
    ]);
    expect(result.report.totals).toMatchObject({ bronze: 4, silver: 2, quarantined: 0, deduplicated: 2, restated: 1 });
    expect(silverOf(plan([SECOND, FIRST]))[0]).toEqual(['a', '2012-01-01', 5]);
  });

  it('tells the order of deliveries by their sequence, not by the order of files read', () => {
    const batches = bronzeOf(DAILY, FIRST, SECOND).reverse();
    expect(silverOf(transformed(batches, DAILY, { bronzeVersion: 2, range: ALL }))[0]).toEqual(['a', '2012-01-01', 7]);
  });

  it('tells deliveries of one sequence apart by their content, for two writers may race', () => {
    const batches = bronzeOf(DAILY, FIRST, SECOND).map(({ rows, columns }) => {
      return { rows, columns: { ...columns, sequence: new Float64Array(rows) } };
    });
    const asked = { bronzeVersion: 2, range: ALL };
    const [one, two] = [batches, batches.toReversed()].map((order) => silverOf(transformed(order, DAILY, asked)));
    expect(one).toEqual(two);
  });

  it('quarantines the later delivery where the contract says so', () => {
    const result = plan([FIRST, SECOND], withContract({ restatements: 'quarantine' }));
    expect(silverOf(result)[0]).toEqual(['a', '2012-01-01', 5]);
    expect(refusedOf(result)).toEqual([
      ['restatement', '2.csv', 2, '7, but 1.csv:2 gives 5 for the same unique_id and ds'],
    ]);
    expect(result.report.totals).toMatchObject({ bronze: 4, silver: 2, quarantined: 1, deduplicated: 1, restated: 0 });
  });

  it('keeps what stood before when a later delivery contradicts itself', () => {
    const result = plan([FIRST, csv('a,2012-01-01,7', 'a,2012-01-01,8')]);
    expect(silverOf(result)[0]).toEqual(['a', '2012-01-01', 5]);
    expect(result.report.totals).toMatchObject({ silver: 2, quarantined: 2, restated: 0 });
  });
});

describe('the calendar', () => {
  const weekly: Dataset = { ...DAILY, frequency: 'week' };
  const monthly: Dataset = { ...DAILY, frequency: 'month' };

  it('is the one that most rows lie on', () => {
    const result = plan(csv('a,2012-01-03,0', 'a,2012-01-02,1', 'a,2012-01-09,2', 'b,2012-01-16,3'), weekly);
    expect(refusedOf(result).map(([reason, , line]) => [reason, line])).toEqual([['off-calendar', 2]]);
    expect(silverOf(result).map(([, ds]) => ds)).toEqual(['2012-01-02', '2012-01-09', '2012-01-16']);
  });

  it('is not one that rows lie beside', () => {
    const result = plan(csv('a,2012-01-03T06:00,0', 'a,2012-01-10T06:00,1', 'a,2012-01-02,2'), weekly);
    expect(silverOf(result).map(([, ds]) => ds)).toEqual(['2012-01-02']);
  });

  it('may date months by their last day', () => {
    const result = plan(csv('a,2012-01-31,1', 'a,2012-02-29,2', 'a,2012-03-01,3'), monthly);
    expect(refusedOf(result).map(([reason, , line]) => [reason, line])).toEqual([['off-calendar', 4]]);
    expect(silverOf(result).map(([, ds]) => ds)).toEqual(['2012-01-31', '2012-02-29']);
  });

  it('of days has no phase', () => {
    expect(plan(csv('a,2012-01-03,0')).axis).toEqual({ frequency: 'day', phase: 0 });
  });

  it('is hours for an hourly series', () => {
    const hourly: Dataset = { ...DAILY, frequency: 'hour' };
    const range = { start: '2012-01-01T00:00:00Z', end: '2012-01-01T01:00:00Z' };
    const result = plan(
      csv('a,2012-01-01 00:00,1', 'a,2012-01-01T03:00:00+02:00,2', 'a,2012-01-01T02:30,3'),
      hourly,
      range,
    );
    expect(silverOf(result)).toEqual([
      ['a', '2012-01-01T00:00:00Z', 1],
      ['a', '2012-01-01T01:00:00Z', 2],
    ]);
    expect(result.report.counts).toEqual({ ...NO_ROWS, bronze: 2, silver: 2 });
  });
});

describe('the slice', () => {
  const file = csv(
    'a,2011-12-31,1',
    'a,2012-01-01,2',
    'a,2012-01-01,2',
    'a,2012-01-03T13:00,3',
    'a,2012-01-02,NA',
    'a,2012-01-03,4',
    'a,2012-01-04,5',
    'a,someday,6',
  );

  it('counts what its bronze rows became, and beside them its part of the undated ones', () => {
    const { report } = plan(file, DAILY, { start: '2012-01-01', end: '2012-01-03' });
    expect(report.counts).toEqual({
      ...NO_ROWS,
      ...{ bronze: 5, silver: 2, quarantined: 2, deduplicated: 1, gaps: 1, undated: 1 },
    });
    expect(report.totals).toEqual({
      ...NO_ROWS,
      ...{ bronze: 8, silver: 4, quarantined: 3, deduplicated: 1, gaps: 1, undated: 1, restated: 0 },
    });
    expect(report.quarantine.slice.map(({ reason, count }) => [reason, count])).toEqual([
      ['empty', 1],
      ['off-calendar', 1],
    ]);
    expect(report.quarantine.total.map(({ reason }) => reason)).toEqual(['bad-date', 'empty', 'off-calendar']);
  });

  it('is the training length up to the last observation when none is asked for', () => {
    const { report } = plan(file, { ...DAILY, training: { length: '2d' } }, null);
    expect(report.range).toEqual({ start: '2012-01-03', end: '2012-01-04' });
    expect(report.counts.silver).toBe(2);
  });

  it('ends with its last observation, whatever was refused after it', () => {
    const refusedLast = csv('a,1969-12-29,1', 'a,1969-12-30,2', 'a,1969-12-31,NA');
    const { report } = plan(refusedLast, DAILY, { start: '1969-12-01', end: '1969-12-31' });
    expect(report.lastObservation).toBe('1969-12-30');
  });

  it('may be a single day, and must not end before it starts', () => {
    const { report } = plan(file, DAILY, { start: '2012-01-03', end: '2012-01-03' });
    expect(report.counts).toEqual({ ...NO_ROWS, bronze: 2, silver: 1, quarantined: 1 });
  });

  it('must end after it starts, and be dates of the frequency', () => {
    expect(() => plan(file, DAILY, { start: '2012-01-02', end: '2012-01-01' })).toThrow("got '2012-01-02..2012-01-01'");
    expect(() => plan(file, DAILY, { start: '2012-01-01', end: '2012-02-31' })).toThrow("got '2012-02-31'");
    expect(() => plan(file, DAILY, { start: '2012-01-01', end: '2012-02' })).toThrow("got '2012-02'");
    expect(() => plan(file, DAILY, { start: '03/04/2011', end: '2012-02-01' })).toThrow("got '03/04/2011'");
    expect(() => plan(file, DAILY, { start: '2012-01-01T00:00:00Z', end: '2012-01-02' })).toThrow(
      'allowed: a date like',
    );
    expect(() => plan(file, { ...DAILY, frequency: 'hour' }, { start: '2012-01-01', end: '2012-01-02' })).toThrow(
      'allowed: a full hour like',
    );
  });

  it('reports gaps by series and range between first and last observation', () => {
    const lines = [
      'a,2012-01-01,1',
      'a,2012-01-02,1',
      'a,2012-01-05,1',
      'a,2012-01-07,1',
      'a,2012-02-01,1',
      'b,2012-01-03,1',
      'c,2012-02-03,1',
    ];
    const { gaps } = plan(csv(...lines), DAILY, { start: '2012-01-01', end: '2012-01-31' }).report;
    expect(gaps).toEqual({
      series: 2,
      seriesWithGaps: 1,
      missingPeriods: 3,
      rangesLeftOut: 0,
      bySeries: [
        {
          unique_id: 'a',
          missingPeriods: 3,
          ranges: [
            { start: '2012-01-03', end: '2012-01-04', periods: 2 },
            { start: '2012-01-06', end: '2012-01-06', periods: 1 },
          ],
        },
      ],
    });
  });
});

describe('the gap report', () => {
  it('begins with the first day of the range', () => {
    const before = csv('a,2011-12-31,1', 'a,2012-01-03,1', 'a,2012-01-04,1');
    const { gaps } = plan(before, DAILY, { start: '2012-01-01', end: '2012-01-31' }).report;
    expect(gaps).toMatchObject({ series: 1, seriesWithGaps: 0 });
  });

  it('ends with the last hour of the range', () => {
    const hours = csv('a,2012-01-01T00:00,1', 'a,2012-01-01T03:00,1');
    const range = { start: '2012-01-01T00:00:00Z', end: '2012-01-01T03:00:00Z' };
    expect(plan(hours, { ...DAILY, frequency: 'hour' }, range).report.gaps.missingPeriods).toBe(2);
  });

  it('looks as far back as the range does', () => {
    const { gaps } = plan(csv('a,1950-01-01,1', 'a,1950-01-04,1')).report;
    expect(gaps.bySeries[0].ranges).toEqual([{ start: '1950-01-02', end: '1950-01-03', periods: 2 }]);
  });

  it('lists a bounded number of ranges and counts all', () => {
    const everyOtherDay = (id: string, days: number) =>
      Array.from(
        { length: days },
        (_, i) => `${id},${new Date(Date.UTC(1980, 0, 1 + 2 * i)).toISOString().slice(0, 10)},1`,
      );
    const lines = [...everyOtherDay('a', 4_001), ...everyOtherDay('b', 2_001), ...everyOtherDay('c', 11)];
    const { gaps } = plan(csv(...lines)).report;
    expect(gaps).toMatchObject({ seriesWithGaps: 3, missingPeriods: 6_010, rangesLeftOut: 1_010 });
    expect(gaps.bySeries.map(({ missingPeriods, ranges }) => [missingPeriods, ranges.length])).toEqual([
      [4_000, 4_000],
      [2_000, 1_000],
    ]);
  });
});

describe('the tolerance', () => {
  const file = csv('a,2012-01-01,1', 'a,2012-01-02,warm', 'a,2012-01-03,1', 'a,2013-01-01,1', 'a,someday,1');
  const year = { start: '2012-01-01', end: '2012-12-31' };

  it('refuses a slice with more quarantined rows than the contract allows, naming share, reason, file and line', () => {
    const { refusal } = plan(file, withContract({ maxQuarantineShare: 0.33 }), year);
    expect(refusal?.name).toBe('QuarantineShareExceeded');
    expect(refusal?.message).toBe(
      "of the 4 rows of 2012-01-01..2012-12-31, 2 are in quarantine: 1 not-a-number (1.csv:3 'warm' is not a number), " +
        "1 without a readable date; got 'a share of 0.5'; allowed: at most 0.33 (contract.maxQuarantineShare); " +
        'hint: correct the rows and deliver the file again, or let the contract say how to read them',
    );
  });

  it('names three rows of each reason', () => {
    const bad = [2, 3, 4, 5].map((day) => `a,2012-01-0${day},warm`);
    const { refusal } = plan(csv('a,2012-01-01,1', ...bad), withContract({ maxQuarantineShare: 0.5 }), year);
    expect(refusal?.message).toContain(
      "4 not-a-number (1.csv:3 'warm' is not a number; 1.csv:4 'warm' is not a number; 1.csv:5 'warm' is not a number);",
    );
  });

  it('holds for all deliveries too, undated rows among them', () => {
    const next = { start: '2013-01-01', end: '2013-12-31' };
    expect(plan(file, withContract({ maxQuarantineShare: 0.35 }), next).refusal?.message).toContain(
      "of the 5 rows of all deliveries, 2 are in quarantine: 1 bad-date (1.csv:6 'someday' is not a date), 1 not-a-number",
    );
  });

  it('allows exactly the share', () => {
    const lines = Array.from({ length: 100 }, (_, i) => `s${i},2012-01-01,${i < 29 ? 'warm' : 1}`);
    expect(plan(csv(...lines), withContract({ maxQuarantineShare: 0.29 }), year).refusal).toBeUndefined();
    expect(plan(file, withContract({ maxQuarantineShare: 0.5 }), year).refusal).toBeUndefined();
  });

  it('names the commonest reason first', () => {
    const { total } = plan(csv('a,2012-01-01,warm', 'a,someday,1', 'a,2012-01-02,warm')).report.quarantine;
    expect(total.map(({ reason, count }) => [reason, count])).toEqual([
      ['not-a-number', 2],
      ['bad-date', 1],
    ]);
  });

  it('has no reason in the report of what was written', () => {
    expect(plan(file).report.refused).toBeNull();
  });

  it('says in the report that nothing was written', () => {
    const { report, refusal } = plan(file, withContract({ maxQuarantineShare: 0 }), year);
    expect(report.refused).toBe(refusal?.message);
  });

  it('refuses a range without an observation', () => {
    const tolerant = withContract({ maxQuarantineShare: 0.5 });
    const { refusal } = plan(file, tolerant, { start: '1999-01-01', end: '1999-12-31' });
    expect(refusal?.name).toBe('NoObservations');
    expect(refusal?.message).toContain("the data set 'weather' has no valid observation in 1999-01-01..1999-12-31");
  });

  it('refuses deliveries without any observation when no range is asked for', () => {
    const none = csv('a,someday,1');
    expect(() => plan(none, DAILY, null)).toThrow('has no valid observation in any delivery');
    expect(() => plan(none, withContract({ maxQuarantineShare: 0.5 }), null)).toThrow('of the 1 rows of all');
  });

  it('lists a bounded number of rows of a reason, and counts all', () => {
    const lines = Array.from({ length: 300 }, () => 'a,2012-01-01,warm');
    const [summary] = plan(csv('a,2012-01-01,1', ...lines)).report.quarantine.total;
    expect([summary.count, summary.rows.length]).toEqual([300, 100]);
    expect(summary.rows[99].line).toBe(102);
  });
});

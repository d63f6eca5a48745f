import { describe, expect, it } from '@jest/globals';
import { frequencyOf } from '../../../core/inspect/find-frequency.ts';
import { seasonsOf } from '../../../core/inspect/find-seasons.ts';
import { lengthsFor } from '../../../core/inspect/fit-lengths.ts';
import type { DeliveredRows } from '../../../core/inspect/rows.ts';
import type { Series } from '../../../core/series/series.ts';
import { DAILY } from '../../support/dataset.ts';

const { contract } = DAILY;
const HOUR_MS = 3_600_000;

/** Rows of one file, `[series, timestamp]` each. */
function delivered(rows: readonly (readonly [string, string])[]): readonly DeliveredRows[] {
  const text = {
    rows: rows.length,
    line: Float64Array.from(rows, (_, at) => at + 2),
    uniqueId: rows.map(([series]) => series),
    timestamp: rows.map(([, timestamp]) => timestamp),
    value: rows.map((_, at) => String(at % 50)),
    record: rows.map(() => null),
    regressors: rows.map(() => null),
  };
  return [{ file: 'f', receivedAtMs: Date.UTC(2030, 0, 1), batches: [text] }];
}

const apart = (count: number, hours: number) =>
  delivered(
    Array.from({ length: count }, (_, at) => [
      'a',
      new Date(Date.UTC(2023, 0, 1) + at * hours * HOUR_MS).toISOString(),
    ]),
  );
const dated = (...dates: readonly string[]) => delivered(dates.map((date) => ['a', date]));

describe('how far apart the rows lie', () => {
  it.each([
    ['hour', apart(200, 1)],
    ['day', apart(200, 24)],
    ['week', apart(200, 168)],
    ['month', dated('2020-01-31', '2020-02-29', '2020-03-31', '2020-04-30', '2020-05-31')],
    ['month', dated('2020M01', '2020M02', '2020M03', '2020M04', '2020M05')],
    ['quarter', dated('2020-01-31', '2020-04-30', '2020-07-31', '2020-10-31', '2021-01-31')],
    ['year', dated('2015', '2016', '2017', '2018', '2019')],
  ])('is a %s', (frequency, deliveries) => {
    expect(frequencyOf(deliveries, contract)).toEqual({ frequency, doubts: [] });
  });

  it('is the finest that holds all where rows are missing by design, which is told', () => {
    expect(frequencyOf(apart(200, 6), contract)).toMatchObject({ frequency: 'hour', doubts: [{ field: 'frequency' }] });
  });

  it('is of no frequency below an hour, unless rows become one value', () => {
    expect(() => frequencyOf(apart(200, 0.25), contract)).toThrow('the rows are 15 minutes apart');
    const gathered = frequencyOf(apart(200, 0.25), { ...contract, aggregate: 'mean' });
    expect(gathered).toMatchObject({ frequency: 'hour', doubts: [{ field: 'frequency' }] });
  });

  it('is not told of three rows', () => {
    expect(() => frequencyOf(dated('2020-01-01', '2020-01-02', '2020-01-03'), contract)).toThrow(
      'the rows are too few',
    );
  });
});

function series(uniqueId: string, first: number, y: readonly number[]): Series {
  return { uniqueId, ds: Int32Array.from(y, (_, at) => first + at), y: Float64Array.from(y) };
}

describe('seasons', () => {
  const course = (valueAt: (day: number) => number) =>
    seasonsOf(
      [
        series(
          'a',
          0,
          Array.from({ length: 1200 }, (_, day) => valueAt(day)),
        ),
      ],
      'day',
    ).map(({ ratio }) => ratio);
  const week = (day: number) => 10 * Math.sin((2 * Math.PI * day) / 7);
  const year = (day: number) => 10 * Math.sin((2 * Math.PI * day) / 365);

  it('are seen each by itself, beside a trend', () => {
    const [weekly, noYear] = course((day) => week(day) + day / 100);
    expect(weekly).toBeLessThan(0.3);
    expect(noYear).toBeCloseTo(1, 1);
    const [noWeek, yearly] = course((day) => year(day) + day / 100);
    expect(noWeek).toBeGreaterThan(0.9);
    expect(yearly).toBeLessThan(0.85);
  });

  it('are none where nothing changes', () => {
    expect(course(() => 7)).toEqual([1, 1]);
  });

  it('are not known of a history that is too short', () => {
    const short = series(
      'a',
      0,
      Array.from({ length: 400 }, (_, day) => week(day)),
    );
    expect(seasonsOf([short], 'day').map(({ ratio }) => ratio === undefined)).toEqual([false, true]);
    expect(seasonsOf([short], 'year')).toEqual([]);
  });
});

describe('lengths', () => {
  const axis = { frequency: 'week', phase: 4 } as const;
  const full = (uniqueId: string, first: number, last: number) =>
    series(uniqueId, first, new Array<number>(last - first + 1).fill(1));
  const history = (first: number, last: number, all: readonly Series[]) => ({ axis, first, last, series: all });

  it('are the usual ones where the history has room for them', () => {
    expect(lengthsFor(history(0, 400, [full('a', 0, 400)]), 0.5)).toMatchObject({
      areUsual: true,
      lengths: { train: '5y', evaluate: '1y' },
      season: 52,
      holdsSeasons: true,
    });
  });

  it('give four windows of a shorter one, and a season that they hold', () => {
    expect(lengthsFor(history(0, 59, [full('a', 0, 59)]), 0.5)).toMatchObject({
      areUsual: false,
      windows: 4,
      lengths: { train: '36w', evaluate: '6w' },
      season: 1,
      holdsSeasons: false,
    });
  });

  it('are of fewer windows where newcomers would be scored in none', () => {
    const old = full('a', 0, 155);
    const newcomers = ['b', 'c', 'd'].map((id) => full(id, 96, 155));
    expect(lengthsFor(history(0, 155, [old]), 0.5)).toMatchObject({ windows: 4 });
    expect(lengthsFor(history(0, 155, [old, ...newcomers]), 0.5)).toMatchObject({ windows: 1 });
    expect(lengthsFor(history(0, 155, [old, ...newcomers]), 0.2)).toMatchObject({ windows: 4 });
  });

  it('are none of a history that is too short', () => {
    expect(lengthsFor(history(0, 9, [full('a', 0, 9)]), 0.5)).toBeUndefined();
  });
});

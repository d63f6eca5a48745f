import { describe, expect, it } from '@jest/globals';
import { type DeliveredRows, leftOut } from '../../../core/evaluate/left-out.ts';
import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import { joinedText } from '../../../core/evaluate/joined-text.ts';
import { figures } from '../../support/delivery-figures.ts';
import { runRecord } from '../../report/fixture.ts';

const NOTHING = { windows: [], failed: [], skipped: [] };
const ROWS: DeliveredRows = {
  bronze: 1000,
  silver: 1000,
  quarantined: 0,
  deduplicated: 0,
  aggregated: 0,
  planned: 0,
  withdrawn: 0,
  gaps: 0,
  undated: 0,
  restated: 0,
  reasons: new Map(),
  alike: [],
};
const { train, evaluate } = runRecord(1);

describe('what was left out', () => {
  it('is nothing of a run that used every row and scored every window', () => {
    expect(leftOut({ ...NOTHING, windows: [runRecord(1)] }, ROWS)).toEqual([
      'All 1,000 rows that were delivered are used.',
    ]);
    expect(leftOut(NOTHING, undefined)).toEqual([]);
  });

  it('is told of values that came true beside the forecasts', () => {
    const window = { ...runRecord(1), unforecast: { rows: 1, inAll: 1, first: ['late'] } };
    expect(leftOut({ ...NOTHING, windows: [window] }, undefined)).toEqual([
      '1 value came true that nothing had forecast, of 1 series that began after training, or where training held none: late.',
    ]);
  });

  it('is told of rows by reason, the commonest first, with those that have no date', () => {
    const reasons = new Map([
      ['not-a-number', 3],
      ['bad-date', 42],
    ] as const);
    const rows = { ...ROWS, silver: 940, quarantined: 45, undated: 42, deduplicated: 15, restated: 5, reasons };
    expect(leftOut(NOTHING, rows)).toEqual([
      'Of 1,000 rows that were delivered 940 are used: 45 were refused (42 bad-date, 3 not-a-number; 42 of them without a date that can ' +
        'be read), 10 say what another says, 5 were replaced by a later one.',
    ]);
    const one = { ...ROWS, silver: 998, quarantined: 1, deduplicated: 1, reasons: new Map([['empty', 1]] as const) };
    expect(leftOut(NOTHING, one)).toEqual([
      'Of 1,000 rows that were delivered 998 are used: 1 was refused (1 empty), 1 says what another says.',
    ]);
    const gathered = { ...ROWS, silver: 300, aggregated: 600, planned: 100 };
    expect(leftOut(NOTHING, gathered)).toEqual([
      'Of 1,000 rows that were delivered 300 are used: 600 became values with others of their period, 100 are planned, empty behind the ' +
        'last value of a series.',
    ]);
  });

  it('names the deliveries that restate, those that restate most first', () => {
    const rows = { ...ROWS, silver: 990, deduplicated: 10, restated: 10 };
    const of = (key: string, restated: number) => figures({ key, restated });
    const told = (...deliveries: readonly DeliveryFigures[]) => leftOut(NOTHING, { ...rows, deliveries })[1];
    expect(told(of('1.csv', 0), of('2.csv', 10))).toBe(
      '1 of 2 deliveries gives another value for what was known: 2.csv (10 of 1,000 rows).',
    );
    expect(told(of('1.csv', 0))).toBeUndefined();
    expect(told(of('1.csv', 1), of('2\n.csv', 9), of('3.csv', 5), of('4.csv', 4), of('5.csv', 0))).toBe(
      '4 of 5 deliveries give other values for what was known: 2\\u{a}.csv (9 of 1,000 rows); 3.csv (5 of 1,000 rows); ' +
        '4.csv (4 of 1,000 rows); 1 more.',
    );
  });

  it('is told of names that look alike', () => {
    expect(leftOut(NOTHING, { ...ROWS, alike: [['Berlin', 'berlin']] })[1]).toMatch(
      /^Names that differ .* 'Berlin', 'berlin';/,
    );
  });

  it('is told of windows by name and why', () => {
    const window = { train, evaluate };
    const left = leftOut(
      {
        windows: [{ ...runRecord(1), notScored: 'no actuals' }],
        failed: [{ ...window, runId: 'replay-w02', error: 'EmptyJoin', cause: 'nothing in common' }],
        skipped: ['w03', 'w04'].map((runId) => ({ ...window, runId, why: 'no observations' })),
      },
      undefined,
    );
    expect(left).toEqual([
      '1 window is not scored: replay-w01, 2014-01-01 to 2014-06-30 (no actuals).',
      '2 windows were not lived through: w03, 2014-01-01 to 2014-06-30 (no observations); w04, 2014-01-01 to 2014-06-30 (no observations).',
      '1 window failed: replay-w02, 2014-01-01 to 2014-06-30 (EmptyJoin: nothing in common).',
    ]);
  });

  it('is told once of positions without a forecast, and of what is implausible, with the windows where not all are meant', () => {
    const saturday = { position: 'Saturday', rows: 13, series: 1, first: ['calls'] };
    const furthest = {
      uniqueId: 'calls',
      ds: '2014-02-01',
      value: 900,
      observed: [1, 10] as [number, number],
      ranges: 99,
    };
    const implausible = { forecasts: { rows: 2, series: 1, first: ['calls'], furthest }, intervals: null };
    const [first, second] = [runRecord(1), runRecord(2)].map((window) => ({ ...window, unobserved: [saturday] }));
    expect(leftOut({ ...NOTHING, windows: [first, { ...second, implausible }] }, undefined)).toEqual([
      "No forecast for Saturday (13 rows of 'calls'): never observed in training.",
      "replay-w02: 2 forecasts of 'calls' lie far outside of everything observed: the furthest is 900 for 'calls' at 2014-02-01, " +
        'observed 1 to 10, 99 times that range outside.',
    ]);
  });

  it('is told of what is known ahead, and which candidates do without it', () => {
    const windows = [1, 2].map((at) => ({
      ...runRecord(at === 1 ? 1 : 2),
      ignored: 'theta: without the regressors price',
    }));
    expect(leftOut({ ...NOTHING, windows }, undefined)).toEqual([
      'Not everything that is known ahead is learned from: theta: without the regressors price.',
    ]);
  });

  it('is cut where a cause is long', () => {
    const failed = [{ train, evaluate, runId: 'w01', error: 'EmptyJoin', cause: 'x'.repeat(1000) }];
    expect(leftOut({ ...NOTHING, failed }, undefined)[0]).toBe(
      `1 window failed: w01, 2014-01-01 to 2014-06-30 (EmptyJoin: ${'x'.repeat(109)}…).`,
    );
  });

  it('names five windows of a kind', () => {
    const skipped = Array.from({ length: 7 }, (_, at) => ({ train, evaluate, runId: `w0${at + 1}`, why: 'nothing' }));
    expect(leftOut({ ...NOTHING, skipped }, undefined)[0]).toMatch(/^7 windows .*; w05, [^;]* \(nothing\); 2 more\.$/);
  });
});

describe('what stands beside an error', () => {
  it.each([
    [{}, '49 of 50'],
    [{ due: 49 }, '49'],
    [{ due: null }, '49 of 50'],
    [{ refusedEval: { 'not-a-number': 3, empty: 1 } }, '49 of 50, 4 refused'],
    [{ notScored: 'no actuals' }, 'not scored: no actuals'],
    [{ notScored: 'no actuals', refusedEval: { empty: 50 } }, 'not scored: no actuals, 50 refused'],
  ])('%j', (change, text) => {
    expect(joinedText({ ...runRecord(1), ...change })).toBe(text);
  });
});

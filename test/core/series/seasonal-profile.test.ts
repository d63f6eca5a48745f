import { describe, expect, it } from '@jest/globals';
import { binOf } from '../../../core/series/quantile-bins.ts';
import { countsOfParts, seasonalProfiler, seasonParts } from '../../../core/series/seasonal-profile.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';

const DAYS: TimeAxis = { frequency: 'day', phase: 0 };
/** 2022-01-01. */
const JANUARY = 18_993;

function profileOf(values: readonly number[], seasonLength = 7, axis = DAYS) {
  const window = { first: JANUARY, last: JANUARY + values.length - 1 };
  const ds = Int32Array.from(values, (_, row) => JANUARY + row);
  return seasonalProfiler(seasonParts(axis, seasonLength), window)({ ds, y: Float64Array.from(values) });
}

describe('the parts of a season', () => {
  it.each([
    ['days of a week', 'day', 7, 7],
    ['weeks of a year of days', 'day', 365, 53],
    ['weeks of a year of hours', 'hour', 8760, 53],
    ['weeks of a year of weeks', 'week', 52, 52],
    ['months', 'month', 12, 12],
    ['four hours of a week', 'hour', 168, 42],
  ] as const)('are %s', (_, frequency, seasonLength, count) => {
    expect(seasonParts({ frequency, phase: 0 }, seasonLength).count).toBe(count);
  });

  it('come back at the same date of every year', () => {
    const { of } = seasonParts(DAYS, 365);
    expect([0, 6, 7, 364, 365, 3 * 365 + 1].map((day) => of(JANUARY + day))).toEqual([0, 0, 1, 52, 0, 0]);
  });
});

describe('a profile', () => {
  it('counts the rows of every part by bin', () => {
    const days = Array.from({ length: 40 }, (_, day) => (day % 7 < 5 ? 10 : 20) + day / 100);
    const profile = profileOf(days);
    expect(profile).toMatchObject({ first: JANUARY, rows: 40, atoms: [] });
    expect(profile.cuts).toHaveLength(19);
    expect(profile.counts.split(' ')).toHaveLength(7);
    const { of } = seasonParts(DAYS, 7);
    for (let part = 0; part < 7; part++) {
      const expected = new Float64Array(61);
      days.forEach((value, day) => {
        if (of(JANUARY + day) === part) expected[binOf(profile, value)]++;
      });
      expect(countsOfParts(profile, (one) => one === part)).toEqual(expected);
    }
    expect(countsOfParts(profile, () => true).reduce((sum, rows) => sum + rows)).toBe(40);
  });

  it('is of so many letters and digits for two years and for twenty', () => {
    const years = (count: number) =>
      JSON.stringify(
        profileOf(
          Array.from({ length: count * 365 }, (_, t) => Math.sin(t * t) + Math.sin(t / 58)),
          365,
        ),
      ).length;
    expect(years(2)).toBeLessThan(2000);
    expect(years(20)).toBeLessThan(6000);
    expect(years(80)).toBeLessThan(1.5 * years(20));
  });

  it('has bins for each time of the year, however far apart these lie', () => {
    const profile = profileOf(
      Array.from({ length: 730 }, (_, t) => 1000 * Math.sin((2 * Math.PI * t) / 365) + ((t * 37) % 101) / 10),
      365,
    );
    // About the first of October it is lowest: twentieths of the whole year would part these three weeks once.
    const lowest = profile.cuts.filter((cut) => cut < -980);
    expect(lowest.length).toBeGreaterThanOrEqual(2);
  });

  it('keeps the value of an atom as it is, and other cuts in eight digits', () => {
    const own = 1 / 3;
    const { cuts, atoms } = profileOf(Array.from({ length: 40 }, (_, t) => (t % 2 === 0 ? own : Math.PI + t)));
    expect(atoms).toEqual([own]);
    expect(cuts[0]).toBe(own);
    expect(cuts[1]).toBe(6.1415927);
  });

  it('knows by how much rows follow their neighbours', () => {
    expect(profileOf([1, -1, 1, -1]).correlation).toBe(-0.75);
    // Products 1, 0, 1; squares 4.
    expect(profileOf([1, 1, -1, -1]).correlation).toBe(0.25);
    expect(profileOf([3, 3, 1, 1]).correlation).toBe(0.25);
    expect(profileOf([5, 5, 5, 5]).correlation).toBe(0);
  });

  it('does not take the course of a year for rows that follow each other', () => {
    const noise = (t: number) => ((t * 37) % 101) / 10;
    const still = profileOf(
      Array.from({ length: 1460 }, (_, t) => 100 * Math.sin((2 * Math.PI * t) / 365) + noise(t)),
      365,
    );
    const rising = profileOf(
      Array.from({ length: 1460 }, (_, t) => noise(t) + (t % 2000) / 2),
      365,
    );
    expect(still.correlation).toBeLessThan(0.95);
    expect(rising.correlation).toBeGreaterThan(0.95);
  });

  it('takes the end and the beginning of a year for neighbours', () => {
    // Each has the level 1.5 of both: product -0.25, squares 0.5.
    const turn = { first: JANUARY + 364, last: JANUARY + 365 };
    const ds = Int32Array.of(turn.first, turn.last);
    const profile = seasonalProfiler(seasonParts(DAYS, 365), turn)({ ds, y: Float64Array.of(1, 2) });
    expect(profile.correlation).toBe(-0.5);
  });

  it('of a series that begins late has no rows in the parts before', () => {
    const window = { first: JANUARY, last: JANUARY + 364 };
    const late = { ds: Int32Array.of(JANUARY + 360, JANUARY + 361), y: Float64Array.of(1, 2) };
    const profile = seasonalProfiler(seasonParts(DAYS, 365), window)(late);
    expect(profile).toEqual({
      first: JANUARY + 360,
      rows: 2,
      cuts: [1, 2],
      atoms: [1, 2],
      counts: `${' '.repeat(51)}b1d1 `,
      correlation: -0.5,
    });
  });
});

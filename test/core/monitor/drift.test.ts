import { describe, expect, it } from '@jest/globals';
import { chanceIndex } from '../../../core/monitor/chance-index.ts';
import { driftOf, type DriftSetting, missingShare } from '../../../core/monitor/drift.ts';
import { learnedWindows } from '../../../core/monitor/learned-windows.ts';
import { sliceSeries } from '../../../core/series/panel.ts';
import type { Series } from '../../../core/series/series.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';

// Jest's sandbox makes every look-up of a global slow.
const { PI, cos, imul, log, sin, sqrt } = Math;
const DAYS: TimeAxis = { frequency: 'day', phase: 0 };
const FIRST = 14_610;
const YEARS = 4;
const TRAINING = { first: FIRST, last: FIRST + YEARS * 365 };
const SEEDS = 200;

interface Member {
  readonly series: Series;
  readonly segment: string | null;
}

/** Of series from before training until after the recent periods. */
function drift(panel: readonly Member[], setting: DriftSetting) {
  const { first, last } = setting.recent;
  const windowOf = learnedWindows(setting);
  return driftOf(
    panel.map(({ series, segment }) => {
      const { uniqueId, y } = sliceSeries(series, first, last);
      return { uniqueId, segment, learned: windowOf(series), y };
    }),
    setting,
  );
}

function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (imul(state, 1_664_525) + 1_013_904_223) | 0;
    let mixed = imul(state ^ (state >>> 16), 0x45d9f3b);
    mixed = imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

interface Weather {
  readonly seed: number;
  /** Of the year's wave, in standard deviations of the noise: one and a half without it. */
  readonly amplitude?: number;
  /** Correlation of neighbouring days. */
  readonly persistence: number;
  /** Added after training, in standard deviations of the noise. */
  readonly shift: number;
  readonly length: number;
}

/** A year's wave half as high again as the noise, and a look of so many days somewhere in the year after training. */
function lookAt({ seed, persistence, shift, length, amplitude = 1.5 }: Weather) {
  const random = uniform(seed * 7919 + 1);
  const normal = () => sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
  const recentFirst = TRAINING.last + 1 + Math.floor(random() * (365 - length));
  const recent = { first: recentFirst, last: recentFirst + length - 1 };
  const ds = Int32Array.from({ length: recent.last - FIRST + 1 }, (_, row) => FIRST + row);
  let noise = normal();
  const y = Float64Array.from(ds, (period) => {
    noise = persistence * noise + sqrt(1 - persistence ** 2) * normal();
    return 10 + amplitude * sin((2 * PI * period) / 365.25) + noise + (period > TRAINING.last ? shift : 0);
  });
  const series = { uniqueId: `series-${seed}`, ds, y };
  return { series, setting: { axis: DAYS, seasonLength: 365, training: TRAINING, recent } };
}

/** The share of looks whose stability index exceeds 0.5, the demo's limit. */
function alarmShare(weather: Omit<Weather, 'seed'>): number {
  const alarms = Array.from({ length: SEEDS }, (_, seed) => {
    const { series, setting } = lookAt({ ...weather, seed });
    return drift([{ series, segment: null }], setting).pooled.stabilityIndex! > 0.5;
  });
  return alarms.filter(Boolean).length / SEEDS;
}

describe('driftOf on stationary seasonal data', () => {
  it.each([
    { persistence: 0, length: 30, atMost: 0.01 },
    { persistence: 0.6, length: 30, atMost: 0.04 },
    { persistence: 0.6, length: 90, atMost: 0.01 },
  ])('$length days, persistence $persistence: alarms in at most $atMost of the looks', ({ atMost, ...weather }) => {
    expect(alarmShare({ ...weather, shift: 0 })).toBeLessThanOrEqual(atMost);
  });

  it.each([
    { persistence: 0, length: 30, shift: 2, atLeast: 1 },
    { persistence: 0, length: 30, shift: -2, atLeast: 1 },
    { persistence: 0.6, length: 30, shift: 2, atLeast: 0.95 },
    { persistence: 0.6, length: 90, shift: -2, atLeast: 0.99 },
    { persistence: 0.6, length: 30, shift: 6, amplitude: 20, atLeast: 0.9 },
    { persistence: 0.6, length: 30, shift: -6, amplitude: 20, atLeast: 0.9 },
  ])('$length days, persistence $persistence: sees a shift of $shift sigma in $atLeast of the looks', (row) => {
    const { atLeast, ...weather } = row;
    expect(alarmShare(weather)).toBeGreaterThanOrEqual(atLeast);
  });
});

describe('driftOf a panel', () => {
  const still = (seed: number) => lookAt({ seed, persistence: 0, shift: 0, length: 60 });
  const { setting } = still(1);
  /** All on the look of the first one. */
  const member = (seed: number, shift: number, segment: string | null) => {
    const { series } = lookAt({ seed, persistence: 0, shift: 0, length: 365 });
    const y = series.y.map((value, row) => (series.ds[row] > TRAINING.last ? value + shift : value));
    return { series: { ...series, y }, segment };
  };

  it('names the worst series and the segment that moved', () => {
    const panel = [member(1, 0, 'north'), member(2, 0, 'north'), member(3, 3, 'south'), member(4, 1, 'south')];
    const found = drift(panel, setting);
    expect(found.worstSeries).toBe('series-3');
    expect(found.bySegment.get('south')!.stabilityIndex).toBeGreaterThan(1);
    expect(found.bySegment.get('north')!.stabilityIndex).toBeLessThan(0.1);
    expect([...found.bySeries.keys()]).toEqual(['series-1', 'series-2', 'series-3', 'series-4']);
  });

  it('does not let shifts in opposite directions cancel', () => {
    expect(drift([member(1, 2, null), member(2, -2, null)], setting).pooled.stabilityIndex).toBeGreaterThan(1);
  });

  it('has no segments where the series have none', () => {
    expect(drift([member(1, 0, null)], setting).bySegment.size).toBe(0);
  });

  it('knows nothing of an empty panel', () => {
    expect(drift([], setting)).toEqual({
      pooled: { stabilityIndex: null, missingShare: null, observed: 0 },
      bySegment: new Map(),
      bySeries: new Map(),
      worstSeries: null,
    });
  });

  it('says nothing about the distribution of fewer than ten rows', () => {
    const { first } = setting.recent;
    const found = drift([member(1, 9, null)], { ...setting, recent: { first, last: first + 8 } });
    expect(found.pooled).toEqual({ stabilityIndex: null, missingShare: expect.closeTo(0, 9), observed: 9 });
    expect(found.worstSeries).toBeNull();
  });
});

describe('the stability index less chance', () => {
  /** No two of a hundred neighbours are alike; recent values are higher by 2. */
  const value = (period: number) => ((period * 37) % 101) / 10 + (period < 100 ? 0 : 2);
  const member = (recent: number, first = 0) => {
    const ds = Int32Array.from({ length: 100 + recent - first }, (_, row) => first + row);
    return { series: { uniqueId: `of ${recent}`, ds, y: Float64Array.from(ds, value) }, segment: null };
  };
  const setting = (recent: number) => ({
    axis: DAYS,
    seasonLength: 7,
    training: { first: 0, last: 99 },
    recent: { first: 100, last: 99 + recent },
  });
  const look = (recent: number, first = 0) => drift([member(recent, first)], setting(recent));

  // Of a computation in Python.
  it.each([
    ['three bins at least', 20, 0.006624],
    ['three of not quite eighty rows', 79, 0.195991],
    ['a bin for every twenty rows', 80, 0.340936],
    ['ten at most', 240, 0.842196],
  ])('is that of the formulas, in bins of the recent rows: %s', (_, recent, index) => {
    expect(look(recent).pooled.stabilityIndex).toBeCloseTo(index, 6);
  });

  // Of the same computation: three years of days from 2022 on, a wave, and 3 more afterwards.
  it.each([
    ['a month', 30, 0.583302],
    ['a quarter', 90, 0.369062],
  ])('is that of the same weeks of the years before: %s', (_, length, index) => {
    const january = 18_993;
    const ds = Int32Array.from({ length: 1100 + length }, (_value, t) => january + t);
    const y = Float64Array.from(ds, (_value, t) => ((t * 37) % 101) / 10 + 12 * sin(t / 58) + (t < 1096 ? 0 : 3));
    const year = {
      axis: DAYS,
      seasonLength: 365,
      training: { first: january, last: january + 1095 },
      recent: { first: january + 1100, last: january + 1099 + length },
    };
    const { pooled } = drift([{ series: { uniqueId: 'a', ds, y }, segment: null }], year);
    expect(pooled.stabilityIndex).toBeCloseTo(index, 6);
  });

  it('is that of all rows, where they are of less than a season', () => {
    const ds = Int32Array.from({ length: 130 }, (_, t) => 18_993 + t);
    const y = Float64Array.from(ds, (_, t) => ((t * 37) % 101) / 10);
    const spring = {
      axis: DAYS,
      seasonLength: 365,
      training: { first: ds[0], last: ds[99] },
      recent: { first: ds[100], last: ds[129] },
    };
    const { pooled } = drift([{ series: { uniqueId: 'a', ds, y }, segment: null }], spring);
    expect(pooled.stabilityIndex).not.toBeNull();
  });

  it('names the worst series however small its index is', () => {
    expect(look(20).worstSeries).toBe('of 20');
  });

  it('is told from ten rows on either side', () => {
    expect(look(10).pooled.stabilityIndex).not.toBeNull();
    expect(look(9).pooled.stabilityIndex).toBeNull();
    expect(look(20, 90).pooled.stabilityIndex).not.toBeNull();
    expect(look(20, 91).pooled.stabilityIndex).toBeNull();
  });

  it('weighs each series by its rows', () => {
    // (240 x 0.842196 + 20 x 0.006624) / 260
    const panel = [member(240), member(20)];
    expect(drift(panel, setting(240)).pooled.stabilityIndex).toBeCloseTo(0.777921, 6);
  });
});

describe('missing input', () => {
  const setting = {
    axis: DAYS,
    seasonLength: 7,
    training: { first: 0, last: 69 },
    recent: { first: 70, last: 89 },
  };
  const seriesOn = (periods: readonly number[]) => ({
    series: { uniqueId: 'a', ds: Int32Array.from(periods), y: new Float64Array(periods.length) },
    segment: null,
  });
  const periods = Array.from({ length: 90 }, (_, period) => period);

  it('is the share of the expected periods', () => {
    expect(missingShare(15, 20)).toBe(0.25);
    expect(missingShare(21, 20)).toBe(0);
    expect(missingShare(0, 0)).toBeNull();
  });

  it('counts the periods that are not there', () => {
    const kept = periods.filter((period) => period < 75 || period > 79);
    expect(drift([seriesOn(kept)], setting).pooled).toMatchObject({ missingShare: 0.25, observed: 15 });
  });

  it('expects as much as there was in training, since the series began', () => {
    const everyOther = periods.filter((period) => period >= 30 && period % 2 === 0);
    expect(drift([seriesOn(everyOther)], setting).pooled.missingShare).toBe(0);
  });

  it('of a series that began late in training is held against what it had since', () => {
    // Twenty of forty periods in training, so ten of twenty are expected; five came.
    const late = periods.filter((period) => period >= 30 && period % 2 === 0 && (period < 70 || period >= 80));
    expect(drift([seriesOn(late)], setting).pooled).toMatchObject({ missingShare: 0.5, observed: 5 });
  });

  it('is not held against what was there before training', () => {
    const thinned = periods.filter((period) => period < 20 || (period % 2 === 0 && (period < 70 || period >= 80)));
    const later = { ...setting, training: { first: 20, last: 69 } };
    expect(drift([seriesOn(thinned)], later).pooled).toMatchObject({ missingShare: 0.5, observed: 5 });
  });

  it('of a series that is closed in winter is nothing in January', () => {
    // 1 January 2001 to 2004: open from May to September.
    const [first, last] = [11_323, 12_418];
    const isOpen = (day: number) => [4, 5, 6, 7, 8].includes(new Date(day * 86_400_000).getUTCMonth());
    const open = Array.from({ length: last - first + 60 }, (_, i) => first + i).filter(isOpen);
    const january = { first: last, last: last + 30 };
    const training = { first, last: last - 1 };
    expect(drift([seriesOn(open)], { ...setting, training, recent: january }).pooled.missingShare).toBeNull();
    // Ten days of May are expected, and none came.
    const may = { first: last + 111, last: last + 130 };
    expect(drift([seriesOn(open.filter((day) => day < last))], { ...setting, training, recent: may }).pooled).toEqual({
      stabilityIndex: null,
      missingShare: 1,
      observed: 0,
    });
  });

  it('is 1 for a series that stopped, and unknown for one that was not there in training', () => {
    expect(drift([seriesOn(periods.slice(0, 70))], setting).pooled.missingShare).toBe(1);
    expect(drift([seriesOn(periods.slice(70))], setting).pooled.missingShare).toBeNull();
  });
});

describe('chanceIndex', () => {
  const samples = { reference: 4, recent: 20, correlation: 0 };

  it('is that of independent rows where neighbours do not agree', () => {
    // (3 - 1) (1 / 20 + 1 / 4)
    expect(chanceIndex(samples, 3)).toBeCloseTo(0.6, 12);
    expect(chanceIndex({ ...samples, correlation: -0.75 }, 3)).toBeCloseTo(0.6, 12);
  });

  it('counts rows that follow their neighbours as fewer', () => {
    // (1 + r) / (1 - r) = 5 / 3
    expect(chanceIndex({ ...samples, correlation: 0.25 }, 3)).toBeCloseTo(1, 12);
  });

  it('counts rows as a nineteenth at least, however much they follow their neighbours', () => {
    // (3 - 1) (1 / 20 + 1 / 100) 1.9 / 0.1
    expect(chanceIndex({ reference: 100, recent: 20, correlation: 0.97 }, 3)).toBeCloseTo(2.28, 12);
  });
});

import { describe, expect, it } from '@jest/globals';
import { chanceIndex } from '../../../core/monitor/chance-index.ts';
import { driftOf, missingShare } from '../../../core/monitor/drift.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';

// Jest's sandbox makes every look-up of a global slow.
const { PI, cos, imul, log, sin, sqrt } = Math;
const DAYS: TimeAxis = { frequency: 'day', phase: 0 };
const FIRST = 14_610;
const YEARS = 4;
const TRAINING = { first: FIRST, last: FIRST + YEARS * 365 };
const SEEDS = 200;

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
  /** Correlation of neighbouring days. */
  readonly persistence: number;
  /** Added after training, in standard deviations of the noise. */
  readonly shift: number;
  readonly length: number;
}

/** A year's wave half as high again as the noise, and a look of so many days somewhere in the year after training. */
function lookAt({ seed, persistence, shift, length }: Weather) {
  const random = uniform(seed * 7919 + 1);
  const normal = () => sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
  const recentFirst = TRAINING.last + 1 + Math.floor(random() * (365 - length));
  const recent = { first: recentFirst, last: recentFirst + length - 1 };
  const ds = Int32Array.from({ length: recent.last - FIRST + 1 }, (_, row) => FIRST + row);
  let noise = normal();
  const y = Float64Array.from(ds, (period) => {
    noise = persistence * noise + sqrt(1 - persistence ** 2) * normal();
    return 10 + 1.5 * sin((2 * PI * period) / 365.25) + noise + (period > TRAINING.last ? shift : 0);
  });
  const series = { uniqueId: `series-${seed}`, ds, y };
  return { series, setting: { axis: DAYS, seasonLength: 365, training: TRAINING, recent } };
}

/** The share of looks whose stability index exceeds 0.5, the demo's limit. */
function alarmShare(weather: Omit<Weather, 'seed'>): number {
  const alarms = Array.from({ length: SEEDS }, (_, seed) => {
    const { series, setting } = lookAt({ ...weather, seed });
    return driftOf([{ series, segment: null }], setting).pooled.stabilityIndex! > 0.5;
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
    const drift = driftOf(panel, setting);
    expect(drift.worstSeries).toBe('series-3');
    expect(drift.bySegment.get('south')!.stabilityIndex).toBeGreaterThan(1);
    expect(drift.bySegment.get('north')!.stabilityIndex).toBeLessThan(0.1);
    expect([...drift.bySeries.keys()]).toEqual(['series-1', 'series-2', 'series-3', 'series-4']);
  });

  it('does not let shifts in opposite directions cancel', () => {
    expect(driftOf([member(1, 2, null), member(2, -2, null)], setting).pooled.stabilityIndex).toBeGreaterThan(1);
  });

  it('has no segments where the series have none', () => {
    expect(driftOf([member(1, 0, null)], setting).bySegment.size).toBe(0);
  });

  it('knows nothing of an empty panel', () => {
    expect(driftOf([], setting)).toEqual({
      pooled: { stabilityIndex: null, missingShare: null, observed: 0 },
      bySegment: new Map(),
      bySeries: new Map(),
      worstSeries: null,
    });
  });

  it('says nothing about the distribution of fewer than ten rows', () => {
    const { first } = setting.recent;
    const drift = driftOf([member(1, 9, null)], { ...setting, recent: { first, last: first + 8 } });
    expect(drift.pooled).toEqual({ stabilityIndex: null, missingShare: expect.closeTo(0, 9), observed: 9 });
    expect(drift.worstSeries).toBeNull();
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
  const look = (recent: number, first = 0) => driftOf([member(recent, first)], setting(recent));

  // Of a computation in Python.
  it.each([
    ['three bins at least', 20, 0.007793],
    ['three of not quite eighty rows', 79, 0.182038],
    ['a bin for every twenty rows', 80, 0.340936],
    ['ten at most', 240, 0.842196],
  ])('is that of the formulas, in bins of the recent rows: %s', (_, recent, index) => {
    expect(look(recent).pooled.stabilityIndex).toBeCloseTo(index, 6);
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
    // (240 x 0.842196 + 20 x 0.007793) / 260
    const panel = [member(240), member(20)];
    expect(driftOf(panel, setting(240)).pooled.stabilityIndex).toBeCloseTo(0.778011, 6);
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
    expect(driftOf([seriesOn(kept)], setting).pooled).toMatchObject({ missingShare: 0.25, observed: 15 });
  });

  it('expects as much as there was in training, since the series began', () => {
    const everyOther = periods.filter((period) => period >= 30 && period % 2 === 0);
    expect(driftOf([seriesOn(everyOther)], setting).pooled.missingShare).toBe(0);
  });

  it('of a series that began late in training is held against what it had since', () => {
    // Twenty of forty periods in training, so ten of twenty are expected; five came.
    const late = periods.filter((period) => period >= 30 && period % 2 === 0 && (period < 70 || period >= 80));
    expect(driftOf([seriesOn(late)], setting).pooled).toMatchObject({ missingShare: 0.5, observed: 5 });
  });

  it('is not held against what was there before training', () => {
    const thinned = periods.filter((period) => period < 20 || (period % 2 === 0 && (period < 70 || period >= 80)));
    const later = { ...setting, training: { first: 20, last: 69 } };
    expect(driftOf([seriesOn(thinned)], later).pooled).toMatchObject({ missingShare: 0.5, observed: 5 });
  });

  it('of a series that is closed in winter is nothing in January', () => {
    // 1 January 2001 to 2004: open from May to September.
    const [first, last] = [11_323, 12_418];
    const isOpen = (day: number) => [4, 5, 6, 7, 8].includes(new Date(day * 86_400_000).getUTCMonth());
    const open = Array.from({ length: last - first + 60 }, (_, i) => first + i).filter(isOpen);
    const january = { first: last, last: last + 30 };
    const training = { first, last: last - 1 };
    expect(driftOf([seriesOn(open)], { ...setting, training, recent: january }).pooled.missingShare).toBeNull();
    // Ten days of May are expected, and none came.
    const may = { first: last + 111, last: last + 130 };
    expect(driftOf([seriesOn(open.filter((day) => day < last))], { ...setting, training, recent: may }).pooled).toEqual(
      {
        stabilityIndex: null,
        missingShare: 1,
        observed: 0,
      },
    );
  });

  it('is 1 for a series that stopped, and unknown for one that was not there in training', () => {
    expect(driftOf([seriesOn(periods.slice(0, 70))], setting).pooled.missingShare).toBe(1);
    expect(driftOf([seriesOn(periods.slice(70))], setting).pooled.missingShare).toBeNull();
  });
});

describe('chanceIndex', () => {
  it('is that of independent rows where neighbours do not agree', () => {
    // (3 - 1) (1 / 20 + 1 / 4)
    expect(chanceIndex(Float64Array.of(1, -1, 1, -1), 20, 3)).toBeCloseTo(0.6, 12);
  });

  it('counts rows that follow their neighbours as fewer', () => {
    // Products 1 0 1, squares 4: r = 0.25 and (1 + r) / (1 - r) = 5 / 3.
    expect(chanceIndex(Float64Array.of(1, 1, -1, -1), 20, 3)).toBeCloseTo(1, 12);
  });

  it('does not depend on the level of the values', () => {
    expect(chanceIndex(Float64Array.of(3, 3, 1, 1), 20, 3)).toBeCloseTo(1, 12);
  });

  it('counts rows as a nineteenth at least, however much they follow their neighbours', () => {
    // (3 - 1) (1 / 20 + 1 / 100) 1.9 / 0.1
    expect(
      chanceIndex(
        Float64Array.from({ length: 100 }, (_, row) => row),
        20,
        3,
      ),
    ).toBeCloseTo(2.28, 12);
  });

  it('counts a constant as independent', () => {
    expect(chanceIndex(Float64Array.of(5, 5, 5, 5), 20, 3)).toBeCloseTo(0.6, 12);
  });
});

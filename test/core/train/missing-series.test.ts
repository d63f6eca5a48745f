import { describe, expect, it } from '@jest/globals';
import { type MissingList, missingListSchema, missingShare } from '../../../core/contracts/missing-series.ts';
import { missingSeries } from '../../../core/train/missing-series.ts';
import { missingText, simplestText } from '../../../core/contracts/missing-text.ts';

const WINDOW = {
  axis: { frequency: 'day', phase: 0 },
  training: { first: 100, last: 200 },
  cadencePeriods: 10,
} as const;
const NOTHING = { observed: new Map<string, number>(), refused: new Map<string, Map<string, number>>() };
const NOBODY = { forecast: new Set<string>(), failed: [], silent: undefined };

function listOf(
  delivered: Partial<typeof NOTHING>,
  fitted: Partial<Parameters<typeof missingSeries>[1]>,
  window: Parameters<typeof missingSeries>[2] = WINDOW,
) {
  return missingListSchema.parse(missingSeries({ ...NOTHING, ...delivered }, { ...NOBODY, ...fitted }, window));
}

describe('missingSeries', () => {
  it('is empty where every series that was delivered is forecast, whatever rows were refused', () => {
    const list = listOf(
      { observed: new Map([['a', 200]]), refused: new Map([['a', new Map([['bad-date', 3]])]]) },
      { forecast: new Set(['a']) },
    );
    expect(list).toMatchObject({ delivered: 1, inAll: 0, ended: 0, first: [] });
    expect(missingText(list)).toBe('all 1 series that were delivered are forecast and still deliver');
  });

  it('names a series of which every row is refused, with the reasons, the most frequent first', () => {
    const reasons = new Map([
      ['bad-date', 2],
      ['off-calendar', 46],
    ]);
    const list = listOf(
      { observed: new Map([['a', 200]]), refused: new Map([['s21', reasons]]) },
      { forecast: new Set(['a']) },
    );
    expect(list).toMatchObject({
      delivered: 2,
      inAll: 1,
      byWhy: { 'every-row-refused': 1 },
      first: [{ uniqueId: 's21', why: 'every-row-refused', detail: '48 rows: off-calendar, bad-date' }],
    });
    expect(missingShare(list)).toBe(0.5);
    expect(missingText(list)).toBe(
      '1 of 2 series that were delivered is without a forecast, or silent: s21 (every row refused: 48 rows: off-calendar, bad-date)',
    );
  });

  it('names what failed in training, what ended before the window, and what pauses over it', () => {
    const observed = new Map([
      ['fit', 200],
      ['failed', 200],
      ['ended', 99],
      ['aside', 150],
    ]);
    const failed = [{ uniqueId: 'failed', reason: 'not finite' }];
    const list = listOf({ observed }, { forecast: new Set(['fit']), failed });
    expect(list).toMatchObject({ delivered: 4, inAll: 3, ended: 1 });
    expect(list.first).toEqual([
      { uniqueId: 'failed', why: 'failed-in-training', detail: 'not finite' },
      {
        uniqueId: 'aside',
        why: 'no-forecast',
        detail: 'what it has in the training window is set aside; its last observation is 1970-05-31',
      },
      { uniqueId: 'ended', why: 'no-longer-delivers', detail: 'since 1970-04-10, before the training window' },
    ]);
    // One that ended before the window is named, and no part of the share.
    expect(missingShare(list)).toBe(2 / 3);
    const paused = listOf({ observed: new Map([['ended', 99]]) }, {}, { ...WINDOW, cadencePeriods: 40 });
    expect(paused.first).toMatchObject([
      { why: 'no-forecast', detail: 'no observation in the training window; its last one is 1970-04-10' },
    ]);
    expect(missingShare(paused)).toBe(0);
  });

  it('names a silent series, though it is forecast, and counts those that the fit has not named', () => {
    const silent = {
      inAll: 22,
      first: Array.from({ length: 20 }, (_, i) => ({ uniqueId: `s${i + 10}`, since: '1970-05-01' })),
    };
    const ids = Array.from({ length: 30 }, (_, i) => `s${i + 10}`);
    const list = listOf({ observed: new Map(ids.map((id) => [id, 150])) }, { forecast: new Set(ids), silent });
    expect(list).toMatchObject({ delivered: 30, inAll: 22, byWhy: { 'no-longer-delivers': 22 } });
    expect(list.first).toHaveLength(20);
    expect(missingText(list)).toMatch(
      /^22 of 30 series .*: s10 \(no longer delivers: since 1970-05-01\), .*, and 17 more$/,
    );
  });
});

describe('simplestText', () => {
  it('names whom the last value forecasts, and says nothing where it is nobody', () => {
    const simplest = { inAll: 6, first: ['a', 'b', 'c', 'd', 'e', 'f'].map((uniqueId) => ({ uniqueId, reason: '' })) };
    expect(simplestText(simplest)).toBe(
      '6 series with too few rows for any candidate are forecast by the last value: a, b, c, d, e, and 1 more',
    );
    expect(simplestText({ ...simplest, withoutWidth: 2 })).toMatch(
      /and 1 more; the intervals of 2 of them have no width, since the rows do not say how far off the value may be$/,
    );
    expect(simplestText({ inAll: 1, withoutWidth: 1, first: [{ uniqueId: 'z', reason: '' }] })).toBe(
      '1 series with too few rows for any candidate is forecast by the last value: z; its interval has no width, since the rows do not say ' +
        'how far off the value may be',
    );
    expect(simplestText(undefined)).toBeUndefined();
  });
});

describe('a list', () => {
  it('of nobody has no share', () => {
    const none: MissingList = listOf({}, {});
    expect([none.delivered, missingShare(none)]).toEqual([0, 0]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { isMet, type Figure } from '../../../bench/report.ts';
import { figuresOf } from '../../../bench/truth/figures.ts';
import type { Outcome } from '../../../bench/truth/outcome.ts';
import { GOOD, users } from './outcomes.ts';

function figureOf(outcomes: readonly Outcome[], name: RegExp): Figure {
  const found = figuresOf(outcomes).filter((figure) => name.test(figure.name));
  expect(found).toHaveLength(1);
  return found[0];
}

const SAME: Outcome = { ...GOOD, set: 'same', users: { ...GOOD.users, gates: users(10) } };

describe('the figures of the truth', () => {
  it('are all met where users are served better than by both yardsticks', () => {
    const figures = figuresOf([GOOD]);
    expect(figures.filter((figure) => isMet(figure) === false)).toEqual([]);
    expect(figures.filter(({ target }) => target !== undefined)).toHaveLength(6);
  });

  it('have the geometric mean over the sets, and every set in a note', () => {
    const figure = figureOf([GOOD, SAME], /gates over promote-latest,/);
    expect(figure.value).toBeCloseTo(Math.SQRT1_2, 12);
    expect(figure.note).toBe('2 sets, pooled/worst window: good 0.500/0.50, same 1.000/1.00');
    expect(figure.limitedBy).toBe('the sets with the greatest ratios: same 1.000, good 0.500');
  });

  it('count a set that is worse than any yardstick once, from 1.005 on', () => {
    const worse = (gates: number) =>
      figureOf([{ ...GOOD, users: { ...GOOD.users, gates: users(gates) } }], /^sets where/);
    expect(worse(8.04)).toMatchObject({ value: 0 });
    expect(worse(8.05)).toMatchObject({ value: 1, limitedBy: 'good 1.006 of refresh-latest' });
    expect(worse(11)).toMatchObject({
      value: 1,
      limitedBy: 'good 1.100 of promote-latest, good 1.375 of refresh-latest',
    });
  });

  it('count the sets whose intervals hold too little or too much', () => {
    const covered = (share: number): Outcome => ({ ...GOOD, users: { gates: users(5, share) } });
    const outcomes = [73, 74, 86, 87].map(covered);
    expect(figureOf(outcomes, /up to the next look$/)).toMatchObject({
      value: 2,
      limitedBy: 'good 0.73, 0.73; good 0.87, 0.87',
    });
    expect(figureOf(outcomes, /beyond the next look$/).target).toBeUndefined();
  });

  it('name the sets that were left without a forecast', () => {
    const none = { ...users(5), withoutForecast: 2 };
    expect(figureOf([GOOD, { ...SAME, users: { gates: none } }], /without a forecast/)).toMatchObject({
      value: 2,
      limitedBy: 'same 2',
    });
  });

  it('hold what a window began with against Python Prophet', () => {
    expect(figureOf([GOOD], /Python Prophet/).value).toBe(0.5);
  });

  it('count the fits of the sets whose fits were counted before', () => {
    const plays = { gates: { windows: [], seconds: 3, fits: 1213 } };
    const figure = figureOf([GOOD, { ...SAME, set: 'retail', plays }, { ...SAME, set: 'walmart', plays }], /^fits/);
    expect(figure).toMatchObject({
      value: 2426 / 1214,
      note: '2426 against 1214: folds and whole windows, of a series',
    });
  });

  it('say nothing of policies that were not played', () => {
    expect(figuresOf([{ set: 'good', users: { 'promote-latest': users(10) }, plays: {} }])).toEqual([]);
  });
});

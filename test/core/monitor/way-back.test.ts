import { describe, expect, it } from '@jest/globals';
import type { EvaluationWindow, MonitorState } from '../../../core/contracts/monitoring.ts';
import { shadowsAt } from '../../../core/monitor/shadows.ts';
import { refusedWasCloser, refusedWasFurther, wayBack } from '../../../core/monitor/way-back.ts';
import { HEALTHY, POLICY, withFormer } from './support.ts';

const CHANGE = { former: 1, since: 2 };
/** RMSE 8; 7.6 is 5 % less. */
const BETTER = withFormer(HEALTHY, 7.6);
const WORSE = withFormer(HEALTHY, 7.61);
const BEFORE = { ...HEALTHY, version: 1, recipeSince: 1 };

describe('wayBack', () => {
  it.each<[string, readonly EvaluationWindow[], boolean]>([
    ['better three times of three', [BETTER, BETTER, BETTER], true],
    ['better three times of five, the newest among them', [BETTER, WORSE, BETTER, WORSE, BETTER], true],
    ['better three times of five, but not in the newest', [BETTER, BETTER, WORSE, BETTER, WORSE], false],
    ['better twice', [WORSE, BETTER, BETTER], false],
    ['better in the first two looks after the change', [BETTER, BETTER], false],
    [
      'better three times, but one of them further back than five',
      [BETTER, WORSE, WORSE, WORSE, BETTER, BETTER],
      false,
    ],
    ['looks before the change do not count', [BETTER, BETTER, BEFORE, BETTER, BETTER], false],
    ['a look without the former recipe is none for it', [BETTER, BETTER, HEALTHY], false],
    ['on other rows nothing can be compared', [BETTER, BETTER, withFormer(HEALTHY, 2, 29)], false],
    ['without an error nothing can', [BETTER, BETTER, withFormer(HEALTHY, null)], false],
    ['nor where nothing came true', [BETTER, BETTER, withFormer({ ...HEALTHY, rmse: null }, 1)], false],
  ])('%s: %p', (_, windows, expected) => {
    expect(wayBack(windows, CHANGE, POLICY).evidence !== null).toBe(expected);
  });

  it('says how much better', () => {
    expect(wayBack([BETTER, withFormer(HEALTHY, null), BETTER, BETTER], CHANGE, POLICY).evidence).toBe(
      'the recipe of version 1 against that of version 2: RMSE below 0.95 of it in 3 of 4 looks (7.600 against 8.000, none against 8.000, 7.600 against 8.000, 7.600 against 8.000)',
    );
  });

  it('has the former recipe fitted anew at the first five looks, and at none without a change', () => {
    const shadowAfter = (looks: number) => wayBack(new Array(looks).fill(WORSE), CHANGE, POLICY).shadowOf;
    expect([1, 5, 6].map(shadowAfter)).toEqual([1, 1, null]);
    expect(wayBack([WORSE], undefined, POLICY)).toEqual({ shadowOf: null, evidence: null });
  });

  it('is over where another recipe is in force again', () => {
    expect(wayBack([BETTER, BETTER, BETTER, BEFORE], CHANGE, POLICY)).toEqual({ shadowOf: null, evidence: null });
  });
});

describe('refusedWasFurther', () => {
  const refused = (rmse: number | null, joined = 30) => ({ ...HEALTHY, refused: { version: 6, rmse, joined } });
  it.each<[string, EvaluationWindow, boolean]>([
    ['a larger error on the same rows', refused(8.01), true],
    ['the same error', refused(8), false],
    ['other rows', refused(9, 29), false],
    ['no error', refused(null), false],
    ['nothing came true', { ...refused(9), rmse: null }, false],
    ['nothing was refused', HEALTHY, false],
  ])('%s: %p', (_, window, expected) => {
    expect(refusedWasFurther(window)).toBe(expected);
  });
});

describe('refusedWasCloser', () => {
  const refused = (rmse: number | null, joined = 30) => ({ ...HEALTHY, refused: { version: 6, rmse, joined } });
  it.each<[string, EvaluationWindow, boolean]>([
    ['a smaller error on the same rows', refused(7.99), true],
    ['the same error', refused(8), false],
    ['other rows', refused(1, 29), false],
    ['no error', refused(null), false],
    ['nothing came true', { ...refused(1), rmse: null }, false],
    ['nothing was refused', HEALTHY, false],
  ])('%s: %p', (_, window, expected) => {
    expect(refusedWasCloser(window)).toBe(expected);
  });
});

describe('shadowsAt', () => {
  const look = { asOf: '2024-07-30', recipeSince: 2 };
  const state: MonitorState = { windows: [], actions: [], refused: { version: 6, reasons: [] }, change: CHANGE };

  it('are the refused version and the former recipe', () => {
    expect(shadowsAt(state, look)).toEqual({ refused: 6, former: 1 });
    expect(shadowsAt({ ...state, change: { ...CHANGE, shadow: 5 } }, look)).toEqual({ refused: 6, former: 5 });
    expect(shadowsAt({ windows: [], actions: [] }, look)).toEqual({ refused: undefined, former: undefined });
  });

  it('do not compare with the former recipe after six looks, or where the present one is not in force', () => {
    const after = (looks: number) => shadowsAt({ ...state, windows: new Array(looks).fill(HEALTHY) }, look).former;
    expect([5, 6].map(after)).toEqual([1, undefined]);
    expect(shadowsAt(state, { ...look, recipeSince: 7 }).former).toBeUndefined();
  });

  it('are the same where the look is taken again', () => {
    const again = { ...HEALTHY, asOf: look.asOf, refused: { version: 3, rmse: 1, joined: 1 } };
    expect(shadowsAt({ ...state, windows: [again] }, look)).toEqual({ refused: 3, former: undefined });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';
import { newsOf, NOTHING_SET_ASIDE, setAsideAfter } from '../../../core/monitor/set-aside.ts';
import { NO_HISTORY, rememberWindow } from '../../../core/monitor/state.ts';
import { HEALTHY, POLICY } from './support.ts';

const JUNE = { start: '2024-06-01', end: '2024-06-30' };
const NEWS = { version: 6, range: JUNE };
const refused = (rmse: number, version = 6): EvaluationWindow => ({
  ...HEALTHY,
  refused: { version, rmse, joined: 30 },
});

describe('what a refused refresh had learned', () => {
  it('is what the newest look saw, where its training ended there', () => {
    const state = rememberWindow(NO_HISTORY, HEALTHY, POLICY);
    expect(newsOf(state, '2024-06-30')).toEqual(JUNE);
    expect(newsOf(state, '2024-07-01')).toBeUndefined();
    expect(newsOf(NO_HISTORY, '2024-06-30')).toBeUndefined();
  });

  it('is set aside once, where it was further away', () => {
    const after = setAsideAfter({ news: NEWS, setAside: [] }, refused(8.01));
    expect(after.setAside).toEqual([JUNE]);
    expect(setAsideAfter(after, refused(8.01))).toBe(after);
  });

  it('is not, where it was closer, where it is another that was scored, or where nothing is known of it', () => {
    const before = { news: NEWS, setAside: [] };
    expect(setAsideAfter(before, refused(7.99))).toBe(before);
    expect(setAsideAfter(before, refused(9, 5))).toBe(before);
    expect(setAsideAfter(before, HEALTHY)).toBe(before);
    expect(setAsideAfter(NOTHING_SET_ASIDE, refused(9))).toBe(NOTHING_SET_ASIDE);
  });

  it('is forgotten after twenty others', () => {
    const setAside = Array.from({ length: 20 }, (_, i) => `2023-06-${String(i + 1).padStart(2, '0')}`).map((day) => {
      return { start: day, end: day };
    });
    const after = setAsideAfter({ news: NEWS, setAside }, refused(9)).setAside;
    expect([after.length, after[0], after[19]]).toEqual([20, { start: '2023-06-02', end: '2023-06-02' }, JUNE]);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  forgetChange,
  forgetRefused,
  NO_HISTORY,
  rememberAction,
  rememberChange,
  rememberRefused,
  rememberShadow,
  rememberWindow,
} from '../../../core/monitor/state.ts';
import { BAD, HEALTHY, POLICY, UNJUDGED } from './support.ts';

const remember = (windows: readonly (typeof BAD)[], policy = POLICY) =>
  windows
    .map((window, look) => ({ ...window, asOf: `2024-06-${String(look + 1).padStart(2, '0')}` }))
    .reduce((state, window) => rememberWindow(state, window, policy), NO_HISTORY);
const datesOf = ({ windows }: { readonly windows: readonly { readonly asOf: string }[] }) =>
  windows.map(({ asOf }) => asOf);
const times = (count: number, window: typeof BAD) => new Array<typeof BAD>(count).fill(window);

describe('rememberWindow', () => {
  it('keeps the looks that the way back looks at', () => {
    const { windows } = remember(times(9, HEALTHY));
    expect(windows).toHaveLength(7);
    expect(windows[0].asOf).toBe('2024-06-03');
  });

  it('keeps as many judged windows as the alarm looks at', () => {
    const policy = { ...POLICY, alarm: { violations: 2, of: 8 } };
    expect(datesOf(remember(times(10, BAD), policy))[0]).toBe('2024-06-03');
  });

  it('keeps what lies before windows that cannot be judged', () => {
    expect(datesOf(remember([HEALTHY, ...times(2, BAD), ...times(7, UNJUDGED)]))).toHaveLength(10);
  });

  it('puts a look that is repeated in the place of the first one', () => {
    const first = rememberWindow(NO_HISTORY, BAD, POLICY);
    expect(rememberWindow(first, HEALTHY, POLICY).windows).toEqual([HEALTHY]);
  });
});

describe('rememberAction', () => {
  const action = { kind: 'select', asOf: '2024-06-30', version: 5 } as const;

  it('adds an action once', () => {
    const once = rememberAction(NO_HISTORY, action);
    expect(once.actions).toEqual([action]);
    expect(rememberAction(once, { ...action, atMs: 7 })).toBe(once);
    expect(rememberAction(once, { ...action, asOf: '2024-07-30' }).actions).toHaveLength(2);
    expect(rememberAction(once, { ...action, kind: 'return' }).actions).toHaveLength(2);
  });
});

describe('a refused refresh', () => {
  const refused = { version: 6, reasons: ['too far from version 5'] };

  it('is remembered until it was scored', () => {
    const state = rememberRefused(NO_HISTORY, refused);
    expect(state.refused).toEqual(refused);
    expect(forgetRefused(state, 6)).toEqual(NO_HISTORY);
  });

  it('is not forgotten for another that was scored', () => {
    expect(forgetRefused(rememberRefused(NO_HISTORY, refused), 5).refused).toEqual(refused);
    expect(forgetRefused(NO_HISTORY, 5)).toEqual(NO_HISTORY);
  });

  it('is forgotten where another recipe goes live', () => {
    const state = rememberChange(rememberRefused(NO_HISTORY, refused), { former: 5, since: 7 });
    expect(state).toEqual({ ...NO_HISTORY, change: { former: 5, since: 7 } });
  });
});

describe('a change of recipe', () => {
  const changed = rememberChange(NO_HISTORY, { former: 5, since: 7 });

  it('keeps the newest fit of the former recipe', () => {
    expect(rememberShadow(rememberShadow(changed, 9), 11).change).toEqual({ former: 5, since: 7, shadow: 11 });
  });

  it('keeps it also where the promotion is recorded again', () => {
    expect(rememberChange(rememberShadow(changed, 9), { former: 5, since: 7 }).change?.shadow).toBe(9);
  });

  it('gives way to the next change, and ends with the return', () => {
    const next = rememberChange(rememberShadow(changed, 9), { former: 10, since: 12 });
    expect(next.change).toEqual({ former: 10, since: 12 });
    expect(forgetChange(next)).toEqual(NO_HISTORY);
  });

  it('has no shadow where there was none', () => {
    expect(rememberShadow(NO_HISTORY, 9)).toEqual(NO_HISTORY);
  });
});

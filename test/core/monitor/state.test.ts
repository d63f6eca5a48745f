import { describe, expect, it } from '@jest/globals';
import { NO_HISTORY, rememberAction, rememberWindow } from '../../../core/monitor/state.ts';
import { BAD, HEALTHY, POLICY, UNJUDGED } from './support.ts';

const remember = (windows: readonly (typeof BAD)[]) =>
  windows
    .map((window, look) => ({ ...window, asOf: `2024-06-0${look + 1}` }))
    .reduce((state, window) => rememberWindow(state, window, POLICY), NO_HISTORY);
const datesOf = ({ windows }: { readonly windows: readonly { readonly asOf: string }[] }) =>
  windows.map(({ asOf }) => asOf);

describe('rememberWindow', () => {
  it('keeps as many judged windows as the alarm looks at', () => {
    expect(datesOf(remember([BAD, BAD, HEALTHY, BAD]))).toEqual(['2024-06-02', '2024-06-03', '2024-06-04']);
  });

  it('keeps what lies before windows that cannot be judged', () => {
    expect(datesOf(remember([HEALTHY, BAD, BAD, UNJUDGED, UNJUDGED]))).toHaveLength(5);
  });

  it('puts a look that is repeated in the place of the first one', () => {
    const first = rememberWindow(NO_HISTORY, BAD, POLICY);
    expect(rememberWindow(first, HEALTHY, POLICY).windows).toEqual([HEALTHY]);
  });
});

describe('rememberAction', () => {
  const action = { kind: 'retrain', asOf: '2024-06-30', version: 5 } as const;

  it('adds an action once', () => {
    const once = rememberAction(NO_HISTORY, action);
    expect(once.actions).toEqual([action]);
    expect(rememberAction(once, { ...action, atMs: 7 })).toBe(once);
    expect(rememberAction(once, { ...action, asOf: '2024-07-30' }).actions).toHaveLength(2);
    expect(rememberAction(once, { ...action, kind: 'roll-back' }).actions).toHaveLength(2);
  });
});

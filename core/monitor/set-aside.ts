import type { DateRange } from '../contracts/date-range.ts';
import { type EvaluationWindow, type MonitorState, MOST_SET_ASIDE, type SetAside } from '../contracts/monitoring.ts';
import { refusedWasFurther } from './way-back.ts';

export const NOTHING_SET_ASIDE: SetAside = { setAside: [] };

/** What a fit had learned that no one before it knew: what the newest look saw; undefined where its training ended at another date. */
export function newsOf({ windows }: MonitorState, trainedUpTo: string): DateRange | undefined {
  const newest = windows.at(-1)?.range;
  return newest?.end === trainedUpTo ? newest : undefined;
}

/**
 * What the refused fit had learned was no help where it was further away: no fit learns from it, or it would lead the forecasts astray as soon as
 * it is mild enough to pass the guard. The oldest are forgotten; they have left the training window by then.
 */
export function setAsideAfter(before: SetAside, window: EvaluationWindow): SetAside {
  const { news, setAside } = before;
  if (news === undefined || news.version !== window.refused?.version || !refusedWasFurther(window)) return before;
  const { range } = news;
  if (setAside.some(({ start, end }) => start === range.start && end === range.end)) return before;
  return { ...before, setAside: [...setAside, range].slice(-MOST_SET_ASIDE) };
}

import type { EvaluationWindow, MonitorState } from '../contracts/monitoring.ts';
import { figure } from '../contracts/figures.ts';
import type { MonitoringPolicy } from '../contracts/dataset.ts';

/** For so many looks after a change the former recipe is fitted anew, too, and so many of them are looked at. */
const LOOKS = 5;
/** In so many of them it has to be better. */
const ENOUGH = 3;

export interface WayBack {
  /** The former recipe's version that is fitted anew beside the present recipe; null where it is not, any more. */
  readonly shadowOf: number | null;
  /** That the former recipe would have been better, where it would. */
  readonly evidence: string | null;
}

type Change = NonNullable<MonitorState['change']>;

const NONE: WayBack = { shadowOf: null, evidence: null };

/**
 * Whether to go back to the former recipe: better by far enough in three of the last five looks, the newest one included. Only errors on the same
 * rows are compared.
 */
export function wayBack(
  windows: readonly EvaluationWindow[],
  change: MonitorState['change'],
  { returnBelow }: Pick<MonitoringPolicy, 'returnBelow'>,
): WayBack {
  if (change === undefined) return NONE;
  const since = looksSince(windows, change);
  if (since.length === 0) return NONE;
  const shadowOf = since.length <= LOOKS ? change.former : null;
  const looked = since.slice(-LOOKS);
  const better = looked.filter((window) => isBetter(window, returnBelow));
  if (better.length < ENOUGH || better.at(-1) !== looked.at(-1)) return { shadowOf, evidence: null };
  const recipes = `the recipe of version ${change.former} against that of version ${change.since}`;
  const figures = looked.map(({ rmse, former }) => `${text(former?.rmse)} against ${text(rmse)}`).join(', ');
  const evidence = `${recipes}: RMSE below ${returnBelow} of it in ${better.length} of ${looked.length} looks (${figures})`;
  return { shadowOf, evidence };
}

/** Whether the look after these still scores what was fitted of the former recipe at the last of them. */
export function isWatched(windows: readonly EvaluationWindow[], change: Change): boolean {
  return looksSince(windows, change).length <= LOOKS;
}

/** None where a person went back before the monitor did. */
function looksSince(windows: readonly EvaluationWindow[], { since }: Change): readonly EvaluationWindow[] {
  return windows.slice(windows.findLastIndex(({ recipeSince }) => recipeSince !== since) + 1);
}

function isBetter({ joined, rmse, former }: EvaluationWindow, returnBelow: number): boolean {
  if (former === null || rmse === null || former.rmse === null || former.joined !== joined) return false;
  return former.rmse <= returnBelow * rmse;
}

function text(rmse: number | null | undefined): string {
  return rmse === null || rmse === undefined ? 'none' : figure(rmse);
}

/** The refused refresh was closer to what came true than what stayed in force: the world has changed. */
export function refusedWasCloser(window: EvaluationWindow): boolean {
  return refusedOverInForce(window) < 1;
}

/** The refused refresh was further away: it had learned from an accident. */
export function refusedWasFurther(window: EvaluationWindow): boolean {
  return refusedOverInForce(window) > 1;
}

/** NaN where nothing was refused, or the two cannot be compared. */
function refusedOverInForce({ joined, rmse, refused }: EvaluationWindow): number {
  if (rmse === null || refused === null || refused.rmse === null || refused.joined !== joined) return NaN;
  return refused.rmse / rmse;
}

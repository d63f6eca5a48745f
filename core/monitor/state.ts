import type { MonitoringPolicy } from '../contracts/dataset.ts';
import type { EvaluationWindow, MonitorState, TakenAction } from '../contracts/monitoring.ts';
import { judgementOf } from './violations.ts';

export const NO_HISTORY: MonitorState = { windows: [], actions: [] };

/** The way back after a change of recipe looks at so many looks; two more tell that it is over. */
const KEPT_LOOKS = 7;

/**
 * The state with one more look: kept as far back as the alarm and the way back can see. A look at the same date again takes the place of the
 * one before.
 *
 * @param window not older than the newest one of the state
 */
export function rememberWindow(state: MonitorState, window: EvaluationWindow, policy: MonitoringPolicy): MonitorState {
  const windows = [...state.windows.filter(({ asOf }) => asOf !== window.asOf), window];
  let judged = 0;
  const oldest = windows.findLastIndex(
    (each) => judgementOf(each, policy) !== 'unjudged' && ++judged === policy.alarm.of,
  );
  return { ...state, windows: windows.slice(Math.max(0, Math.min(oldest, windows.length - KEPT_LOOKS))) };
}

/** The state with one more action. One that is already known (the step was tried again) changes nothing. */
export function rememberAction(state: MonitorState, action: TakenAction): MonitorState {
  const isKnown = state.actions.some(({ kind, asOf }) => kind === action.kind && asOf === action.asOf);
  return isKnown ? state : { ...state, actions: [...state.actions, action] };
}

/** A refresh that the guard refused: the next look scores its forecasts beside those in force. */
export function rememberRefused(state: MonitorState, refused: NonNullable<MonitorState['refused']>): MonitorState {
  return { ...state, refused };
}

/** Scored, it is forgotten; another that was refused meanwhile is not. */
export function forgetRefused(state: MonitorState, version: number): MonitorState {
  return state.refused?.version === version ? { ...state, refused: undefined } : state;
}

/**
 * Another recipe went live, in place of the one of `former`: the way back begins, and a refused fit of the former recipe is no longer of
 * interest. The same change once more (the promotion was tried again) changes nothing.
 */
export function rememberChange(
  state: MonitorState,
  { former, since }: Pick<NonNullable<MonitorState['change']>, 'former' | 'since'>,
): MonitorState {
  return state.change?.since === since ? state : { ...state, refused: undefined, change: { former, since } };
}

/** The former recipe, fitted anew beside the present one. */
export function rememberShadow(state: MonitorState, shadow: number): MonitorState {
  return state.change === undefined ? state : { ...state, change: { ...state.change, shadow } };
}

/** Back at the former recipe: there is no other way back from there, or two recipes that are both bad would take turns. */
export function forgetChange(state: MonitorState): MonitorState {
  return { ...state, change: undefined };
}

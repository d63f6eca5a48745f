import type { MonitoringPolicy } from '../contracts/dataset.ts';
import type { EvaluationWindow, MonitorState, TakenAction } from '../contracts/monitoring.ts';
import { judgementOf } from './violations.ts';

export const NO_HISTORY: MonitorState = { windows: [], actions: [] };

/**
 * The state with one more look: kept as far back as the alarm can see. A look at the same date again takes the place of the one before.
 *
 * @param window not older than the newest one of the state
 */
export function rememberWindow(state: MonitorState, window: EvaluationWindow, policy: MonitoringPolicy): MonitorState {
  const windows = [...state.windows.filter(({ asOf }) => asOf !== window.asOf), window];
  let judged = 0;
  const oldest = windows.findLastIndex(
    (each) => judgementOf(each, policy) !== 'unjudged' && ++judged === policy.alarm.of,
  );
  return { ...state, windows: windows.slice(Math.max(oldest, 0)) };
}

/** The state with one more action. One that is already known (the step was tried again) changes nothing. */
export function rememberAction(state: MonitorState, action: TakenAction): MonitorState {
  const isKnown = state.actions.some(({ kind, asOf }) => kind === action.kind && asOf === action.asOf);
  return isKnown ? state : { ...state, actions: [...state.actions, action] };
}

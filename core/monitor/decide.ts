import type { MonitoringPolicy } from '../contracts/dataset.ts';
import type { EvaluationWindow, Lock, MonitorAction, TakenAction } from '../contracts/monitoring.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { instantOf, moveInstant, parseDuration, parsePeriod } from '../series/time-axis.ts';
import { mayTake } from './lock.ts';
import { describeOutlook, type Outlook } from './outlook.ts';
import { describeNothingNew } from './present-look.ts';
import { betterShadow } from './shadow.ts';
import { inAlarm, judgementOf, violationOf } from './violations.ts';

export type Retraining = 'manual' | 'scheduled' | 'triggered';

export interface Situation {
  /** Oldest first; the newest is the look that decides. */
  readonly windows: readonly EvaluationWindow[];
  /** Oldest first. */
  readonly actions: readonly TakenAction[];
  readonly policy: MonitoringPolicy;
  readonly retraining: Retraining;
  /** A period of the axis. */
  readonly asOf: string;
  readonly axis: TimeAxis;
  /** How far forecasts reach: absent where the look is at a date of the past. */
  readonly outlook?: Outlook;
  /** Periods since the look before: absent or null where that is unknown, or of the past. */
  readonly newPeriods?: number | null;
  /** The data set's lock as read, who asks, and when: absent where there is none, as in a replay. */
  readonly lock?: { readonly held: Lock; readonly holder: string; readonly nowMs: number };
}

/**
 * What to do about the data set after this look: nothing unless it is in alarm and free to act; then back to the former version where that
 * would have been better; else a new one, where retraining is triggered.
 */
export function decideAction(situation: Situation): MonitorAction {
  const action = actionFor(situation);
  const { outlook, newPeriods, asOf } = situation;
  if (action.kind !== 'nothing') return action;
  // A healthy window is no comfort to whoever has no forecasts left, or no news. Any other action ends with new forecasts.
  const runningOut = outlook?.isRunningOut === true ? [describeOutlook(outlook)] : [];
  return nothing(...action.reasons, ...runningOut, ...(newPeriods === 0 ? [describeNothingNew(asOf)] : []));
}

function actionFor(situation: Situation): MonitorAction {
  const { windows, policy } = situation;
  const newest = windows.at(-1);
  if (newest === undefined) return nothing('no evaluation window yet');
  if (!inAlarm(windows, policy)) return nothing(whyNoAlarm(newest, policy));
  const alarm = violationOf(newest, policy);
  const obstacles = obstaclesOf(situation);
  if (obstacles.length > 0) return nothing(...alarm, ...obstacles);
  const shadow = betterShadow(windows, situation.actions, policy);
  if (shadow.isBetter) return { kind: 'roll-back', to: shadow.version, reasons: [...alarm, shadow.evidence] };
  return retrain(situation.retraining, [...alarm, shadow.evidence]);
}

function retrain(retraining: Retraining, reasons: readonly string[]): MonitorAction {
  switch (retraining) {
    case 'triggered':
      return { kind: 'retrain', reasons: [...reasons] };
    case 'scheduled':
      return nothing(...reasons, 'retraining is scheduled: the next scheduled run answers this');
    case 'manual':
      return nothing(...reasons, 'retraining is manual: a person must start it');
    default:
      return retraining satisfies never;
  }
}

function whyNoAlarm(newest: EvaluationWindow, policy: MonitoringPolicy): string {
  switch (judgementOf(newest, policy)) {
    case 'healthy':
      return 'the newest window is healthy';
    case 'unjudged':
      return `the newest window cannot be judged: ${newest.joined} rows joined, and no error to hold theirs against`;
    case 'violation':
      return `${violationOf(newest, policy).join('; ')}: a violation, but fewer than ${policy.alarm.violations} of the last ${policy.alarm.of}`;
  }
}

/** Everything that forbids to act now, not just the first: a person reads what must pass. */
function obstaclesOf({ actions, policy, asOf, axis, lock }: Situation): readonly string[] {
  const now = instantOf(axis, parsePeriod(axis, asOf));
  const endOf = (action: TakenAction, duration: string) =>
    moveInstant(axis, instantOf(axis, parsePeriod(axis, action.asOf)), parseDuration(duration));
  const obstacles: string[] = [];
  // Compared as instants: in whole periods, 30 days after a month's first would round down to no time at all.
  const cooling = actions.findLast((action) => endOf(action, policy.coolDown) > now);
  if (cooling !== undefined) {
    obstacles.push(`cooling down for ${policy.coolDown} after the ${cooling.kind} of ${cooling.asOf}`);
  }
  const inWeek = actions.filter((action) => endOf(action, '1w') > now).length;
  if (policy.maxActionsPerWeek === 0) obstacles.push('automatic actions are turned off');
  else if (inWeek >= policy.maxActionsPerWeek) {
    obstacles.push(`${inWeek} actions within a week, of ${policy.maxActionsPerWeek} allowed`);
  }
  if (lock !== undefined && !mayTake(lock.held, lock)) {
    obstacles.push(`'${lock.held.holder}' is at work on a ${lock.held.action}`);
  }
  return obstacles;
}

function nothing(...reasons: readonly string[]): MonitorAction {
  return { kind: 'nothing', reasons: [...reasons] };
}

import type { DateRange } from '../contracts/date-range.ts';
import type { MonitoringPolicy } from '../contracts/dataset.ts';
import type { EvaluationWindow, Lock, MonitorAction, MonitorState, TakenAction } from '../contracts/monitoring.ts';
import type { Policy, Transition } from '../contracts/promotion.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { instantOf, moveInstant, parseDuration, parsePeriod } from '../series/time-axis.ts';
import { mayTake } from './lock.ts';
import { describeOutlook, type Outlook } from './outlook.ts';
import { describeNothingNew, describeOtherSeries } from './present-look.ts';
import { inAlarm, judgementOf, violationOf } from './violations.ts';
import { refusedWasCloser, refusedWasFurther, wayBack } from './way-back.ts';

export type Retraining = 'manual' | 'scheduled' | 'triggered';

export interface Situation extends Pick<MonitorState, 'windows' | 'actions' | 'change'> {
  /** What no fit learns from. */
  readonly setAside?: readonly DateRange[];
  readonly monitoring: MonitoringPolicy;
  readonly retraining: Retraining;
  /** Of a replay; elsewhere the gates. */
  readonly policy: Policy;
  /** Whether something can follow from the look. */
  readonly acts: boolean;
  /** How Production last moved. */
  readonly move: Pick<Transition, 'action' | 'to' | 'by'> | undefined;
  /** A period of the axis. */
  readonly asOf: string;
  readonly axis: TimeAxis;
  /** How far forecasts reach: absent where the look is at a date of the past. */
  readonly outlook?: Outlook;
  /** Of the data that the look knows. */
  readonly lastObservation: string;
  /** Periods since the look before: absent or null where that is unknown. */
  readonly newPeriods?: number | null;
  /** Whether silver holds something else than the look before saw: a delivery was withdrawn or restored, or told of the past. */
  readonly isOtherSeries?: boolean;
  /** The data set's lock as read, who asks, and when: absent where there is none, as in a replay. */
  readonly lock?: { readonly held: Lock; readonly holder: string; readonly nowMs: number };
}

/**
 * What to do about the data set after this look: fit the recipe in Production anew, unless something stands against it; back to the former
 * recipe where that would have been better; in an alarm the selection ahead of its time, where that is triggered.
 */
export function decideAction(situation: Situation): MonitorAction {
  const newest = situation.windows.at(-1);
  if (newest === undefined) return nothing('no evaluation window yet');
  const seen = [...sightOf(newest, situation), ...leftOut(newest, situation)];
  const standing = standingAgainst(situation);
  // A healthy window is no comfort to whoever has no forecasts left. Any action ends with new forecasts.
  if (standing.length > 0) return nothing(...seen, ...runningOut(situation), ...standing);
  if (situation.policy === 'refresh-latest') return { kind: 'select', reasons: ['the policy selects at every look'] };
  return actionOf(newest, seen, situation);
}

function actionOf(newest: EvaluationWindow, seen: readonly string[], situation: Situation): MonitorAction {
  const { windows, monitoring, change, retraining } = situation;
  const alarm = inAlarm(windows, monitoring);
  const isTriggered = retraining === 'triggered' && inAlarm(unanswered(situation), monitoring);
  const { evidence, shadowOf } = wayBack(windows, change, monitoring);
  const obstacles = isTriggered || evidence !== null ? obstaclesOf(situation) : [];
  if (obstacles.length === 0) {
    if (evidence !== null && change !== undefined) return { kind: 'return', of: change.former, reasons: [evidence] };
    if (isTriggered) return { kind: 'select', reasons: [...seen] };
  }
  const reasons = [
    ...seen,
    ...(situation.newPeriods === 0 ? [describeOtherSeries(situation.lastObservation)] : []),
    ...(evidence === null ? [] : [evidence]),
    ...obstacles,
    ...(alarm && !isTriggered ? waitingFor(situation) : []),
  ];
  const exempt = refusedWasCloser(newest);
  if (exempt)
    reasons.push(`the refused version ${newest.refused?.version} was closer: the next one is exempt from the guards`);
  return { kind: 'refresh', reasons, exempt, shadowOf };
}

/** What the look saw, for people. */
function sightOf(newest: EvaluationWindow, { windows, monitoring }: Situation): readonly string[] {
  const violations = violationOf(newest, monitoring);
  if (inAlarm(windows, monitoring)) return violations;
  switch (judgementOf(newest, monitoring)) {
    case 'healthy':
      return ['the newest window is healthy'];
    case 'unjudged':
      return [`the newest window cannot be judged: ${newest.joined} rows joined, and no error to hold theirs against`];
    case 'violation': {
      const { alarm } = monitoring;
      return [`${violations.join('; ')}: a violation, but fewer than ${alarm.violations} of the last ${alarm.of}`];
    }
  }
}

/** What this look has shown to be no help. */
function leftOut(newest: EvaluationWindow, { windows, setAside = [] }: Situation): readonly string[] {
  const news = setAside.find(({ end }) => end === windows.at(-2)?.range.end);
  if (!refusedWasFurther(newest) || news === undefined) return [];
  return [
    `the refused version ${newest.refused?.version} was further away: what it had learned from ${news.start} to ${news.end} is set aside, and no fit learns from it`,
  ];
}

/** What forbids even a refresh: all of it, not just the first. */
function standingAgainst({
  acts,
  move,
  newPeriods,
  isOtherSeries = false,
  lastObservation,
  lock,
}: Situation): readonly string[] {
  const standing: string[] = [];
  if (!acts) standing.push('the window ends here: the next one begins with a selection');
  if (move?.action === 'roll-back') standing.push(describeHold(move));
  // Fitted to the same data it would be the same again, and end where it ends now.
  if (newPeriods === 0 && !isOtherSeries) standing.push(describeNothingNew(lastObservation));
  if (lock !== undefined && !mayTake(lock.held, lock)) {
    standing.push(`'${lock.held.holder}' is at work on a ${lock.held.action}`);
  }
  return standing;
}

/** For people. */
export function describeHold({ to, by }: Pick<Transition, 'to' | 'by'>): string {
  return `${by} rolled back to version ${to}: refreshes are held until a release, or the next selection that goes live`;
}

function runningOut({ outlook }: Situation): readonly string[] {
  return outlook?.isRunningOut === true ? [describeOutlook(outlook)] : [];
}

/** What was seen before the last selection, or return, was answered by it: another needs an alarm of its own. */
function unanswered({ windows, actions }: Situation): readonly EvaluationWindow[] {
  const answered = actions.at(-1);
  return answered === undefined
    ? windows
    : windows.slice(windows.findLastIndex(({ asOf }) => asOf <= answered.asOf) + 1);
}

/** Why an alarm does not bring the selection forward. */
function waitingFor({ retraining, actions }: Situation): readonly string[] {
  switch (retraining) {
    case 'triggered':
      return actions.slice(-1).map(({ kind, asOf }) => `the ${kind} of ${asOf} answered what came before it`);
    case 'scheduled':
      return ['retraining is scheduled: the next scheduled selection answers this'];
    case 'manual':
      return ['retraining is manual: a person must start the selection'];
    default:
      return retraining satisfies never;
  }
}

/** Everything that forbids another recipe or a selection now, not just the first: a person reads what must pass. */
function obstaclesOf({ actions, monitoring, asOf, axis }: Situation): readonly string[] {
  const { coolDown, maxActionsPerWeek } = monitoring;
  const now = instantOf(axis, parsePeriod(axis, asOf));
  const endOf = (action: TakenAction, duration: string) =>
    moveInstant(axis, instantOf(axis, parsePeriod(axis, action.asOf)), parseDuration(duration));
  const obstacles: string[] = [];
  // Compared as instants: in whole periods, 30 days after a month's first would round down to no time at all.
  const cooling = actions.findLast((action) => endOf(action, coolDown) > now);
  if (cooling !== undefined)
    obstacles.push(`cooling down for ${coolDown} after the ${cooling.kind} of ${cooling.asOf}`);
  const inWeek = actions.filter((action) => endOf(action, '1w') > now).length;
  if (maxActionsPerWeek === 0) obstacles.push('automatic selections and returns are turned off');
  else if (inWeek >= maxActionsPerWeek) {
    obstacles.push(`${inWeek} actions within a week, of ${maxActionsPerWeek} allowed`);
  }
  return obstacles;
}

function nothing(...reasons: readonly string[]): MonitorAction {
  return { kind: 'nothing', reasons: [...reasons] };
}

import type {
  EvaluationWindow,
  MonitorAction,
  PresentLook,
  ViolationKind,
} from '../../../core/contracts/monitoring.ts';
import { describeOutlook, type Outlook } from '../../../core/monitor/outlook.ts';
import { describeNothingNew } from '../../../core/monitor/present-look.ts';
import { type Judgement, type Violation, whyUnjudged } from '../../../core/monitor/violations.ts';
import type { Ports } from '../../../core/ports.ts';

export interface Findings {
  readonly dataset: string;
  readonly window: EvaluationWindow;
  readonly judgement: Judgement;
  /** The violations of an alarm; empty where there is none. */
  readonly alarm: readonly Violation[];
  readonly outlook: Outlook;
  readonly action: MonitorAction;
  readonly present: PresentLook;
}

type Told = PresentLook['told'];

/** What people know after a look. */
type Known = Pick<PresentLook, 'told' | 'violations'>;

const FOLLOWS = {
  nothing: 'Nothing is done about it',
  refresh: 'The recipe is fitted anew, as at every look',
  select: 'The selection is brought forward',
  return: 'The former recipe comes back',
} as const satisfies Record<MonitorAction['kind'], string>;

/**
 * Last of all in a look, so that it is told once also where an earlier piece of the look had to be tried again; and only what the look
 * before did not find as well: who hears the same every week stops reading. A violation of another kind is
 * news in an alarm that lasts, too.
 *
 * @returns what holds now, told in this look or before
 */
export async function tellPeople(findings: Findings, { notifier }: Pick<Ports, 'notifier'>): Promise<Known> {
  const { dataset, window, outlook, alarm, action, present } = findings;
  const holding = whatHolds(findings);
  const isNews = (what: Told[number]) => holding.includes(what) && !present.told.includes(what);
  const run = `run ${present.runId}\n`;
  const violations = knownViolations(findings);
  if (isNews('alarm') || violations.length > (present.violations ?? []).length) {
    const texts = alarm.map(({ text }) => text);
    const follows = `${FOLLOWS[action.kind]}: ${action.reasons.filter((reason) => !texts.includes(reason)).join('; ')}`;
    await notifier.notify(`${dataset}: forecasts are in alarm`, `${texts.join('\n')}\n\n${follows}\n\n${run}`);
  }
  if (isNews('unjudged')) {
    await notifier.notify(`${dataset}: a look could not be judged`, `${whyUnjudged(window)}\n\n${run}`);
  }
  if (isNews('running-out')) {
    await notifier.notify(`${dataset}: forecasts run out`, `${describeOutlook(outlook)}\n\n${run}`);
  }
  if (isNews('nothing-new')) {
    await notifier.notify(`${dataset}: nothing new was delivered`, `${describeNothingNew(present.asOf)}\n\n${run}`);
  }
  return { told: holding, violations: [...violations] };
}

/** Of an alarm that lasts: what is told once is known until it is over. */
function knownViolations({ alarm, present }: Findings): readonly ViolationKind[] {
  if (alarm.length === 0) return [];
  const before = present.told.includes('alarm') ? (present.violations ?? []) : [];
  return [...new Set([...before, ...alarm.map(({ kind }) => kind)])];
}

/** What people should know, whether they know it or not. */
export function whatHolds({ judgement, outlook, alarm, action, present }: Findings): Told {
  const holding: Told = [];
  if (alarm.length > 0) holding.push('alarm');
  if (judgement === 'unjudged') holding.push('unjudged');
  // Whatever the monitor does, it forecasts anew after it.
  if (outlook.isRunningOut && action.kind === 'nothing') holding.push('running-out');
  if (present.newPeriods === 0) holding.push('nothing-new');
  return holding;
}

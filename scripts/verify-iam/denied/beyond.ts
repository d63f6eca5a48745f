import type { KeyClass } from './key-classes.ts';

/** What a role may do with keys of some classes, though no history comes to it in every environment: neither needed nor denied. */
interface Beyond {
  /** 'step judge', as JudgedRole says it. */
  readonly who: RegExp;
  readonly action: 's3:GetObject' | 's3:PutObject';
  /** Of the names of classes. */
  readonly classes: RegExp;
  readonly reason: string;
}

const BEYOND: readonly Beyond[] = [
  {
    who: /^step (judge|guard)$/,
    action: 's3:GetObject',
    classes: /^(guard report|guard page|comparison|comparison page)$/,
    reason: 'what is written once and stands already is read again, and compared',
  },
  {
    who: /^step judge$/,
    action: 's3:GetObject',
    classes: /^(model|(signature|manifest|summary|forecasts) of a model)$/,
    reason: 'a side of a comparison that has not seen the holdout has no twin: its own model is judged',
  },
  {
    who: /^step (plan-fit|plan-comparison)$/,
    action: 's3:GetObject',
    classes: /^(summary|points) of a trial$/,
    reason: 'it lists them for what the fit is told, and who may list may read',
  },
  {
    who: /^step (score|record-run)$/,
    action: 's3:GetObject',
    classes: /^(publications|forecast summary)$/,
    reason: "'latest' is looked up among the publications",
  },
  {
    who: /^step (plan-training|check-compliance|plan-comparison|judge|look|score|register|record-run)$/,
    action: 's3:GetObject',
    classes: /^(ledger|known series)$/,
    reason:
      "where series date their periods by different days, the ledger says which calendar is the data set's; what it names lies beside it",
  },
  {
    who: /^step look$/,
    action: 's3:GetObject',
    classes: /^(log|files) of features$/,
    reason: 'a model that learns from what is known ahead is scored with it',
  },
  {
    who: /^step refuse$/,
    action: 's3:GetObject',
    classes: /^(memory of the monitor|periods set aside|worth of a look|time of a look)$/,
    reason: 'a refused refresh sets its periods aside',
  },
  {
    who: /^step (refuse|record-action)$/,
    action: 's3:PutObject',
    classes: /^(memory of the monitor|periods set aside)$/,
    reason: 'a refused refresh sets its periods aside, and an action of the monitor is remembered',
  },
  {
    who: /^step refuse$/,
    action: 's3:PutObject',
    classes: /^(tracked|waiting) /,
    reason: 'the tracker is told of a refused version',
  },
  {
    who: /^step (refuse|roll-back)$/,
    action: 's3:PutObject',
    classes: /^stage of a version$/,
    reason: "a stage is an object in a replay's registry, and a field of SageMaker's in the account's own",
  },
  {
    who: /^step release-lock$/,
    action: 's3:GetObject',
    classes: /^(lock|format)$/,
    reason: 'a monitor that fails after it has taken the lock gives it back',
  },
  {
    who: /^step release-lock$/,
    action: 's3:PutObject',
    classes: /^(lock|format)$/,
    reason: 'a monitor that fails after it has taken the lock gives it back',
  },
];

/** The same of what is no object. */
interface BeyondObjects {
  readonly who: RegExp;
  readonly actions: readonly string[];
  readonly resource: RegExp;
  readonly reason: string;
}

const BEYOND_OBJECTS: readonly BeyondObjects[] = [
  {
    who: /^step check-compliance$/,
    actions: ['kms:Verify', 'kms:GetPublicKey'],
    resource: /AuditKey/,
    reason: 'a former recipe that comes back without a gate asks for the whole audit',
  },
];

export function isBeyond(who: string, action: string, { name }: KeyClass): boolean {
  const own = name.replace(/, of a replay$/, '');
  return BEYOND.some((one) => one.who.test(who) && one.action === action && one.classes.test(own));
}

export function isBeyondObjects(who: string, action: string, resource: string): boolean {
  return BEYOND_OBJECTS.some((one) => one.who.test(who) && one.actions.includes(action) && one.resource.test(resource));
}

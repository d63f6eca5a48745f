import type { EvaluationWindow } from '../contracts/monitoring.ts';
import type { Outlook } from './outlook.ts';
import type { Judgement } from './violations.ts';

/** What alarms and dashboards refer to. */
export const METRIC_NAMES = {
  rmse: 'Rmse',
  bias: 'Bias',
  coverage: 'Coverage',
  naiveRmse: 'NaiveRmse',
  skill: 'Skill',
  promisedRmse: 'PromisedRmse',
  refusedRmse: 'RefusedRmse',
  formerRmse: 'FormerRmse',
  stabilityIndex: 'StabilityIndex',
  missingShare: 'MissingShare',
  joined: 'JoinedRows',
  violations: 'Violations',
  unjudged: 'Unjudged',
  periodsAhead: 'PeriodsAhead',
  runningOut: 'RunningOut',
  newPeriods: 'NewPeriods',
} as const;

export interface PublishedLook {
  readonly namespace: string;
  readonly dataset: string;
  readonly window: EvaluationWindow;
  /** As violationOf gives them. */
  readonly violations: readonly string[];
  readonly judgement: Judgement;
  readonly outlook: Outlook;
  /** Since the look before; null where there was none, or the look is at the past. */
  readonly newPeriods: number | null;
  /** Wall clock: CloudWatch takes no metric older than two weeks. */
  readonly atMs: number;
}

/**
 * One line in CloudWatch's Embedded Metric Format (its specification is in the CloudWatch user guide): a Lambda that writes it to its
 * standard output publishes the metrics, with no call of an API. A metric that is null is left out, for CloudWatch takes numbers only.
 */
export function embeddedMetrics(look: PublishedLook): string {
  const { namespace, dataset, window, violations, judgement, outlook, newPeriods, atMs } = look;
  const { rmse, bias, coverage, naiveRmse, skill, promisedRmse, refused, former, drift, joined } = window;
  const errors = { rmse, bias, coverage, naiveRmse, skill, promisedRmse };
  const values = {
    ...errors,
    refusedRmse: refused?.rmse ?? null,
    formerRmse: former?.rmse ?? null,
    stabilityIndex: drift.stabilityIndex,
    missingShare: drift.missingShare,
    joined,
    violations: violations.length,
    // Published as 0 or 1 at every look: an alarm must not have to guess what silence means.
    unjudged: Number(judgement === 'unjudged'),
    periodsAhead: outlook.ahead,
    runningOut: Number(outlook.isRunningOut),
    newPeriods,
  } satisfies Record<keyof typeof METRIC_NAMES, number | null>;
  const known = Object.entries(METRIC_NAMES).flatMap(([key, name]) => {
    const value = values[key as keyof typeof METRIC_NAMES];
    return value === null ? [] : [{ name, value }];
  });
  return JSON.stringify({
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['dataset']],
          Metrics: known.map(({ name }) => ({ Name: name, Unit: COUNTS.has(name) ? 'Count' : 'None' })),
        },
      ],
    },
    dataset,
    asOf: window.asOf,
    version: window.version,
    ...Object.fromEntries(known.map(({ name, value }) => [name, value])),
  });
}

const COUNTS: ReadonlySet<string> = new Set([
  METRIC_NAMES.joined,
  METRIC_NAMES.violations,
  METRIC_NAMES.unjudged,
  METRIC_NAMES.periodsAhead,
  METRIC_NAMES.runningOut,
  METRIC_NAMES.newPeriods,
]);

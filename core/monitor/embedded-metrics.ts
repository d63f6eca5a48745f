import { type DatasetMetric, METRIC_NAMES, metricDocument } from '../contracts/published-metrics.ts';
import type { EvaluationWindow, PresentLook } from '../contracts/monitoring.ts';
import type { Outlook } from './outlook.ts';
import type { Violation } from './violations.ts';

export interface PublishedLook {
  readonly namespace: string;
  readonly dataset: string;
  readonly window: EvaluationWindow;
  readonly violations: readonly Violation[];
  readonly outlook: Outlook;
  /** What people should know; undefined where the look is at the past, which is no reason for an alarm. */
  readonly present: { readonly newPeriods: number | null; readonly holding: PresentLook['told'] } | undefined;
  readonly atMs: number;
}

/** What a look found, as one line of metrics. */
export function embeddedMetrics(look: PublishedLook): string {
  const { namespace, dataset, window, violations, outlook, present, atMs } = look;
  const { rmse, bias, coverage, naiveRmse, skill, promisedRmse, refused, former, drift, joined } = window;
  // Published as 0 or 1: an alarm must not have to guess what silence means.
  const holds = (what: PresentLook['told'][number]) =>
    present === undefined ? null : Number(present.holding.includes(what));
  const figures = {
    rmse,
    bias,
    coverage,
    naiveRmse,
    skill,
    promisedRmse,
    refusedRmse: refused?.rmse ?? null,
    formerRmse: former?.rmse ?? null,
    stabilityIndex: drift.stabilityIndex,
    missingShare: drift.missingShare,
    joined,
    violations: violations.length,
    inAlarm: holds('alarm'),
    unjudged: holds('unjudged'),
    periodsAhead: outlook.ahead,
    runningOut: holds('running-out'),
    newPeriods: present?.newPeriods ?? null,
  } satisfies Partial<Record<DatasetMetric, number | null>>;
  return metricDocument({
    namespace,
    dataset,
    figures: Object.fromEntries(
      (Object.keys(figures) as (keyof typeof figures)[]).map((key) => [
        METRIC_NAMES[key],
        { value: figures[key], unit: COUNTS.has(key) ? 'Count' : 'None' } as const,
      ]),
    ),
    told: { asOf: window.asOf, version: window.version },
    atMs,
  });
}

const COUNTS: ReadonlySet<DatasetMetric> = new Set([
  'joined',
  'violations',
  'inAlarm',
  'unjudged',
  'periodsAhead',
  'runningOut',
  'newPeriods',
] as const);

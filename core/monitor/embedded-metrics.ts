import type { EvaluationWindow } from '../contracts/monitoring.ts';

/** What alarms and dashboards refer to. */
export const METRIC_NAMES = {
  rmse: 'Rmse',
  bias: 'Bias',
  coverage: 'Coverage',
  naiveRmse: 'NaiveRmse',
  skill: 'Skill',
  promisedRmse: 'PromisedRmse',
  shadowRmse: 'ShadowRmse',
  stabilityIndex: 'StabilityIndex',
  missingShare: 'MissingShare',
  joined: 'JoinedRows',
  violations: 'Violations',
} as const;

export interface PublishedLook {
  readonly namespace: string;
  readonly dataset: string;
  readonly window: EvaluationWindow;
  /** As violationOf gives them. */
  readonly violations: readonly string[];
  /** Wall clock: CloudWatch takes no metric older than two weeks. */
  readonly atMs: number;
}

/**
 * One line in CloudWatch's Embedded Metric Format (its specification is in the CloudWatch user guide): a Lambda that writes it to its
 * standard output publishes the metrics, with no call of an API. A metric that is null is left out, for CloudWatch takes numbers only.
 */
export function embeddedMetrics({ namespace, dataset, window, violations, atMs }: PublishedLook): string {
  const { rmse, bias, coverage, naiveRmse, skill, promisedRmse, shadow, drift, joined } = window;
  const errors = { rmse, bias, coverage, naiveRmse, skill, promisedRmse, shadowRmse: shadow?.rmse ?? null };
  const values = {
    ...errors,
    stabilityIndex: drift.stabilityIndex,
    missingShare: drift.missingShare,
    joined,
    violations: violations.length,
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

const COUNTS: ReadonlySet<string> = new Set([METRIC_NAMES.joined, METRIC_NAMES.violations]);

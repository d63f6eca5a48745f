/** What the platform says of itself in CloudWatch, what alarms and dashboards refer to: names here and nowhere else. */

/** Of a data set. */
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
  inAlarm: 'InAlarm',
  unjudged: 'Unjudged',
  periodsAhead: 'PeriodsAhead',
  runningOut: 'RunningOut',
  newPeriods: 'NewPeriods',
  quarantineShare: 'QuarantineShare',
  lookAgeHours: 'LookAgeHours',
  modelAgeDays: 'ModelAgeDays',
  productionVersion: 'ProductionVersion',
  moves: 'ProductionMoves',
} as const;
export type DatasetMetric = keyof typeof METRIC_NAMES;

/** Of the platform as a whole: without a dimension. */
export const PLATFORM_METRIC_NAMES = { failuresTold: 'FailuresTold' } as const;

/** The one dimension that a metric of ours may have: CloudWatch bills each value of it, and series are many. */
export const DATASET_DIMENSION = 'dataset';

/** A figure that is null is left out, for CloudWatch takes numbers only. */
type Figures = Readonly<Record<string, { readonly value: number | null; readonly unit: 'Count' | 'None' }>>;

export interface MetricDocument {
  /** As the metrics port has it. */
  readonly namespace: string;
  /** Without it, the figures are the platform's. */
  readonly dataset?: string;
  /** By the metric's name. */
  readonly figures: Figures;
  /** For whoever reads the line: no dimensions. */
  readonly told?: Readonly<Record<string, string | number>>;
  /** Wall clock: CloudWatch takes no metric older than two weeks. */
  readonly atMs: number;
}

/**
 * One line in CloudWatch's Embedded Metric Format (its specification is in the CloudWatch user guide): a Lambda that writes it to its
 * standard output publishes the metrics, with no call of an API.
 */
export function metricDocument({ namespace, dataset, figures, told = {}, atMs }: MetricDocument): string {
  const known = Object.entries(figures).flatMap(([name, { value, unit }]) =>
    value === null ? [] : [{ name, value, unit }],
  );
  return JSON.stringify({
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [dataset === undefined ? [] : [DATASET_DIMENSION]],
          Metrics: known.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ...(dataset === undefined ? {} : { [DATASET_DIMENSION]: dataset }),
    ...told,
    ...Object.fromEntries(known.map(({ name, value }) => [name, value])),
  });
}

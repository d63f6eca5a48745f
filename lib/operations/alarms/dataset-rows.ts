import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { DATASET_DIMENSION, type DatasetMetric, METRIC_NAMES } from '../../../core/contracts/published-metrics.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import type { AlarmRow } from './row.ts';

export interface DatasetRowsProps {
  readonly dataset: Pick<Dataset, 'name' | 'contract'>;
  readonly namespace: string;
  /** Shows all figures of the data sets. */
  readonly dashboard: string;
  readonly schedules: PlatformEnvironment['schedules'];
  readonly operations: PlatformEnvironment['operations'];
}

/** How often the ages are measured; a period begins when they are. */
export const HOURS_BETWEEN_MEASUREMENTS = 6;

const HOUR = Duration.hours(1);
const MEASURED = Duration.hours(HOURS_BETWEEN_MEASUREMENTS);

/** What nobody looks at by a clock has no look that could be missing, and nothing that looks find. */
export function datasetRows(props: DatasetRowsProps): readonly AlarmRow[] {
  const { schedules } = props;
  return [quarantineRow(props), ...(schedules.monitor === 'off' ? [] : [...foundRows(props), ...ageRows(props)])];
}

function quarantineRow({ dataset, namespace, dashboard }: DatasetRowsProps): AlarmRow {
  return {
    heading: 'Much is quarantined',
    of: dataset.name,
    metric: metricOf('quarantineShare', { dataset, namespace, period: HOUR }),
    is: '>',
    // Half of what refuses the whole run: there is time to ask whoever delivers.
    than: dataset.contract.maxQuarantineShare / 2,
    periods: 1,
    silence: 'no news',
    told: 'alarm',
    look: dashboard,
  };
}

/** What the looks find, and tell people of in words: red from one look to the next. */
function foundRows({ dataset, namespace, dashboard }: DatasetRowsProps): readonly AlarmRow[] {
  const found = { of: dataset.name, periods: 1, silence: 'no news', told: 'message', look: dashboard } as const;
  const setting = { dataset, namespace, period: HOUR };
  const flag = (heading: string, metric: DatasetMetric): AlarmRow => {
    return { ...found, heading, metric: metricOf(metric, setting), is: '>=', than: 1 };
  };
  return [
    flag('Forecasts are in alarm', 'inAlarm'),
    flag('Forecasts run out', 'runningOut'),
    flag('A look could not be judged', 'unjudged'),
    {
      ...found,
      heading: 'Nothing new was delivered',
      metric: metricOf('newPeriods', setting),
      is: '<',
      than: 1,
    },
  ];
}

function ageRows({ dataset, namespace, dashboard, operations }: DatasetRowsProps): readonly AlarmRow[] {
  const age = { of: dataset.name, is: '>', periods: 2, told: 'alarm', look: dashboard } as const;
  const setting = { dataset, namespace, period: MEASURED };
  return [
    {
      ...age,
      heading: 'A look is missing',
      metric: metricOf('lookAgeHours', setting),
      than: operations.maxHoursBetweenLooks,
      // Whoever does not even measure does not look.
      silence: 'red',
    },
    {
      ...age,
      heading: 'The model is old',
      metric: metricOf('modelAgeDays', setting),
      than: operations.maxModelAgeDays,
      // The alarm above tells of silence.
      silence: 'no news',
    },
  ];
}

export interface MetricSetting {
  readonly dataset: Pick<Dataset, 'name'>;
  readonly namespace: string;
  readonly period: Duration;
}

export function metricOf(metric: DatasetMetric, { dataset, namespace, period }: MetricSetting): Metric {
  return new Metric({
    namespace,
    metricName: METRIC_NAMES[metric],
    dimensionsMap: { [DATASET_DIMENSION]: dataset.name },
    statistic: Stats.MAXIMUM,
    period,
  });
}

import type { CostEstimate, CostLine } from '../contracts/cost.ts';
import { instanceHourPrice, PRICES_OF, pricesOf } from './prices.ts';
import type { Prices } from './prices.ts';
import { totalOf } from './totals.ts';
import type { Totals } from './totals.ts';
import type { Usage } from './usage.ts';

type Site =
  { readonly on: 'lambda'; readonly memoryMiB: number } | { readonly on: 'container'; readonly instanceType: string };

export interface CostInput {
  readonly region: string;
  readonly compute: Readonly<Record<'train' | 'forecast', Site>>;
  readonly stepMemoryMiB: number;
  /** By data set: what a run of it uses, and how often each machine is started in a month. */
  readonly datasets: Readonly<
    Record<string, { readonly usage: Usage; readonly runs: Readonly<Record<string, number>> }>
  >;
  /** How many resources of each type the template has. */
  readonly resources: Readonly<Record<string, number>>;
  /** Metrics that a data set publishes. */
  readonly metricsPerDataset: number;
}

/** Months of data that storage is priced with. */
export const STORED_MONTHS = 12;
/** From the start of an instance to the first line of the job, which is billed; AWS publishes no figure. */
export const JOB_START_SECONDS = 60;
/** Of the forecaster's image, compressed. */
const IMAGE_GB = 0.1;
const GIB = 2 ** 30;

/**
 * A month by the lists of AWS: what the machines do by their schedules, and what stands there whether it is used or not. Free tiers are not
 * taken off; data transfer, KMS requests, messages, traces and schedules are left out, being cents.
 *
 * @throws EnvironmentInvalid where a price is missing
 */
export function estimateMonth(input: CostInput): CostEstimate {
  const prices = pricesOf(input.region);
  const lines = [
    ...Object.entries(input.datasets).flatMap(([dataset, { usage, runs }]) =>
      linesOf(totalOf(usage, runs), input, prices).map((line) => ({ ...line, dataset })),
    ),
    ...standing(input, prices).map((line) => ({ ...line, dataset: 'all' })),
  ].filter(({ dollars }) => dollars > 0);
  return {
    currency: 'USD',
    pricesOf: PRICES_OF,
    region: input.region,
    total: lines.reduce((sum, { dollars }) => sum + dollars, 0),
    lines: lines.sort((a, b) => b.dollars - a.dollars || (a.service + a.what < b.service + b.what ? -1 : 1)),
  };
}

type Line = Omit<CostLine, 'dataset'>;

function line(service: string, [what, quantity, unit]: readonly [string, number, string], price: number): Line {
  return { service, what, quantity, unit, dollars: quantity * price };
}

function linesOf(totals: Totals, { compute, stepMemoryMiB }: CostInput, prices: Prices): readonly Line[] {
  const gbSeconds = (totals.functions.seconds * stepMemoryMiB) / 1024;
  const gigabytes = (totals.bytes * STORED_MONTHS) / GIB;
  return [
    line('Step Functions', ['state transitions', totals.transitions, 'transitions'], prices.stateTransition),
    line('Lambda', ['steps', gbSeconds, 'GB-seconds'], prices.lambdaGbSecond),
    line('Lambda', ['calls of steps', totals.functions.count, 'requests'], prices.lambdaRequest),
    jobs('training', { ...totals.train, site: compute.train }, prices),
    jobs('forecasting', { ...totals.forecast, site: compute.forecast }, prices),
    line('S3', [`what ${STORED_MONTHS} months leave`, gigabytes, 'GB-months'], prices.storageGb),
    line('S3', ['writes and listings', totals.writes, 'requests'], prices.writeRequest),
    line('S3', ['reads', totals.reads, 'requests'], prices.readRequest),
    line('CloudWatch', ['logs', totals.historyBytes / GIB, 'GB'], prices.logGb),
  ];
}

interface Jobs {
  readonly count: number;
  readonly seconds: number;
  readonly site: Site;
}

function jobs(what: string, { count, seconds, site }: Jobs, prices: Prices): Line {
  if (site.on === 'lambda') {
    return line('Lambda', [what, (seconds * site.memoryMiB) / 1024, 'GB-seconds'], prices.lambdaGbSecond);
  }
  const billed = seconds + count * JOB_START_SECONDS;
  const price = instanceHourPrice(prices, site.instanceType) / 3600;
  return line('SageMaker', [`${what} on ${site.instanceType}`, billed, 'instance-seconds'], price);
}

function standing({ resources, datasets, metricsPerDataset, compute }: CostInput, prices: Prices): readonly Line[] {
  const count = (type: string) => resources[type] ?? 0;
  const hasImage = Object.values(compute).some(({ on }) => on === 'container');
  const metrics = Object.keys(datasets).length * metricsPerDataset;
  return [
    line('KMS', ['keys', count('AWS::KMS::Key'), 'keys'], prices.keyMonth),
    line('CloudWatch', ['alarms', count('AWS::CloudWatch::Alarm'), 'alarms'], prices.alarmMonth),
    line(
      'CloudWatch',
      ['alarms on alarms', count('AWS::CloudWatch::CompositeAlarm'), 'alarms'],
      prices.compositeAlarmMonth,
    ),
    line('CloudWatch', ['dashboards', count('AWS::CloudWatch::Dashboard'), 'dashboards'], prices.dashboardMonth),
    line('CloudWatch', ['metrics', metrics, 'metrics'], prices.metricMonth),
    line('ECR', ['image', hasImage ? IMAGE_GB : 0, 'GB'], prices.imageGb),
  ];
}

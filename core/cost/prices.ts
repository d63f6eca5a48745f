import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';

/** List prices in dollars, without free tiers, discounts and taxes. */
export interface Prices {
  readonly stateTransition: number;
  /** Of a function on arm64, for each GB of memory and second. */
  readonly lambdaGbSecond: number;
  readonly lambdaRequest: number;
  /** Each hour, of an instance that trains or forecasts. */
  readonly instanceHour: Readonly<Record<string, number>>;
  /** Each GB and month. */
  readonly storageGb: number;
  readonly coldStorageGb: number;
  /** S3's writes and listings, and its reads. */
  readonly writeRequest: number;
  readonly readRequest: number;
  readonly logGb: number;
  readonly metricMonth: number;
  readonly alarmMonth: number;
  /** Of an alarm on alarms. */
  readonly compositeAlarmMonth: number;
  readonly dashboardMonth: number;
  readonly keyMonth: number;
  readonly imageGb: number;
}

/** The day that they were written down, from AWS's price pages as far as they could be reached. Look them up again before you rely on a cent. */
export const PRICES_OF = '2026-11-28';

/** What costs the same in the regions below. */
const IN_BOTH = {
  stateTransition: 0.025 / 1000,
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  compositeAlarmMonth: 0.5,
  dashboardMonth: 3,
  keyMonth: 1,
  imageGb: 0.1,
} as const;

const PRICES: Readonly<Record<string, Prices>> = {
  'eu-central-1': {
    ...IN_BOTH,
    instanceHour: {
      'ml.m5.large': 0.138,
      'ml.m5.xlarge': 0.276,
      'ml.m5.2xlarge': 0.552,
      'ml.m5.4xlarge': 1.104,
      'ml.c5.xlarge': 0.233,
      'ml.c5.2xlarge': 0.466,
      'ml.c5.4xlarge': 0.931,
    },
    storageGb: 0.0245,
    coldStorageGb: 0.005,
    writeRequest: 0.0054 / 1000,
    readRequest: 0.00043 / 1000,
    logGb: 0.63,
  },
  'us-east-1': {
    ...IN_BOTH,
    instanceHour: {
      'ml.m5.large': 0.115,
      'ml.m5.xlarge': 0.23,
      'ml.m5.2xlarge': 0.461,
      'ml.m5.4xlarge': 0.922,
      'ml.c5.xlarge': 0.204,
      'ml.c5.2xlarge': 0.408,
      'ml.c5.4xlarge': 0.816,
    },
    storageGb: 0.023,
    coldStorageGb: 0.004,
    writeRequest: 0.005 / 1000,
    readRequest: 0.0004 / 1000,
    logGb: 0.5,
  },
};

/** @throws EnvironmentInvalid for a region that nobody has written prices of: a guess would look like an estimate */
export function pricesOf(region: string): Prices {
  const prices = PRICES[region];
  if (prices !== undefined) return prices;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: 'there are no prices of this region',
    got: region,
    allowed: Object.keys(PRICES).join(', '),
    hint: 'add them to core/cost/prices.ts',
  });
}

/** @throws EnvironmentInvalid */
export function instanceHourPrice({ instanceHour }: Prices, instanceType: string): number {
  const price = instanceHour[instanceType];
  if (price !== undefined) return price;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: 'there is no price of this instance type',
    got: instanceType,
    allowed: Object.keys(instanceHour).join(', '),
    hint: 'add it to core/cost/prices.ts',
  });
}

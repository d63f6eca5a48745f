import { describe, expect, it } from '@jest/globals';
import { estimateMonth } from '../../../core/cost/estimate.ts';
import type { CostInput } from '../../../core/cost/estimate.ts';
import type { Usage } from '../../../core/cost/usage.ts';
import { usageAt } from '../../../core/cost/usage.ts';

const none = { count: 0, seconds: 0 };
const MONITOR = { transitions: 30, functions: { count: 10, seconds: 5 }, train: none, forecast: none, historyBytes: 0 };

function usage(series: number, changes: Partial<Usage> = {}): Usage {
  const machines = { monitor: MONITOR };
  return { series, machines, requestsPerTask: { writes: 4, reads: 10 }, bytesPerTask: 0, ...changes };
}

const INPUT: CostInput = {
  region: 'us-east-1',
  compute: { train: { on: 'container', instanceType: 'ml.m5.large' }, forecast: { on: 'lambda', memoryMiB: 2048 } },
  stepMemoryMiB: 1024,
  datasets: {},
  resources: {},
  metricsPerDataset: 0,
};

const dollarsOf = (input: Partial<CostInput>) =>
  Object.fromEntries(
    estimateMonth({ ...INPUT, ...input }).lines.map(({ what, dollars }) => [what, Number(dollars.toPrecision(6))]),
  );

describe('a month', () => {
  it('is counted by the machines that are started, and what each starts', () => {
    const datasets = { sales: { usage: usage(4), runs: { monitor: 100 } } };
    // 3,000 transitions at 25 dollars a million; 500 GB-seconds; 1,000 calls; 4,000 writes at 5 and 10,000 reads at 0.4 dollars a million.
    expect(dollarsOf({ datasets, compute: { ...INPUT.compute, train: { on: 'lambda', memoryMiB: 1024 } } })).toEqual({
      'state transitions': 0.075,
      steps: 0.0066667,
      'calls of steps': 0.0002,
      'writes and listings': 0.02,
      reads: 0.004,
    });
  });

  it('bills a job on an instance from its start, and one in a function by its memory', () => {
    const monitor = { ...MONITOR, train: { count: 2, seconds: 600 }, forecast: { count: 1, seconds: 100 } };
    const datasets = { sales: { usage: usage(4, { machines: { monitor } }), runs: { monitor: 10 } } };
    expect(dollarsOf({ datasets })).toMatchObject({
      // 10 runs of 600 seconds and twice 60 for the start, at 0.115 dollars an hour.
      'training on ml.m5.large': 0.23,
      // 10 runs of 100 seconds at 2 GB.
      forecasting: 0.0266668,
    });
  });

  it('counts what stands there whether it is used or not', () => {
    const resources = {
      'AWS::KMS::Key': 2,
      'AWS::CloudWatch::Alarm': 24,
      'AWS::CloudWatch::CompositeAlarm': 1,
      'AWS::CloudWatch::Dashboard': 1,
    };
    const datasets = { sales: { usage: usage(4), runs: {} } };
    expect(dollarsOf({ resources, datasets, metricsPerDataset: 10 })).toEqual({
      keys: 2,
      alarms: 2.4,
      'alarms on alarms': 0.5,
      dashboards: 3,
      metrics: 3,
      image: 0.01,
    });
  });

  it('is refused where nobody has written a price down', () => {
    expect(() => estimateMonth({ ...INPUT, region: 'mars-north-1' })).toThrow(/no prices of this region.*mars-north-1/);
    const compute = { ...INPUT.compute, train: { on: 'container' as const, instanceType: 'ml.p5.48xlarge' } };
    const datasets = { sales: { usage: usage(4), runs: {} } };
    expect(() => estimateMonth({ ...INPUT, compute, datasets })).toThrow(/no price of this instance type/);
  });
});

describe('usage', () => {
  const few = usage(4);
  const many = usage(40, { machines: { monitor: { ...MONITOR, functions: { count: 10, seconds: 9 } } } });

  it('is that of the recorded runs at their numbers of series, and on the line through them elsewhere', () => {
    const seconds = (series: number) => usageAt([few, many], series).machines.monitor.functions.seconds;
    expect([seconds(4), seconds(40), seconds(22), seconds(400)]).toEqual([5, 9, 7, 49]);
  });

  it('does not fall where more series took less time, nor below nothing', () => {
    expect(usageAt([many, { ...few, series: 400 }], 4000).machines.monitor.functions.seconds).toBe(9);
    expect(usageAt([usage(400), { ...many, series: 440 }], 1).machines.monitor.functions.seconds).toBe(0);
  });
});

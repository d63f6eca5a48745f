import { describe, expect, it } from '@jest/globals';
import {
  jobNamePrefix,
  machineLogGroupName,
  machineName,
  metricNamespace,
  OUTPUTS,
  packageGroupName,
  stackName,
} from '../../../core/contracts/names.ts';

describe('names that the whole account sees', () => {
  it("carry the stack's name", () => {
    expect(stackName({ name: 'prod', namePrefix: 'none' })).toBe('forecasting-prod');
    expect(stackName({ name: 'prod', namePrefix: 'acme-ml' })).toBe('acme-ml-forecasting-prod');
    expect(machineName('forecasting-prod', 'roll-back')).toBe('forecasting-prod-roll-back');
    expect(packageGroupName('forecasting-prod', 'weather')).toBe('forecasting-prod-weather');
    expect(jobNamePrefix('forecasting-prod')).toBe('forecasting-prod-');
    expect(metricNamespace('forecasting-prod')).toBe('Forecasting/forecasting-prod');
    expect(machineLogGroupName('forecasting-prod-train', 'c0ffee')).toBe(
      '/aws/vendedlogs/states/forecasting-prod-train-c0ffee',
    );
  });

  it('are kept where they fit, and else end in a hash of the whole: 63 characters for a group, 30 and a dash before a job', () => {
    const stack = 'a-company-forecasting-prod';
    const dataset = (length: number, last = 'd') => 'd'.repeat(length - 1) + last;
    expect(packageGroupName(stack, dataset(36))).toBe(`${stack}-${'d'.repeat(36)}`);
    expect(packageGroupName(stack, dataset(37))).toBe(`${stack}-${'d'.repeat(27)}-abc1aaef`);
    expect(packageGroupName(stack, dataset(37, 'e'))).toBe(`${stack}-${'d'.repeat(27)}-aac1a95c`);
    expect(jobNamePrefix('s'.repeat(30))).toBe(`${'s'.repeat(30)}-`);
    expect(jobNamePrefix('s'.repeat(31))).toBe(`${'s'.repeat(21)}-1a74e914-`);
  });
});

describe('the names of outputs', () => {
  it('are what CloudFormation takes: letters and digits', () => {
    expect(OUTPUTS.landing('daily-sales')).toBe('LandingOfDailySales');
    expect(OUTPUTS.bucketName('gold')).toBe('GoldBucketName');
    expect(OUTPUTS.machineArn('roll-back')).toBe('RollBackMachineArn');
  });
});

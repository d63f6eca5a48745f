import { describe, expect, it } from '@jest/globals';
import { statedBy } from '../../../../core/delivery/evidence/stated.ts';
import { templateOf } from '../../../lib/support.ts';

describe('what a template states of the cost', () => {
  it("is what prod's literal says", () => {
    expect(statedBy({ ...templateOf('prod') }, 'forecasting-prod')).toEqual({
      stepMemoryMiB: 3008,
      compute: {
        train: { on: 'container', instanceType: 'ml.m5.xlarge' },
        forecast: { on: 'container', instanceType: 'ml.m5.large' },
      },
      schedules: {
        retrain: 'cron(0 3 1 * ? *)',
        forecast: 'cron(0 5 ? * SUN *)',
        monitor: 'cron(0 2 ? * SUN *)',
        maintain: 'cron(0 1 15 * ? *)',
      },
    });
  });

  it("is what dev's says, whose jobs are functions", () => {
    const { compute, schedules } = statedBy({ ...templateOf('dev') }, 'forecasting-dev');
    expect(compute).toEqual({
      train: { on: 'lambda', memoryMiB: 3008 },
      forecast: { on: 'lambda', memoryMiB: 3008 },
    });
    expect(schedules).toEqual({});
  });

  it('is not made up where it states nothing', () => {
    expect(() => statedBy({ Resources: {} }, 'forecasting-prod')).toThrow('states no memory');
    const { Resources } = templateOf('prod');
    expect(() => statedBy({ Resources }, 'another')).toThrow(
      'states no instance that the machine another-train starts',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { resourcesOf, templateOf } from '../support.ts';
import type { Name } from '../support.ts';

function schedulesOf(name: Name) {
  return resourcesOf(templateOf(name), 'AWS::Scheduler::Schedule').map(({ properties }) => {
    const { Arn, Input } = properties.Target as {
      Arn: { Ref?: string; 'Fn::GetAtt'?: [string, string] };
      Input: string;
    };
    const { Ref = '', 'Fn::GetAtt': [step] = [''] } = Arn;
    const machine = `${Ref}${step}`
      .replace(/^Machines(\w+)Machine.*$/, '$1')
      .replace(/^Steps(\w+)[0-9A-F]{8}$/, 'step $1');
    return [machine, properties.ScheduleExpression, properties.ScheduleExpressionTimezone, JSON.parse(Input)];
  });
}

describe('the schedules', () => {
  it("start the machines by the literal's clock, in UTC, with all that they need", () => {
    expect(schedulesOf('prod')).toEqual([
      ['retrain', 'cron(0 3 1 * ? *)', 'Etc/UTC', { dataset: 'weather' }],
      ['forecast', 'cron(0 5 ? * SUN *)', 'Etc/UTC', { dataset: 'weather', modelVersion: 'production' }],
      ['monitor', 'cron(0 2 ? * SUN *)', 'Etc/UTC', { dataset: 'weather' }],
      ['maintain', 'cron(0 1 15 * ? *)', 'Etc/UTC', { dataset: 'weather', dryRun: false }],
      ['step measureages', 'cron(0 0/6 * * ? *)', 'Etc/UTC', { dataset: 'weather' }],
    ]);
  });

  it('are none where the literal says off', () => {
    expect(schedulesOf('dev')).toEqual([]);
  });
});

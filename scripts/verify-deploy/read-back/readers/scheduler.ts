import type { Reader } from '../reader.ts';
import { at } from '../reader.ts';

export const SCHEDULE: Reader = {
  by: 'scheduler GetSchedule',
  async read({ api, id }) {
    const found = await api.call('scheduler', 'GetSchedule', { Name: id });
    return {
      Description: found.Description,
      FlexibleTimeWindow: found.FlexibleTimeWindow,
      Name: found.Name,
      ScheduleExpression: found.ScheduleExpression,
      ScheduleExpressionTimezone: found.ScheduleExpressionTimezone,
      State: found.State,
      Target: {
        Arn: at(found.Target, 'Arn'),
        DeadLetterConfig: at(found.Target, 'DeadLetterConfig'),
        Input: at(found.Target, 'Input'),
        RetryPolicy: at(found.Target, 'RetryPolicy'),
        RoleArn: at(found.Target, 'RoleArn'),
      },
    };
  },
};

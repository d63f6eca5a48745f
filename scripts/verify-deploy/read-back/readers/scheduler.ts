import type { Reader } from '../reader.ts';
import { at, tagsOf } from '../reader.ts';

export const SCHEDULE: Reader = {
  by: 'scheduler GetSchedule',
  async read({ api, id, expected }) {
    const group = expected.GroupName === undefined ? {} : { GroupName: expected.GroupName };
    const found = await api.call('scheduler', 'GetSchedule', { Name: id, ...group });
    return {
      Description: found.Description,
      FlexibleTimeWindow: found.FlexibleTimeWindow,
      GroupName: found.GroupName,
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

export const SCHEDULE_GROUP: Reader = {
  by: 'scheduler GetScheduleGroup, ListTagsForResource',
  async read({ api, id }) {
    const { Arn, Name } = await api.call('scheduler', 'GetScheduleGroup', { Name: id });
    const { Tags } = await api.call('scheduler', 'ListTagsForResource', { ResourceArn: Arn });
    return { Name, Tags: tagsOf(Tags) };
  },
};

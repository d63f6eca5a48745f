import type { Reader } from '../reader.ts';
import { at, listAt, tagsOf } from '../reader.ts';

export const LOG_GROUP: Reader = {
  by: 'logs DescribeLogGroups, ListTagsForResource',
  async read({ api, id }) {
    const answer = await api.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: id });
    const found = listAt(answer, 'logGroups').find((group) => at(group, 'logGroupName') === id);
    if (found === undefined) throw new Error(`there is no log group ${id}`);
    const resourceArn = String(at(found, 'arn')).replace(/:\*$/, '');
    const { tags } = await api.call('logs', 'ListTagsForResource', { resourceArn });
    return {
      KmsKeyId: at(found, 'kmsKeyId'),
      LogGroupName: at(found, 'logGroupName'),
      RetentionInDays: at(found, 'retentionInDays'),
      Tags: tagsOf(tags),
    };
  },
};

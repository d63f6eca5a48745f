import type { Reader } from '../reader.ts';
import { listAt, tagsOf } from '../reader.ts';

export const RULE: Reader = {
  by: 'events DescribeRule, ListTargetsByRule, ListTagsForResource',
  async read({ api, id }) {
    const Name = id.split('/').at(-1)?.split('|').at(-1);
    const { Arn, Description, EventPattern, State } = await api.call('events', 'DescribeRule', { Name });
    const targets = listAt(await api.call('events', 'ListTargetsByRule', { Rule: Name }), 'Targets');
    const { Tags } = await api.call('events', 'ListTagsForResource', { ResourceARN: Arn });
    return { Description, EventPattern: JSON.parse(String(EventPattern)), State, Targets: targets, Tags: tagsOf(Tags) };
  },
};

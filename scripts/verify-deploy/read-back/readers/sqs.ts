import type { Reader } from '../reader.ts';
import { at, documentOf, listAt, tagsOf } from '../reader.ts';

export const QUEUE: Reader = {
  by: 'sqs GetQueueAttributes, ListQueueTags',
  async read({ api, id }) {
    const { Attributes } = await api.call('sqs', 'GetQueueAttributes', { QueueUrl: id, AttributeNames: ['All'] });
    const { Tags } = await api.call('sqs', 'ListQueueTags', { QueueUrl: id });
    return {
      MessageRetentionPeriod: Number(at(Attributes, 'MessageRetentionPeriod')),
      SqsManagedSseEnabled: at(Attributes, 'SqsManagedSseEnabled') === 'true',
      Tags: tagsOf(Tags),
    };
  },
};

export const QUEUE_POLICY: Reader = {
  by: 'sqs GetQueueAttributes',
  async read({ api, expected }) {
    const [queue] = listAt(expected, 'Queues');
    const { Attributes } = await api.call('sqs', 'GetQueueAttributes', { QueueUrl: queue, AttributeNames: ['Policy'] });
    return { PolicyDocument: documentOf(at(Attributes, 'Policy')), Queues: [queue] };
  },
};

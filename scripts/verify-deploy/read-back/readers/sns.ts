import type { Reader } from '../reader.ts';
import { at, documentOf, listAt, tagsOf } from '../reader.ts';

export const TOPIC: Reader = {
  by: 'sns GetTopicAttributes, ListTagsForResource',
  async read({ api, id }) {
    const { Attributes } = await api.call('sns', 'GetTopicAttributes', { TopicArn: id });
    const { Tags } = await api.call('sns', 'ListTagsForResource', { ResourceArn: id });
    return {
      DisplayName: at(Attributes, 'DisplayName'),
      KmsMasterKeyId: at(Attributes, 'KmsMasterKeyId'),
      Tags: tagsOf(Tags),
      TopicName: id.split(':').at(-1),
    };
  },
};

/** An e-mail address that nobody has confirmed has no ARN yet: it is found in its topic's list. */
export const SUBSCRIPTION: Reader = {
  by: 'sns ListSubscriptionsByTopic',
  async read({ api, expected }) {
    const answer = await api.call('sns', 'ListSubscriptionsByTopic', { TopicArn: expected.TopicArn });
    const found = listAt(answer, 'Subscriptions').find((one) => at(one, 'Endpoint') === expected.Endpoint);
    return { Endpoint: at(found, 'Endpoint'), Protocol: at(found, 'Protocol'), TopicArn: at(found, 'TopicArn') };
  },
};

export const TOPIC_POLICY: Reader = {
  by: 'sns GetTopicAttributes',
  async read({ api, expected }) {
    const [topic] = listAt(expected, 'Topics');
    const { Attributes } = await api.call('sns', 'GetTopicAttributes', { TopicArn: topic });
    return { PolicyDocument: documentOf(at(Attributes, 'Policy')), Topics: [at(Attributes, 'TopicArn')] };
  },
};

import { expect, it } from '@jest/globals';
import { Coverage } from '../../../scripts/verify-deploy/coverage.ts';
import type { ResourceRead } from '../../../scripts/verify-deploy/read-back/read-stack.ts';

const topic: ResourceRead = {
  logicalId: 'Topic',
  type: 'AWS::SNS::Topic',
  paths: ['KmsMasterKeyId', 'TopicName'],
  differences: [],
};
const key: ResourceRead = { logicalId: 'Key', type: 'AWS::KMS::Key', paths: ['Description'], differences: [] };

it('has a line a type: how many an environment, what was compared, what is lost, and how', () => {
  const coverage = new Coverage();
  coverage.add('dev', [topic, key, { ...key, logicalId: 'Other' }]);
  coverage.add('prod', [topic]);
  expect(coverage.table()).toBe(
    [
      'resource type    dev  prod  properties  lost  read back by',
      '---------------  ---  ----  ----------  ----  ---------------------------------------------------------------------',
      'AWS::KMS::Key      2     0           1     0  kms DescribeKey, GetKeyPolicy, GetKeyRotationStatus, ListResourceTags',
      'AWS::SNS::Topic    1     1           1     1  sns GetTopicAttributes, ListTagsForResource',
    ].join('\n'),
  );
});

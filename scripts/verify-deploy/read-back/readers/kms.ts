import type { Reader } from '../reader.ts';
import { at, documentOf, tagsOf } from '../reader.ts';

export const KEY: Reader = {
  by: 'kms DescribeKey, GetKeyPolicy, GetKeyRotationStatus, ListResourceTags',
  async read({ api, id }) {
    const { KeyMetadata } = await api.call('kms', 'DescribeKey', { KeyId: id });
    const policy = await api.call('kms', 'GetKeyPolicy', { KeyId: id, PolicyName: 'default' });
    const tags = await api.call('kms', 'ListResourceTags', { KeyId: id });
    // Asymmetric keys cannot rotate: the service refuses the question.
    const isSymmetric = at(KeyMetadata, 'KeySpec') === 'SYMMETRIC_DEFAULT';
    const rotation = isSymmetric ? await api.call('kms', 'GetKeyRotationStatus', { KeyId: id }) : undefined;
    return {
      Description: at(KeyMetadata, 'Description'),
      EnableKeyRotation: rotation?.KeyRotationEnabled,
      KeyPolicy: documentOf(policy.Policy),
      KeySpec: at(KeyMetadata, 'KeySpec'),
      KeyUsage: at(KeyMetadata, 'KeyUsage'),
      Tags: tagsOf(tags.Tags),
    };
  },
};

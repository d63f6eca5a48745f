import { describe, expect, it } from '@jest/globals';
import { findingsOf } from '../../../scripts/verify-deploy/read-back/losses.ts';
import type { Loss } from '../../../scripts/verify-deploy/read-back/losses.ts';
import type { ResourceRead } from '../../../scripts/verify-deploy/read-back/read-stack.ts';

const LOSS: Loss = { type: 'AWS::SNS::Topic', path: 'KmsMasterKeyId', reads: undefined };
const LOST: ResourceRead = {
  logicalId: 'Topic',
  type: 'AWS::SNS::Topic',
  paths: ['KmsMasterKeyId'],
  differences: [{ path: 'KmsMasterKeyId', expected: 'key', actual: undefined }],
};

describe('what the emulator loses', () => {
  it('is no finding where it is known', () => {
    expect(findingsOf([LOST], [LOSS])).toEqual([]);
  });

  it('is a finding where it is new, once a type and path', () => {
    expect(findingsOf([LOST, { ...LOST, logicalId: 'Other' }], [])).toEqual([
      'AWS::SNS::Topic Topic: KmsMasterKeyId is "key" in the template, and the service says nothing',
    ]);
  });

  it.each([
    ['another type', { ...LOSS, type: 'AWS::SQS::Queue' }],
    ['another path', { ...LOSS, path: 'DisplayName' }],
    ['another value read', { ...LOSS, reads: 'alias/aws/sns' }],
  ])('is new where the list has it with %s', (_, loss) => {
    expect(findingsOf([LOST], [loss])).toHaveLength(1);
  });

  it('is a finding where it is cured', () => {
    expect(findingsOf([{ ...LOST, differences: [] }], [LOSS])).toEqual([
      'AWS::SNS::Topic: KmsMasterKeyId is no longer lost: take it off KNOWN_LOSSES in read-back/losses.ts',
    ]);
  });

  it('is not cured where one resource of several has the value that is read for all', () => {
    expect(findingsOf([LOST, { ...LOST, logicalId: 'Plain', differences: [] }], [LOSS])).toEqual([]);
  });

  it('is not cured where no resource asks for it', () => {
    expect(findingsOf([{ ...LOST, paths: ['TopicName'], differences: [] }], [LOSS])).toEqual([]);
  });
});

it('says which resource could not be read', () => {
  const unread: ResourceRead = { ...LOST, paths: [], differences: [], problem: 'no reader in read-back/readers.ts' };
  expect(findingsOf([unread], [])).toEqual([
    'AWS::SNS::Topic Topic could not be read back: no reader in read-back/readers.ts',
  ]);
});

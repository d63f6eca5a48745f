import { describe, expect, it } from '@jest/globals';
import { Resolver } from '../../../scripts/verify-deploy/read-back/resolve.ts';

const resolver = new Resolver({
  template: {
    Outputs: {},
    Resources: {
      Data: { Type: 'AWS::S3::Bucket', Properties: {}, Metadata: {} },
      Job: { Type: 'AWS::IAM::Role', Properties: {}, Metadata: {} },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: {}, Metadata: {} },
    },
  },
  ids: new Map([
    ['Data', 'stack-data-1'],
    ['Job', 'stack-job-2'],
    ['Logs', '/aws/logs'],
    ['AWS::StackId', 'arn:aws:cloudformation:eu-central-1:111111111111:stack/stack/0a1b'],
  ]),
  account: '111111111111',
  region: 'eu-central-1',
});

describe('the values of a template in an account', () => {
  it.each([
    ['a resource', { Ref: 'Data' }, 'stack-data-1'],
    ['the region', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ["a bucket's ARN", { 'Fn::GetAtt': ['Data', 'Arn'] }, 'arn:aws:s3:::stack-data-1'],
    ["a role's ARN", { 'Fn::GetAtt': 'Job.Arn' }, 'arn:aws:iam::111111111111:role/stack-job-2'],
    [
      "a log group's ARN",
      { 'Fn::GetAtt': ['Logs', 'Arn'] },
      'arn:aws:logs:eu-central-1:111111111111:log-group:/aws/logs:*',
    ],
    ['parts', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'Data' }]] }, 'arn:aws:stack-data-1'],
    [
      'a text with names',
      { 'Fn::Sub': '${AWS::AccountId}/${Data}/${Data.Arn}' },
      '111111111111/stack-data-1/arn:aws:s3:::stack-data-1',
    ],
    ["the last part of the stack's id", { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }, '0a1b'],
    ['a list within an object', { Roles: [{ Ref: 'Job' }, 'other'] }, { Roles: ['stack-job-2', 'other'] }],
  ])('%s', (_, value, expected) => {
    expect(resolver.resolve(value)).toEqual(expected);
  });

  it.each([
    ['an intrinsic', { 'Fn::ImportValue': 'x' }, 'the intrinsic Fn::ImportValue is not in read-back/resolve.ts'],
    [
      'an attribute',
      { 'Fn::GetAtt': ['Data', 'DomainName'] },
      'the attribute AWS::S3::Bucket.DomainName is not in read-back/resolve.ts',
    ],
    ['a resource', { Ref: 'Nobody' }, "the stack has no resource 'Nobody'"],
  ])('refuses %s that it does not know', (_, value, message) => {
    expect(() => resolver.resolve({ Deep: [value] })).toThrow(message);
  });
});

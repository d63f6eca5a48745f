import { describe, expect, it } from '@jest/globals';
import { logEncryption } from '../../../lib/rules/log-encryption.ts';
import { BUCKET, judged } from './judged.ts';

const LOG = { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: { 'Fn::GetAtt': ['DataKey', 'Arn'] } } };

describe('a log group', () => {
  it('is under a key', () => {
    expect(judged(logEncryption, LOG)).toBe('complies');
  });

  it('is not under that of CloudWatch', () => {
    const problem = 'the log group names no key (KmsKeyId)';
    expect(judged(logEncryption, { ...LOG, Properties: { RetentionInDays: 14 } })).toEqual({ problem });
    expect(judged(logEncryption, { Type: LOG.Type })).toEqual({ problem });
  });

  it('is meant, and nothing else', () => {
    expect(judged(logEncryption, BUCKET)).toBe('not applicable');
  });
});

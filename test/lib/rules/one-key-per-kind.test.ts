import { describe, expect, it } from '@jest/globals';
import { oneKeyPerKind } from '../../../lib/rules/one-key-per-kind.ts';
import { BUCKET, judged, policy } from './judged.ts';

const DATA = { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } };
const SIGNING = { Type: 'AWS::KMS::Key', Properties: { KeyUsage: 'SIGN_VERIFY' } };
const sign = (key: string) => ({
  Effect: 'Allow',
  Action: ['kms:Sign', 'kms:GetPublicKey'],
  Resource: { 'Fn::GetAtt': [key, 'Arn'] },
});

describe('the keys of a stack', () => {
  it('are one that encrypts, and those that sign, each for its own kind', () => {
    const others = { SigningKey: SIGNING, SigningKey2: SIGNING, AuditKey: SIGNING, Bucket: BUCKET };
    expect(judged(oneKeyPerKind, DATA, others)).toBe('complies');
    expect(judged(oneKeyPerKind, SIGNING, { ...others, DataKey: DATA })).toBe('complies');
    expect(judged(oneKeyPerKind, policy(sign('SigningKey')), others)).toBe('complies');
  });

  it('are not two that encrypt', () => {
    expect(judged(oneKeyPerKind, DATA, { LogKey: { ...DATA } })).toEqual({
      problem: 'the stack has two keys that encrypt',
    });
  });

  it('are renewed where they encrypt', () => {
    expect(judged(oneKeyPerKind, { Type: DATA.Type })).toEqual({
      problem: 'the key that encrypts is never renewed',
    });
  });

  it('are not two for whoever signs', () => {
    const both = policy(sign('SigningKey'), sign('AuditKey'));
    expect(judged(oneKeyPerKind, both)).toEqual({ problem: expect.stringMatching(/^signs with more than one key: /) });
    const any = policy({ ...sign(''), Action: 'kms:*', Resource: '*' });
    expect(judged(oneKeyPerKind, any)).toEqual({ problem: 'signs with more than one key: "*"' });
  });

  it('are meant, and who signs with them', () => {
    expect(judged(oneKeyPerKind, BUCKET)).toBe('not applicable');
    const verify = { ...sign('SigningKey'), Action: 'kms:Verify' };
    expect(judged(oneKeyPerKind, policy(verify, { ...verify, Resource: '*' }))).toBe('not applicable');
  });
});

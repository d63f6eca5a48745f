import { describe, expect, it } from '@jest/globals';
import { trustConditions } from '../../../lib/rules/trust-conditions.ts';
import { BUCKET, judged, policy, role } from './judged.ts';

const SERVICE = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'lambda.amazonaws.com' },
  Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
};
const ACCOUNT = {
  ...SERVICE,
  Principal: { AWS: 'arn:aws:iam::444444444444:root' },
  Condition: { ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::444444444444:role/pipeline'] } },
};
const PROVIDER = {
  ...SERVICE,
  Principal: { Federated: 'arn:aws:iam::444444444444:oidc-provider/token.actions.githubusercontent.com' },
  Condition: {
    StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:example/forecasting:environment:prod' },
  },
};

describe('whoever is trusted with a role', () => {
  it('takes it for this account, as one role, or as one subject', () => {
    expect(judged(trustConditions, role(SERVICE))).toBe('complies');
    expect(judged(trustConditions, role(SERVICE, ACCOUNT, PROVIDER))).toBe('complies');
  });

  it.each([
    ['a service that says nothing of the account', { ...SERVICE, Condition: undefined }, 'Service'],
    [
      'a service by another key',
      { ...SERVICE, Condition: { StringEquals: { 'aws:RequestedRegion': 'x' } } },
      'Service',
    ],
    ['a service of every account', { ...SERVICE, Condition: { StringLike: { 'aws:SourceAccount': '*' } } }, 'Service'],
    ['an account as a whole', { ...ACCOUNT, Condition: {} }, 'AWS'],
    ['all subjects of a provider', { ...PROVIDER, Condition: {} }, 'Federated'],
  ])('is not %s', (_, statement, kind) => {
    expect(judged(trustConditions, role(SERVICE, statement))).toEqual({
      problem: expect.stringMatching(`^a principal of the kind ${kind} is trusted without a condition on `),
    });
  });

  it('is not everybody, nor of a kind that nobody has thought of', () => {
    expect(judged(trustConditions, role({ ...SERVICE, Principal: '*' }))).toEqual({
      problem: 'whoever asks is trusted (*)',
    });
    expect(judged(trustConditions, role({ ...SERVICE, Principal: { CanonicalUser: 'x' } }))).toEqual({
      problem: 'a principal of the kind CanonicalUser, of which no condition is known',
    });
  });

  it('is asked of roles alone', () => {
    expect(judged(trustConditions, BUCKET)).toBe('not applicable');
    expect(judged(trustConditions, policy(SERVICE))).toBe('not applicable');
    expect(judged(trustConditions, role({ ...SERVICE, Effect: 'Deny', Condition: {} }))).toBe('not applicable');
  });
});

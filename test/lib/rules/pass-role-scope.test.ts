import { describe, expect, it } from '@jest/globals';
import { passRoleScope } from '../../../lib/rules/pass-role-scope.ts';
import { BUCKET, judged, policy, role } from './judged.ts';

const PASS = {
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: { 'Fn::GetAtt': ['JobRole', 'Arn'] },
  Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
};
const NO_ROLE = { problem: 'iam:PassRole names no role, or many by a pattern' };
const NO_SERVICE = { problem: 'iam:PassRole does not say to which service (iam:PassedToService)' };

describe('whoever may pass a role', () => {
  it('names the role and the service', () => {
    expect(judged(passRoleScope, policy(PASS))).toBe('complies');
    expect(judged(passRoleScope, policy({ ...PASS, Action: ['iam:GetRole', 'iam:PassRole'] }))).toBe('complies');
  });

  it.each([
    ['every role', { ...PASS, Resource: '*' }, NO_ROLE],
    ['roles by a pattern', { ...PASS, Resource: ['arn:aws:iam::111111111111:role/forecasting-*'] }, NO_ROLE],
    ['to any service', { ...PASS, Condition: {} }, NO_SERVICE],
    ['by a pattern of services', { ...PASS, Condition: { StringLike: { 'iam:PassedToService': '*' } } }, NO_SERVICE],
    [
      'unless a key is missing',
      { ...PASS, Condition: { StringEqualsIfExists: PASS.Condition.StringEquals } },
      NO_SERVICE,
    ],
    ['by a pattern of actions', { ...PASS, Action: 'iam:Pass*', Condition: {} }, NO_SERVICE],
    ['by all actions', { ...PASS, Action: '*', Resource: '*' }, NO_ROLE],
  ])('does not pass %s', (_, statement, problem) => {
    expect(judged(passRoleScope, policy(PASS, statement))).toEqual(problem);
    const within = { ...role(), Properties: { Policies: [{ PolicyDocument: { Statement: [statement] } }] } };
    expect(judged(passRoleScope, within)).toEqual(problem);
  });

  it('is meant, and nobody else', () => {
    expect(judged(passRoleScope, BUCKET)).toBe('not applicable');
    expect(judged(passRoleScope, policy({ ...PASS, Effect: 'Deny', Resource: '*' }))).toBe('not applicable');
    expect(judged(passRoleScope, policy({ ...PASS, Action: 'iam:GetRole' }))).toBe('not applicable');
  });
});

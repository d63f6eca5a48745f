import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../../scripts/verify-iam/judged/call.ts';
import { checkedIsAllowed, isAllowed, type Judge } from '../../../scripts/verify-iam/judged/decide.ts';
import { type Document, documentSchema } from '../../../scripts/verify-iam/judged/policies.ts';

const ACCOUNT = '333333333333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/writer`;
const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;
const BUCKET = 'arn:aws:s3:::artifacts';
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/signing`;
const KEPT = `${BUCKET}/registry/weather/versions/00000001.json`;
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

const document = (...Statement: readonly unknown[]): Document =>
  documentSchema.parse({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource: string, Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (Action: string, Resource: string, Condition: unknown) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action,
  Resource,
  Condition,
});

/** A bucket that has no policy is taken for somebody else's. */
const OURS = { [BUCKET]: document(deny('s3:*', `${BUCKET}/*`, { Bool: { 'aws:SecureTransport': 'false' } })) };

function judge(own: Document, on: Readonly<Record<string, Document>> = OURS, trust = document()): Judge {
  return {
    account: ACCOUNT,
    policies: {
      role: new Map([ROLE, OTHER].map((arn) => [arn, own])),
      resource: new Map(Object.entries(on)),
      trust: new Map([[ROLE, trust]]),
    },
  };
}

/** By both entries of the simulator: the one that checks the call, and the one that is quick. */
async function answer(call: Call, by: Judge): Promise<boolean> {
  const quick = isAllowed(call, by);
  expect(await checkedIsAllowed(call, by)).toBe(quick);
  return quick;
}

describe("IAM's rules, in the conditions that the stacks use", () => {
  const put = (context: Call['context'] = {}, principal = ROLE): Call => ({
    principal,
    action: 's3:PutObject',
    resource: KEPT,
    context,
  });
  const may = document(allow('s3:PutObject', `${BUCKET}/*`));

  it('refuse a put without a condition where the condition may not be null', async () => {
    const once = judge(may, {
      [BUCKET]: document(deny('s3:PutObject', `${BUCKET}/registry/*`, { Null: { 's3:if-none-match': 'true' } })),
    });
    expect(await answer(put({ 's3:if-none-match': '*' }), once)).toBe(true);
    expect(await answer(put(), once)).toBe(false);
    expect(await answer(put({ 's3:if-match': 'tag' }), once)).toBe(false);
    expect(await answer({ ...put(), resource: `${BUCKET}/runs/a.json` }, once)).toBe(true);
  });

  it('refuse all but the roles that a denial leaves out', async () => {
    const reserved = judge(may, {
      [BUCKET]: document(deny('s3:PutObject', `${BUCKET}/*`, { ArnNotEquals: { 'aws:PrincipalArn': [ROLE] } })),
    });
    expect(await answer(put(), reserved)).toBe(true);
    expect(await answer(put({}, OTHER), reserved)).toBe(false);
  });

  it('refuse what does not come over TLS', async () => {
    const secure = judge(may, {
      [BUCKET]: document(deny('s3:*', `${BUCKET}/*`, { Bool: { 'aws:SecureTransport': 'false' } })),
    });
    expect(await answer(put(), secure)).toBe(true);
    expect(await answer(put({ 'aws:SecureTransport': 'false' }), secure)).toBe(false);
  });

  it('list what lies below a prefix, and nothing beside it', async () => {
    const list = (prefix?: string): Call => ({
      principal: ROLE,
      action: 's3:ListBucket',
      resource: BUCKET,
      ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
    });
    const below = judge(document(allow('s3:ListBucket', BUCKET, { StringLike: { 's3:prefix': 'runs/*' } })));
    expect(await answer(list('runs/weather/'), below)).toBe(true);
    expect(await answer(list('registry/'), below)).toBe(false);
    expect(await answer(list(), below)).toBe(false);
  });

  it('pass a role to the service that is named, and to no other', async () => {
    const passes = judge(
      document(allow('iam:PassRole', OTHER, { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } })),
    );
    const pass = (service: string): Call => ({
      principal: ROLE,
      action: 'iam:PassRole',
      resource: OTHER,
      context: { 'iam:PassedToService': service },
    });
    expect(await answer(pass('sagemaker.amazonaws.com'), passes)).toBe(true);
    expect(await answer(pass('lambda.amazonaws.com'), passes)).toBe(false);
  });

  it('use a key only where its own policy leaves that to the account', async () => {
    const sign: Call = { principal: ROLE, action: 'kms:Sign', resource: KEY };
    const signs = document(allow('kms:Sign', KEY));
    const letting = { Effect: 'Allow', Principal: ROOT, Action: 'kms:*', Resource: '*' };
    const denial = deny('kms:Sign', '*', { ArnNotEquals: { 'aws:PrincipalArn': [ROLE] } });
    expect(await answer(sign, judge(signs))).toBe(false);
    expect(await answer(sign, judge(signs, { [KEY]: document(letting) }))).toBe(true);
    expect(await answer(sign, judge(document(), { [KEY]: document(letting) }))).toBe(false);
    expect(await answer({ ...sign, principal: OTHER }, judge(signs, { [KEY]: document(letting, denial) }))).toBe(false);
  });

  it('let a service take a role for the account that it names alone', async () => {
    const trust = document({
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:*` },
      },
    });
    const taken = (account: string, machine = 'a'): Call => ({
      principal: 'states.amazonaws.com',
      action: 'sts:AssumeRole',
      resource: ROLE,
      context: {
        'aws:SourceAccount': account,
        'aws:SourceArn': `arn:aws:states:eu-central-1:${account}:stateMachine:${machine}`,
      },
    });
    expect(isAllowed(taken(ACCOUNT), judge(document(), {}, trust))).toBe(true);
    expect(isAllowed(taken('999999999999'), judge(document(), {}, trust))).toBe(false);
    expect(isAllowed({ ...taken(ACCOUNT), principal: 'lambda.amazonaws.com' }, judge(document(), {}, trust))).toBe(
      false,
    );
  });

  it('refuse whoever is of another account, whatever that allows', async () => {
    const outsider = 'arn:aws:iam::999999999999:role/writer';
    const everybody = judge(may);
    const policies = { ...everybody.policies, role: new Map([[outsider, may]]) };
    expect(await answer(put({}, outsider), { account: ACCOUNT, policies })).toBe(false);
  });

  it('are asked of calls that AWS knows', async () => {
    const unknown: Call = { principal: ROLE, action: 's3:PutObjekt', resource: KEPT };
    await expect(checkedIsAllowed(unknown, judge(may))).rejects.toThrow('invalid.action');
  });
});

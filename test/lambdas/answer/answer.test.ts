import { inspect } from 'node:util';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { proveCaller } from '../../../adapters/aws/caller-proof.ts';
import { sha256 } from '../../../tables/sha256.ts';
import {
  answerText,
  type CallerProof,
  callerProofSchema,
  type SignedAnswer,
} from '../../../core/contracts/answering.ts';
import { ANSWER_HEADER, CALLER_REQUEST } from '../../../core/contracts/caller-request.ts';
import { run } from '../../../lambdas/answer/answer.ts';
import { ADA, ANSWER, clientOf, PLACE, QUESTION, REGION, type World, world } from './world.ts';

let here: World;
beforeEach(async () => {
  here = await world();
});
afterEach(() => here.sts.stop());

const answer = (proof: CallerProof, given: SignedAnswer = ANSWER) =>
  run({ action: 'answer', answer: given, proof }, here.ports);

/** Refused by name, and the execution was told nothing. */
async function refused(attempt: Promise<unknown>, name: string, why: string): Promise<void> {
  await expect(attempt).rejects.toMatchObject({ name, message: expect.stringContaining(why) });
  expect(here.told).toEqual([]);
}

const NOT_SIGNED = 'STS does not take the signature of the answer';

describe('the function that answers for people', () => {
  it('tells what is open, without what would answer it, and for whom to sign', async () => {
    expect(await run({ action: 'open', dataset: 'weather' }, here.ports)).toEqual({
      questions: [QUESTION],
      signFor: { host: here.sts.host, region: REGION },
    });
    expect(await run({ action: 'open', dataset: 'sales' }, here.ports)).toMatchObject({ questions: [] });
  });

  it.each([
    ['a session of a role', 'ASIAADA', ADA],
    ['a user', 'AKIABOB', 'arn:aws:iam::111111111111:user/bob'],
  ])('answers for %s, under the name that STS gives', async (_, key, by) => {
    expect(await answer(await here.prove(key))).toEqual({ outcome: 'answered', by });
    expect(here.told).toEqual([{ approved: true, by, comment: 'looks right' }]);
  });

  it('says a name that somebody gives beside it, and passes on a no', async () => {
    const no = { ...ANSWER, approved: false, comment: 'too warm', name: 'grace' };
    await answer(await here.prove('ASIAADA', no), no);
    expect(here.told).toEqual([{ approved: false, by: ADA, comment: 'too warm (as grace)' }]);
  });

  it('asks STS one thing, by a request of which the caller gives four values', async () => {
    await answer(await here.prove('ASIAADA'));
    expect(here.sts.requests).toMatchObject([
      {
        method: 'POST',
        url: '/',
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
        headers: { host: here.sts.host, 'x-forecasting-answer-sha256': sha256(answerText(PLACE, ANSWER)) },
      },
    ]);
  });

  it('says that an answer came late', async () => {
    const proof = await here.prove('ASIAADA');
    await answer(proof);
    expect(await answer(proof)).toEqual({ outcome: 'late', by: ADA });
    expect(here.told).toHaveLength(1);
  });
});

describe('an attack on it', () => {
  it.each([
    ['another run', { runId: 'run-4' }],
    ['another data set', { dataset: 'sales' }],
    ['another version', { modelVersion: 4 }],
    ['another report', { reportSha256: 'b2'.repeat(32) }],
    ['another page', { pageSha256: 'b2'.repeat(32) }],
    ['the other verdict', { approved: false }],
    ['another comment', { comment: 'looks right, and so do all others' }],
    ['another name', { name: 'grace' }],
  ])('that uses a signature for %s is refused', async (_, changed) => {
    const proof = await here.prove('ASIAADA');
    await refused(answer(proof, { ...ANSWER, ...changed }), 'IdentityUnproven', NOT_SIGNED);
  });

  it.each([
    ['account', { account: '222222222222' }],
    ['region', { region: 'eu-west-1' }],
    ['stack', { stack: 'forecasting-staging' }],
  ])('that brings a signature for the function of another %s is refused', async (_, other) => {
    const proof = await here.prove('ASIAADA', ANSWER, { ...PLACE, ...other });
    await refused(answer(proof), 'IdentityUnproven', NOT_SIGNED);
  });

  it.each([
    ['another host', { host: 'sts.us-east-1.amazonaws.com', region: REGION }],
    ['another region', { region: 'us-east-1' }],
  ])('that signs for %s is refused', async (_, place) => {
    const signFor = { ...here.ports.identities.signFor, ...place };
    const proof = await proveCaller(clientOf('ASIAADA'), signFor, answerText(PLACE, ANSWER));
    await refused(answer(proof), 'IdentityUnproven', NOT_SIGNED);
  });

  const SIGNED = { path: '/', query: {}, body: CALLER_REQUEST.body as string, method: 'POST', service: 'sts' };
  it.each<[string, Partial<typeof SIGNED>, Readonly<Record<string, string | undefined>>]>([
    ['an added query', { query: { Action: 'AssumeRole' } }, {}],
    ['another path', { path: '/other' }, {}],
    ['another method', { method: 'GET' }, {}],
    ['another body', { body: 'Action=GetSessionToken&Version=2011-06-15' }, {}],
    ['another service', { service: 'iam' }, {}],
    ['no header that binds it to an answer', {}, { [ANSWER_HEADER]: undefined }],
    ['the header of another answer', {}, { [ANSWER_HEADER]: sha256('another') }],
    ['a header more', {}, { 'x-amz-target': 'GetCallerIdentity' }],
    ['another type of body', {}, { 'content-type': 'application/json' }],
  ])('that signs a request with %s is refused', async (_, request, changed) => {
    const { service, ...rest } = { ...SIGNED, ...request };
    const { config } = clientOf('ASIAADA');
    const { credentials, sha256: checksum } = config;
    const signer = new SignatureV4({ service, region: REGION, credentials, sha256: checksum, applyChecksum: false });
    const headers = {
      host: here.sts.host,
      'content-type': CALLER_REQUEST.contentType,
      [ANSWER_HEADER]: sha256(answerText(PLACE, ANSWER)),
      ...changed,
    };
    const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const signed = await signer.sign({
      protocol: 'https:',
      hostname: here.sts.host,
      headers: Object.fromEntries(kept),
      ...rest,
    });
    const { authorization = '', 'x-amz-date': signedAt, 'x-amz-security-token': sessionToken } = signed.headers;
    const signature = authorization.slice(-64);
    const proof = callerProofSchema.parse({ accessKeyId: 'ASIAADA', signedAt, signature, sessionToken });
    await refused(answer(proof), 'IdentityUnproven', NOT_SIGNED);
  });

  it.each([
    ['somebody else', { accessKeyId: 'AKIABOB', sessionToken: undefined }],
    ['a key that there is not', { accessKeyId: 'AKIANOBODY' }],
    ['another day', { signedAt: '20200101T000000Z' }],
    ['another session', { sessionToken: 'session-of-other' }],
    ['no session', { sessionToken: undefined }],
    ['another signature', { signature: 'f'.repeat(64) }],
  ])('that says it was %s who signed is refused', async (_, changed) => {
    const { sessionToken, ...proof } = { ...(await here.prove('ASIAADA')), ...changed };
    const given = sessionToken === undefined ? proof : { ...proof, sessionToken };
    await refused(answer(given), 'IdentityUnproven', NOT_SIGNED);
  });

  it('with a signature that has grown old is refused', async () => {
    const proof = await here.prove('ASIAADA');
    here.sts.clock.nowMs += 16 * 60_000;
    await refused(answer(proof), 'IdentityUnproven', "got 'SignatureDoesNotMatch'");
  });

  it('by an identity of another account is refused, though STS knows it', async () => {
    await refused(answer(await here.prove('ASIAOTHER')), 'IdentityUnproven', 'is of another account');
  });

  it('on an execution that does not wait is refused', async () => {
    const proof = await here.prove('ASIAADA');
    here.close();
    await refused(answer(proof), 'ApprovalUnknown', "no promotion of 'weather' waits under this run");
  });

  it.each([
    ['version', { modelVersion: 4 }, 'is about another version; got 4; allowed: 3'],
    ['report', { reportSha256: 'b2'.repeat(32) }, 'is about another report'],
    ['page', { pageSha256: 'b2'.repeat(32) }, 'is about another report'],
  ])('that signs another %s than the question has is refused', async (_, changed, why) => {
    const given = { ...ANSWER, ...changed };
    await refused(answer(await here.prove('ASIAADA', given), given), 'AnswerRefused', why);
  });

  it.each([
    ['sends on to somebody else', 302, { location: 'https://sts.evil.example/' }, '', "got 'status 302'"],
    ['sends on to another address of its own', 307, { location: '/other' }, '', "got 'status 307'"],
    ['names nobody', 200, {}, '<Account>111111111111</Account>', 'STS names nobody'],
    ['names what is no identity', 200, {}, '<Arn>arn:aws:s3::111111111111:x</Arn>', 'STS names nobody'],
    ['names two lines', 200, {}, `<Arn>${ADA}\nother</Arn>`, 'STS names nobody'],
    ['fails', 503, {}, 'try again', "got 'status 503'"],
  ])('where STS %s is refused', async (_, status, headers, body, why) => {
    const proof = await here.prove('ASIAADA');
    here.sts.answerNext(status, headers, body);
    await refused(answer(proof), 'IdentityUnproven', why);
    expect(here.sts.requests).toHaveLength(1);
  });

  it('where STS is out of reach is refused, and says what a closed network needs', async () => {
    const proof = await here.prove('ASIAADA');
    await here.sts.stop();
    await refused(answer(proof), 'IdentityUnproven', 'the function needs the interface endpoint of STS');
  });

  it('learns nothing of the request from what STS says', async () => {
    const proof = { ...(await here.prove('ASIAADA')), signature: 'f'.repeat(64) };
    const error: unknown = await answer(proof).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'IdentityUnproven' });
    const shown = inspect(error, { depth: 9 });
    for (const secret of [proof.sessionToken, proof.signature]) expect(shown).not.toContain(secret);
  });

  it.each([
    ['a line of its own in a header', { sessionToken: 'x\r\nhost: evil' }],
    ['another scope in the key', { accessKeyId: 'ASIAADA/20260101/us-east-1' }],
    ['another list in the signature', { signature: `${'f'.repeat(64)}, SignedHeaders=host` }],
    ['a time that is none', { signedAt: 'now' }],
    ['a host', { host: 'sts.evil.example' }],
    ['an identity', { arn: ADA }],
  ])('that puts %s into the proof is no proof', (_, changed) => {
    const proof = { accessKeyId: 'ASIAADA', signedAt: '20260131T040000Z', signature: 'f'.repeat(64) };
    expect(callerProofSchema.safeParse(proof).success).toBe(true);
    expect(callerProofSchema.safeParse({ ...proof, ...changed }).success).toBe(false);
  });
});

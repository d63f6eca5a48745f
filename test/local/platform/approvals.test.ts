import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from '../../../lake/json-object.ts';
import { answerApproval, requireUnanswered } from '../../../local/platform/approvals.ts';
import { MemoryStore } from '../../support/memory-store.ts';

const REPORT = { reportUri: 's3://artifacts/comparison.json', reportSha256: 'ab' };
/** As the machine hands it to the step: within a replay, which is told beside the step's own input. */
const PAYLOAD = {
  dataset: 'weather',
  runId: 'run-1',
  modelVersion: 2,
  report: REPORT,
  taskToken: 'token-1',
  replay: 'past',
};
const ANSWER = 'approvals/weather/run-1/answer.json';
const YES = { approved: true, by: 'ada', comment: 'fine', reportSha256: 'ab' };
const ASKED = { ask: () => undefined };

/** Asks a person, whose answer is this; resolves to what the waiting task gets. */
async function asked(answer: Uint8Array) {
  const artifacts = new MemoryStore('artifacts');
  const questions: unknown[] = [];
  const outcome = await new Promise((resolve) => {
    answerApproval(
      { ask: (question) => void questions.push(question) },
      { payload: PAYLOAD, artifacts, signal: new AbortController().signal },
      { succeed: (token, output) => resolve({ token, output }), fail: (token, failure) => resolve({ token, failure }) },
    );
    void artifacts.write(ANSWER, answer);
  });
  return { questions, outcome };
}

describe('answerApproval', () => {
  it('answers at once where the run approves itself', () => {
    const answers: string[] = [];
    const artifacts = new MemoryStore('artifacts');
    const tokens = { succeed: (token: string) => void answers.push(token), fail: () => undefined };
    answerApproval('automatic', { payload: PAYLOAD, artifacts, signal: new AbortController().signal }, tokens);
    expect(answers).toEqual(['token-1']);
  });

  it('answers as it was told to where nobody is asked', () => {
    const answers: unknown[] = [];
    const tokens = { succeed: (_: string, output: unknown) => void answers.push(output), fail: () => undefined };
    const waiting = { payload: PAYLOAD, artifacts: new MemoryStore('artifacts'), signal: new AbortController().signal };
    answerApproval({ by: 'nobody', comment: 'by itself' }, waiting, tokens);
    answerApproval('automatic', waiting, tokens);
    expect(answers).toEqual([
      { by: 'nobody', comment: 'by itself' },
      { by: 'the replay', comment: 'approved by itself: nobody waits for history' },
    ]);
  });

  it('tells a person that the run waits, and passes on a yes', async () => {
    const { questions, outcome } = await asked(jsonBytes(YES));
    expect(questions).toEqual([{ dataset: 'weather', runId: 'run-1', modelVersion: 2, report: REPORT }]);
    expect(outcome).toEqual({ token: 'token-1', output: { by: 'ada', comment: 'fine' } });
  });

  it('passes on a no, with who said it and why', async () => {
    const { outcome } = await asked(jsonBytes({ ...YES, approved: false, comment: 'looks odd' }));
    expect(outcome).toEqual({ token: 'token-1', failure: { error: 'ApprovalRejected', cause: 'ada: looks odd' } });
  });

  it.each([
    ['is about another report', { ...YES, reportSha256: 'cd' }, 'it is about another report; got {"reportSha256":"cd"'],
    ['is about another page', { ...YES, pageSha256: 'ef' }, '"pageSha256":"ef"}; allowed: {"reportSha256":"ab"}'],
    ['is about no report', { ...YES, reportSha256: undefined }, "got 'reportSha256'"],
    ['is signed as the platform', { ...YES, by: 'the promote state machine' }, 'is what the platform calls itself'],
    ['is signed by nobody', { ...YES, by: ' ' }, 'names nobody'],
    ['says more than an answer does', { ...YES, modelVersion: 3 }, 'Unrecognized key: "modelVersion"'],
    ['is no yes and no no', { ...YES, approved: 'yes' }, "got 'approved'"],
  ])('fails the promotion by name where the answer %s', async (_, answer, why) => {
    const { outcome } = await asked(jsonBytes(answer));
    const cause = expect.stringContaining(why);
    expect(outcome).toEqual({ token: 'token-1', failure: { error: 'AnswerRefused', cause } });
  });

  it('fails the promotion by name where the answer is no document', async () => {
    const { outcome } = await asked(new TextEncoder().encode('yes'));
    const cause = expect.stringContaining('is no answer to the promotion');
    expect(outcome).toEqual({ token: 'token-1', failure: { error: 'AnswerRefused', cause } });
  });
});

describe('requireUnanswered', () => {
  const prepared = () => {
    const artifacts = new MemoryStore('artifacts');
    artifacts.put(ANSWER, jsonBytes(YES));
    return { payload: PAYLOAD, artifacts };
  };

  it('refuses an answer that was there before the question', async () => {
    await expect(requireUnanswered(ASKED, prepared())).rejects.toMatchObject({
      name: 'AnswerRefused',
      message: expect.stringMatching(/^the promotion 'run-1' of 'weather' was answered before anybody was asked;/),
    });
  });

  it('asks where nobody has answered, and looks for no file where nobody is asked', async () => {
    const none = { payload: PAYLOAD, artifacts: new MemoryStore('artifacts') };
    await expect(requireUnanswered(ASKED, none)).resolves.toBeUndefined();
    await expect(requireUnanswered('automatic', prepared())).resolves.toBeUndefined();
    await expect(requireUnanswered({ by: 'nobody', comment: '' }, prepared())).resolves.toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from '../../../lake/json-object.ts';
import { answerApproval } from '../../../local/platform/approvals.ts';
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

/** Asks a person, whose answer is this; resolves to what the waiting task gets. */
async function asked(answer: object) {
  const artifacts = new MemoryStore('artifacts');
  const questions: unknown[] = [];
  const outcome = await new Promise((resolve) => {
    answerApproval(
      { ask: (question) => void questions.push(question) },
      { payload: PAYLOAD, artifacts, signal: new AbortController().signal },
      { succeed: (token, output) => resolve({ token, output }), fail: (token, failure) => resolve({ token, failure }) },
    );
    void artifacts.write(ANSWER, jsonBytes(answer));
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
    const { questions, outcome } = await asked({ approved: true, by: 'ada', comment: 'fine', reportSha256: 'ab' });
    expect(questions).toEqual([{ dataset: 'weather', runId: 'run-1', modelVersion: 2, report: REPORT }]);
    expect(outcome).toEqual({ token: 'token-1', output: { by: 'ada', comment: 'fine' } });
  });

  it('passes on a no, with who said it and why', async () => {
    const { outcome } = await asked({ approved: false, by: 'ada', comment: 'looks odd', reportSha256: 'ab' });
    expect(outcome).toEqual({ token: 'token-1', failure: { error: 'ApprovalRejected', cause: 'ada: looks odd' } });
  });
});

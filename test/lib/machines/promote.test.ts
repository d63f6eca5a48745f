import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Answer, Setting } from './machine-runs.ts';
import { callsOf, fails, HOLDOUT, REPORT, runMachine, statesEntered } from './machine-runs.ts';

const INPUT = { dataset: 'weather', modelVersion: 3 };
const VERSION = { ...INPUT, runId: 'run-1' };
const REFUSED: Answer = () => ({ verdict: 'refuse', reasons: ['skill: too low'], production: 2, report: REPORT });

const promotion = (setting: Setting = {}, input: Record<string, Json> = INPUT) => runMachine('promote', input, setting);

describe('promote', () => {
  it('hands the challenger, once trained as its twin, to the judge, and promotes it from what it was judged against', async () => {
    const passed = await promotion();
    expect(passed.execution.output).toEqual({
      outcome: 'promoted',
      modelVersion: 3,
      production: 3,
      reasons: [],
      reportUri: REPORT.reportUri,
    });
    expect(callsOf(passed, 'judge')).toEqual([
      {
        ...VERSION,
        policy: 'gates',
        comparison: {
          holdout: HOLDOUT,
          production: 2,
          twins: [
            {
              candidate: 'challenger-twin',
              artifactUri: 's3://artifacts/twins/forecasting-dev-run-1-challenger-twin-0/',
            },
          ],
        },
      },
    ]);
    expect(callsOf(passed, 'promote')).toEqual([
      {
        ...VERSION,
        production: 2,
        by: 'the promote state machine',
        reason: 'every check and gate passed',
        report: REPORT,
      },
    ]);
    expect(callsOf(passed, 'request-approval')).toEqual([]);
  });

  it('promotes the first version of a data set from nothing', async () => {
    const first = await promotion({
      answers: { judge: () => ({ verdict: 'pass', reasons: [], production: null, report: REPORT }) },
    });
    expect(callsOf(first, 'promote')).toMatchObject([{ production: null }]);
  });

  it('refuses what the judge refuses, with every reason', async () => {
    const reasons = ['skill: too low', 'coverage: too narrow'];
    const refused = await promotion({
      answers: { judge: () => ({ verdict: 'refuse', reasons, production: 2, report: REPORT }) },
    });
    expect(refused.execution.output).toMatchObject({ outcome: 'refused', production: 2, reasons });
    expect(callsOf(refused, 'refuse')).toEqual([{ ...VERSION, reasons, report: REPORT }]);
    expect(callsOf(refused, 'promote')).toEqual([]);
  });

  it('refuses with one reason as with a list of one', async () => {
    expect(callsOf(await promotion({ answers: { judge: REFUSED } }), 'refuse')).toMatchObject([
      { reasons: ['skill: too low'] },
    ]);
  });

  it('trains no twin for what does not comply, and judges it all the same', async () => {
    const refused = await promotion({ answers: { 'check-compliance': () => ({ complies: false }), judge: REFUSED } });
    expect(callsOf(refused, 'plan-comparison')).toEqual([]);
    expect(callsOf(refused, 'train-on-lambda')).toEqual([]);
    expect(callsOf(refused, 'judge')).toEqual([{ ...VERSION, policy: 'gates' }]);
    expect(refused.execution.output).toMatchObject({ outcome: 'refused' });
  });

  it.each(['promote-latest', 'promote-best-cv'])('compares nothing on a holdout by the policy %s', async (policy) => {
    const passed = await promotion({}, { ...INPUT, policy, replay: 'history' });
    expect(callsOf(passed, 'plan-comparison')).toEqual([]);
    expect(callsOf(passed, 'judge')).toEqual([{ ...VERSION, policy, replay: 'history' }]);
    expect(callsOf(passed, 'promote')).toMatchObject([{ reason: `by the policy ${policy}` }]);
    expect(passed.execution.output).toMatchObject({ outcome: 'promoted' });
  });

  it('passes on what is known as of when', async () => {
    const passed = await promotion({}, { ...INPUT, asOf: '2013-12-31' });
    expect(callsOf(passed, 'check-compliance')).toEqual([{ ...VERSION, asOf: '2013-12-31' }]);
    expect(callsOf(await promotion(), 'check-compliance')).toEqual([VERSION]);
  });

  it('tells the judge of a twin that could not be trained: a refusal, not a failure', async () => {
    const answers = { 'train-on-lambda': fails('TooManyFailedSeries', 'two of two'), judge: REFUSED };
    const refused = await promotion({ answers });
    expect(callsOf(refused, 'judge')).toEqual([
      { ...VERSION, policy: 'gates', failure: expect.stringMatching(/^TooManyFailedSeries: .*two of two/) },
    ]);
    expect(refused.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'refused' } });
    expect(callsOf(refused, 'record-failure')).toEqual([]);
  });

  it.each(['check-compliance', 'plan-comparison', 'judge', 'promote'])(
    'fails, and moves nothing, when %s fails',
    async (step) => {
      const failed = await promotion({ answers: { [step]: fails('PointerMoved', 'somebody was faster') } });
      expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'PointerMoved' });
      // Once only: another try would compare with what is no longer in Production.
      expect(callsOf(failed, step)).toHaveLength(1);
      if (step !== 'promote') expect(callsOf(failed, 'promote')).toEqual([]);
      expect(callsOf(failed, 'record-failure')).toMatchObject([{ machine: 'promote', error: 'PointerMoved' }]);
    },
  );
});

describe('promote where people approve', () => {
  const asked = (onApproval?: Setting['onApproval'], answers: Setting['answers'] = {}) =>
    promotion({ environment: 'prod', answers, ...(onApproval === undefined ? {} : { onApproval }) });

  it('asks with the report, and promotes in the name of who said yes', async () => {
    const approved = await asked((token, { sendTaskSuccess }) => {
      sendTaskSuccess(token, { by: 'ada', comment: 'looks right' });
    });
    expect(callsOf(approved, 'request-approval')).toEqual([
      { ...VERSION, report: REPORT, taskToken: expect.stringMatching(/./) },
    ]);
    expect(callsOf(approved, 'promote')).toMatchObject([{ by: 'ada', reason: 'looks right', production: 2 }]);
    expect(approved.execution.output).toMatchObject({ outcome: 'promoted' });
  });

  it('refuses when somebody says no, and keeps what they said', async () => {
    const rejected = await asked((token, { sendTaskFailure }) => {
      sendTaskFailure(token, { error: 'ApprovalRejected', cause: 'ada: not before the holidays' });
    });
    expect(rejected.execution.output).toMatchObject({
      outcome: 'refused',
      reasons: ['rejected: ada: not before the holidays'],
    });
    expect(callsOf(rejected, 'promote')).toEqual([]);
  });

  it('refuses when nobody answers within the hours of the literal', async () => {
    const unanswered = await asked();
    expect(unanswered.execution.output).toMatchObject({ outcome: 'refused', reasons: ['nobody approved it in time'] });
    const { events } = unanswered.execution;
    expect((Date.parse(events.at(-1)!.timestamp) - Date.parse(events[0].timestamp)) / 3_600_000).toBeCloseTo(72, 1);
    expect(statesEntered(unanswered.execution).slice(-2)).toEqual(['Ask for approval', 'Refuse the challenger']);
  });

  it('does not ask about what the gates refuse', async () => {
    const refused = await asked(undefined, { judge: REFUSED });
    expect(callsOf(refused, 'request-approval')).toEqual([]);
    expect(refused.execution.output).toMatchObject({ outcome: 'refused', reasons: ['skill: too low'] });
  });

  it('fails when the question cannot be put', async () => {
    const failed = await asked(undefined, { 'request-approval': fails('ObjectNotFound', 'no bucket') });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'ObjectNotFound' });
    expect(callsOf(failed, 'promote')).toEqual([]);
  });
});

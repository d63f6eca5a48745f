import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Answer, Setting } from './machine-runs.ts';
import {
  callsOf,
  CHECKED,
  fails,
  HOLDOUT,
  RANGE,
  REPORT,
  runMachine,
  SELECTION,
  statesEntered,
  SUMMARY_SHA256,
} from './machine-runs.ts';

const INPUT = { dataset: 'weather', modelVersion: 3 };
const VERSION = { ...INPUT, runId: 'run-1' };
const REFUSED: Answer = () => ({ verdict: 'refuse', reasons: ['skill: too low'], production: 2, report: REPORT });

const promotion = (setting: Setting = {}, input: Record<string, Json> = INPUT) => runMachine('promote', input, setting);

/** The description of a job that failed, as the error's cause. */
const jobFailed = (FailureReason: string): string => JSON.stringify({ TrainingJobStatus: 'Failed', FailureReason });

describe('promote', () => {
  it('hands the challenger, once fitted as its twin, to the judge, and promotes it from what it was judged against', async () => {
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
        complianceSha256: CHECKED.complianceSha256,
        way: 'change',
        policy: 'gates',
        comparison: {
          holdout: HOLDOUT,
          production: 2,
          twins: [
            {
              fit: 'challenger-twin',
              artifactUri: 's3://artifacts/twins/forecasting-dev-run-1-challenger-twin-0/',
              summarySha256: SUMMARY_SHA256,
            },
          ],
        },
      },
    ]);
    expect(callsOf(passed, 'promote')).toEqual([
      {
        ...VERSION,
        action: 'promote',
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
      answers: {
        'check-compliance': () => ({ ...CHECKED, complies: true, way: 'first' }),
        judge: () => ({ verdict: 'pass', reasons: [], production: null, report: REPORT }),
      },
    });
    expect(callsOf(first, 'judge')).toMatchObject([{ way: 'first' }]);
    expect(callsOf(first, 'promote')).toMatchObject([{ action: 'promote', production: null }]);
    expect(callsOf(first, 'plan-training')).toEqual([]);
  });

  it('refuses what the judge refuses, with every reason', async () => {
    const reasons = ['skill: too low', 'coverage: too narrow'];
    const refused = await promotion({
      answers: { judge: () => ({ verdict: 'refuse', reasons, production: 2, report: REPORT }) },
    });
    expect(refused.execution.output).toMatchObject({ outcome: 'refused', production: 2, reasons });
    expect(callsOf(refused, 'refuse')).toEqual([{ ...VERSION, reasons, report: REPORT, shadow: false }]);
    expect(callsOf(refused, 'promote')).toEqual([]);
  });

  it('refuses with one reason as with a list of one', async () => {
    expect(callsOf(await promotion({ answers: { judge: REFUSED } }), 'refuse')).toMatchObject([
      { reasons: ['skill: too low'] },
    ]);
  });

  it('fits no twin for what does not comply, and judges it all the same', async () => {
    const refused = await promotion({
      answers: { 'check-compliance': () => ({ ...CHECKED, complies: false, way: 'change' }), judge: REFUSED },
    });
    expect(callsOf(refused, 'plan-comparison')).toEqual([]);
    expect(callsOf(refused, 'train-on-lambda')).toEqual([]);
    expect(callsOf(refused, 'judge')).toEqual([
      { ...VERSION, complianceSha256: CHECKED.complianceSha256, way: 'change', policy: 'gates' },
    ]);
    expect(refused.execution.output).toMatchObject({ outcome: 'refused' });
  });

  it.each(['promote-latest', 'refresh-latest'])('compares nothing on a holdout by the policy %s', async (policy) => {
    const passed = await promotion({}, { ...INPUT, policy, replay: 'history' });
    expect(callsOf(passed, 'plan-comparison')).toEqual([]);
    expect(callsOf(passed, 'judge')).toEqual([
      { ...VERSION, complianceSha256: CHECKED.complianceSha256, way: 'change', policy, replay: 'history' },
    ]);
    expect(callsOf(passed, 'promote')).toMatchObject([{ reason: `by the policy ${policy}` }]);
    expect(passed.execution.output).toMatchObject({ outcome: 'promoted' });
  });

  it('lets a replay say what date it is, by which the age of a training is told, and a caller of the window that accepts a commit', async () => {
    const input = { ...INPUT, asOf: '2013-12-31' };
    const lived = await promotion({ environment: 'prod' }, { ...input, replay: 'history' });
    expect(callsOf(lived, 'check-compliance')).toEqual([{ ...VERSION, asOf: '2013-12-31', replay: 'history' }]);
    const asked = await promotion({ environment: 'prod' }, input);
    expect(callsOf(asked, 'check-compliance')).toEqual([VERSION]);
    const accepted = await promotion({ environment: 'staging' }, input);
    expect(callsOf(accepted, 'check-compliance')).toEqual([{ ...VERSION, asOf: '2013-12-31' }]);
    const look = await promotion({ environment: 'staging' }, { ...INPUT, asOf: '2014-03-31' });
    expect(callsOf(look, 'check-compliance')).toEqual([{ ...VERSION, asOf: '2014-03-31' }]);
    for (const asOf of ['2013-12-30', '2014-12-31']) {
      const other = await promotion({ environment: 'staging' }, { ...INPUT, asOf });
      expect(callsOf(other, 'check-compliance')).toEqual([VERSION]);
    }
    expect(callsOf(await promotion({ environment: 'staging' }), 'check-compliance')).toEqual([VERSION]);
  });

  it('tells the judge of a twin that could not be fitted: a refusal, not a failure', async () => {
    const answers = { 'train-on-lambda': fails('TooManyFailedSeries', 'two of two'), judge: REFUSED };
    const refused = await promotion({ answers });
    expect(callsOf(refused, 'judge')).toEqual([
      {
        ...VERSION,
        complianceSha256: CHECKED.complianceSha256,
        way: 'change',
        policy: 'gates',
        failure: expect.stringMatching(/^TooManyFailedSeries: .*two of two/),
      },
    ]);
    expect(refused.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'refused' } });
    expect(callsOf(refused, 'record-failure')).toEqual([]);
  });

  it('tells the judge of a job that could not fit the twin, by the reason that SageMaker gives', async () => {
    const reason = 'AlgorithmError: TooManyFailedSeries: two of two, exit code: 1';
    const answers = { 'train-on-lambda': fails('States.TaskFailed', jobFailed(reason)), judge: REFUSED };
    const refused = await promotion({ answers });
    expect(callsOf(refused, 'judge')).toMatchObject([{ failure: expect.stringContaining(reason) }]);
  });

  it.each([
    ['Runtime.ExitError', 'signal: killed', 3],
    ['ArtifactMismatch', 'an input is gone', 1],
    ['States.TaskFailed', jobFailed('InternalServerError: We encountered an internal error.'), 1],
  ])('fails, and costs no good version, where a fit ends by %s', async (error, cause, tries) => {
    const failed = await promotion({ answers: { 'train-on-lambda': fails(error, cause) } });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error });
    expect(callsOf(failed, 'train-on-lambda').length).toBeGreaterThanOrEqual(tries);
    expect(callsOf(failed, 'judge')).toEqual([]);
    expect(callsOf(failed, 'refuse')).toEqual([]);
    expect(callsOf(failed, 'record-failure')).toMatchObject([{ machine: 'promote', error, told: false }]);
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

/** What asks for Production is the recipe in Production, fitted anew. */
const SAME: Setting['answers'] = { 'check-compliance': () => ({ ...CHECKED, complies: true, way: 'refresh' }) };
const guardSays =
  (said: object): Answer =>
  () => ({
    verdict: 'pass',
    reasons: [],
    production: 2,
    report: REPORT,
    approval: 'never',
    ...said,
  });

describe('promote, asked about the same recipe', () => {
  it('moves Production where the guard finds the refresh sound, and compares nothing', async () => {
    const moved = await promotion({ answers: SAME });
    for (const step of ['plan-comparison', 'train-on-lambda', 'judge']) expect(callsOf(moved, step)).toEqual([]);
    expect(callsOf(moved, 'guard')).toEqual([{ ...VERSION, ...CHECKED }]);
    expect(callsOf(moved, 'promote')).toEqual([
      {
        ...VERSION,
        action: 'refresh',
        production: 2,
        by: 'the promote state machine',
        reason: 'every check and guard passed',
        report: REPORT,
      },
    ]);
    expect(moved.execution.output).toMatchObject({ outcome: 'promoted' });
  });

  it('refuses what the guard refuses, whose forecasts the next look scores', async () => {
    const guard = guardSays({ verdict: 'refuse', reasons: ['movement: 9, must be <= 5'] });
    const refused = await promotion({ answers: { ...SAME, guard } });
    expect(callsOf(refused, 'refuse')).toEqual([
      { ...VERSION, reasons: ['movement: 9, must be <= 5'], report: REPORT, shadow: true },
    ]);
    expect(callsOf(refused, 'promote')).toEqual([]);
    expect(refused.execution.output).toMatchObject({ outcome: 'refused', production: 2 });
  });

  it('guards nothing that does not comply, and makes no shadow of what may not even forecast', async () => {
    const answers = { 'check-compliance': () => ({ ...CHECKED, complies: false, way: 'refresh' }), judge: REFUSED };
    const refused = await promotion({ answers });
    expect(callsOf(refused, 'guard')).toEqual([]);
    expect(callsOf(refused, 'plan-comparison')).toEqual([]);
    expect(callsOf(refused, 'judge')).toEqual([
      { ...VERSION, complianceSha256: CHECKED.complianceSha256, way: 'refresh', policy: 'gates' },
    ]);
    expect(callsOf(refused, 'refuse')).toMatchObject([{ shadow: false }]);
  });

  it('calls a recipe that comes back so', async () => {
    const back = await promotion({ answers: SAME }, { ...INPUT, action: 'return' });
    expect(callsOf(back, 'check-compliance')).toEqual([{ ...VERSION, action: 'return' }]);
    expect(callsOf(back, 'promote')).toMatchObject([{ action: 'return' }]);
  });

  it('takes no return for granted that the compliance step does not take for one', async () => {
    const judged = await promotion({ answers: { judge: REFUSED } }, { ...INPUT, action: 'return' });
    expect(callsOf(judged, 'guard')).toEqual([]);
    expect(judged.execution.output).toMatchObject({ outcome: 'refused' });
  });

  it.each(['promote-latest', 'refresh-latest'])('asks no guard by the policy %s', async (policy) => {
    const passed = await promotion({ answers: SAME }, { ...INPUT, policy, replay: 'history' });
    expect(callsOf(passed, 'guard')).toEqual([]);
    expect(callsOf(passed, 'promote')).toMatchObject([{ action: 'refresh', reason: `by the policy ${policy}` }]);
  });

  it('fails, and moves nothing, when the guard fails', async () => {
    const failed = await promotion({ answers: { ...SAME, guard: fails('ObjectNotFound', 'no summary') } });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'ObjectNotFound' });
    expect(callsOf(failed, 'promote')).toEqual([]);
  });
});

describe('promote, where the seasonal naive takes the place of a first version', () => {
  const answers: Setting['answers'] = {
    'check-compliance': () => ({ ...CHECKED, complies: true, way: 'first' }),
    judge: () => ({ verdict: 'naive', reasons: ['no-worse-than-naive: 2'], production: null, report: REPORT }),
    refuse: ({ modelVersion = 0, reasons = [] }) => ({
      outcome: 'refused',
      modelVersion,
      production: null,
      reasons,
      reportUri: REPORT.reportUri,
    }),
    register: () => ({ modelVersion: 4, artifactSha256: 'abc', selection: SELECTION }),
  };

  it('refuses the recipe, fits the naive on the same range, and puts it live', async () => {
    const naive = await promotion({ answers }, { ...INPUT, range: RANGE });
    expect(callsOf(naive, 'refuse')).toEqual([
      { ...VERSION, reasons: ['no-worse-than-naive: 2'], report: REPORT, shadow: false },
    ]);
    expect(callsOf(naive, 'plan-training')).toMatchObject([{ runId: 'run-1-naive', learn: 'naive', range: RANGE }]);
    expect(callsOf(naive, 'promote')).toEqual([
      {
        dataset: 'weather',
        runId: 'run-1',
        modelVersion: 4,
        action: 'promote',
        production: null,
        by: 'the promote state machine',
        reason: 'in the place of version 3, which was refused',
        report: REPORT,
      },
    ]);
    expect(naive.execution.output).toEqual({
      outcome: 'refused',
      modelVersion: 3,
      production: 4,
      reasons: ['no-worse-than-naive: 2'],
      reportUri: REPORT.reportUri,
    });
  });

  it('asks nobody: it is what the platform falls back on', async () => {
    const naive = await promotion({ answers, environment: 'prod' });
    expect(callsOf(naive, 'request-approval')).toEqual([]);
    expect(naive.execution.output).toMatchObject({ production: 4 });
  });
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

  it.each([
    ['never', 0],
    ['always', 1],
  ])('asks about a sound refresh as the data set wants it: %s', async (approval, questions) => {
    const answers = { ...SAME, guard: guardSays({ approval }) };
    const moved = await asked((token, { sendTaskSuccess }) => {
      sendTaskSuccess(token, { by: 'ada', comment: 'looks right' });
    }, answers);
    expect(callsOf(moved, 'request-approval')).toHaveLength(questions);
    expect(callsOf(moved, 'promote')).toMatchObject([
      { action: 'refresh', by: questions === 1 ? 'ada' : 'the promote state machine' },
    ]);
    expect(statesEntered(moved.execution).at(-1)).toBe('Move Production to the refreshed version');
  });

  it('makes no shadow of a refresh that somebody says no to', async () => {
    const rejected = await asked(
      (token, { sendTaskFailure }) => {
        sendTaskFailure(token, { error: 'ApprovalRejected', cause: 'ada: not today' });
      },
      { ...SAME, guard: guardSays({ approval: 'always' }) },
    );
    expect(callsOf(rejected, 'refuse')).toMatchObject([{ reasons: ['rejected: ada: not today'], shadow: false }]);
  });

  it('fails when the question cannot be put', async () => {
    const failed = await asked(undefined, { 'request-approval': fails('ObjectNotFound', 'no bucket') });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'ObjectNotFound' });
    expect(callsOf(failed, 'promote')).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import jsonata from 'jsonata';
import type { Json } from '../../../asl/index.ts';
import { registerStep } from '../../../core/contracts/steps/train.ts';
import { jobName } from '../../../lib/machines/job-requests.ts';
import { childRunId } from '../../../lib/machines/run-id.ts';
import { transformStep } from '../../../core/contracts/steps/transform.ts';
import { machinesOf } from '../support.ts';
import type { Answer, Run } from './machine-runs.ts';
import {
  ANSWERS,
  callsOf,
  fails,
  HORIZON,
  RANGE,
  REPORT,
  runMachine,
  SELECTION,
  SUMMARY_SHA256,
  WINDOW,
} from './machine-runs.ts';

function run(
  machine: string,
  input: Json,
  answers: Readonly<Record<string, Answer>> = {},
  name = 'run-1',
): Promise<Run> {
  return runMachine(machine, input, { answers, name });
}

describe('train', () => {
  it('hands on references and small summaries, and puts out what the pipeline needs', async () => {
    const { execution } = await run('train', { dataset: 'weather' });
    expect(execution.output).toMatchObject({
      data: { silverVersion: 7, range: RANGE },
      registration: { modelVersion: 3, artifactSha256: 'abc', selection: SELECTION },
    });
    const train = { data: transformStep.output, registration: registerStep.output };
    for (const [part, schema] of Object.entries(train)) {
      expect(schema.safeParse((execution.output as Record<string, Json>)[part]).success).toBe(true);
    }
  });

  const learned = { dataset: 'weather', runId: 'run-1', forecast: HORIZON };

  it('knows ahead what the features know as of its own data, and registers which they were', async () => {
    const features = { tableVersion: 4, holidaysSha256: 'abc', knownUntil: '2014-01-31', notes: [] };
    const told = await run('train', { dataset: 'weather' }, { 'refresh-features': () => ({ features }) });
    expect(callsOf(told, 'refresh-features')).toEqual([
      { dataset: 'weather', bronzeVersion: 1, silverVersion: 7, range: RANGE, lastObservation: '2013-12-30' },
    ]);
    expect(callsOf(told, 'plan-training')).toMatchObject([{ features }]);
    expect(callsOf(told, 'register')).toMatchObject([{ features }]);
    expect(callsOf(await run('train', { dataset: 'weather' }), 'register')).toMatchObject([{ features: null }]);
  });

  it('cross-validates every candidate, compares them, and fits the recipe on what they left', async () => {
    const selected = await run('train', { dataset: 'weather' });
    expect(selected.calls.map(([step]) => step)).toEqual([
      'ingest',
      'transform',
      'refresh-features',
      'plan-training',
      'train-on-lambda',
      'select',
      'plan-fit',
      'train-on-lambda',
      'register',
    ]);
    const asked = { ...learned, learn: 'selection', selection: SELECTION, refreshOf: null };
    expect(callsOf(selected, 'select')).toMatchObject([{ learn: 'selection', asOf: '2013-12-30' }]);
    expect(callsOf(selected, 'plan-fit')).toEqual([
      {
        ...asked,
        training: { start: '2012-01-01', end: '2013-12-30' },
        asOf: '2013-12-31',
        seriesSha256: 'ab'.repeat(32),
      },
    ]);
    expect(callsOf(selected, 'register')).toMatchObject([
      { ...asked, artifactUri: 's3://artifacts/models/forecasting-dev-run-1-fit-0/', range: RANGE },
    ]);
    const [trial, fit] = callsOf(selected, 'train-on-lambda');
    const channelsOf = ({ InputDataConfig }: Record<string, Json>) =>
      (InputDataConfig as { ChannelName: string }[]).map(({ ChannelName }) => ChannelName);
    expect([trial, fit].map(channelsOf)).toEqual([['series'], ['series', 'memory']]);
    expect(fit).toMatchObject({
      OutputDataConfig: { S3OutputPath: 's3://artifacts/models' },
      InputDataConfig: [
        { DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://artifacts/run-1' } } },
        { DataSource: { S3DataSource: { S3Uri: 's3://artifacts/run-1/fit/memory.manifest' } } },
      ],
    });
  });

  it('asks the guard on the word of the newest look alone, not of whoever starts it', async () => {
    const learn = { refreshOf: 'production' };
    const refreshed = await run('train', { dataset: 'weather', learn, exempt: true });
    expect(callsOf(refreshed, 'plan-fit')[0]).not.toHaveProperty('exempt');
  });

  it('cross-validates nothing where a version is refreshed', async () => {
    const learn = { refreshOf: 'production' };
    const refreshed = await run('train', { dataset: 'weather', learn });
    expect(callsOf(refreshed, 'select')).toEqual([]);
    expect(callsOf(refreshed, 'train-on-lambda').map(({ TrainingJobName }) => TrainingJobName)).toEqual([
      'forecasting-dev-run-1-fit-0',
    ]);
    const asked = { ...learned, learn, refreshOf: 2 };
    expect(callsOf(refreshed, 'plan-fit')).toMatchObject([asked]);
    expect(callsOf(refreshed, 'register')).toMatchObject([asked]);
    for (const step of ['plan-fit', 'register']) expect(callsOf(refreshed, step)[0]).not.toHaveProperty('selection');
  });

  it('registers how many rows it learned from, and when it began', async () => {
    const trained = await run('train', { dataset: 'weather' });
    const [registered] = callsOf(trained, 'register');
    expect(registered).toMatchObject({
      counts: { bronze: 10, silver: 9 },
      startedAt: new Date(trained.execution.startedAtMs).toISOString(),
    });
    expect(registered).not.toHaveProperty('origin');
  });

  it('leaves out what it was not asked for, and passes on what it was', async () => {
    const plain = await run('train', { dataset: 'weather' });
    expect(callsOf(plain, 'transform')).toEqual([{ dataset: 'weather', bronzeVersion: 1 }]);
    const ranged = await run('train', { dataset: 'weather', range: RANGE });
    expect(callsOf(ranged, 'transform')).toEqual([{ dataset: 'weather', bronzeVersion: 1, range: RANGE }]);
  });

  it('is named by its execution, or by the run that it is asked to be part of', async () => {
    expect(callsOf(await run('train', { dataset: 'weather' }), 'register')[0].runId).toBe('run-1');
    expect(callsOf(await run('train', { dataset: 'weather', runId: 'part' }), 'register')[0].runId).toBe('part');
  });
});

describe("a job's name", () => {
  async function jobNames(execution: string, candidate = 'naive'): Promise<string[]> {
    const jobs = [{ candidate, hyperparameters: {}, manifestUri: 's3://artifacts/m' }];
    const plan: Answer = () => ({ outputUri: 's3://artifacts/runs', forecast: HORIZON, jobs, refreshOf: null });
    const trained = await run('train', { dataset: 'weather', runId: 'r' }, { 'plan-training': plan }, execution);
    const [trial] = callsOf(trained, 'train-on-lambda');
    return [String(trial.TrainingJobName)];
  }
  const RULE = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

  it('is that of stack, execution, candidate and attempt', async () => {
    expect(await jobNames('replay-w01')).toEqual(['forecasting-dev-replay-w01-naive-0']);
  });

  it('obeys the rule of SageMaker whatever the execution is called', async () => {
    for (const execution of ['a'.repeat(80), '_run.of_today', '-run', `${'x'.repeat(56)}`]) {
      const [name] = await jobNames(execution);
      expect(name).toMatch(RULE);
      expect(name).toMatch(/^forecasting-dev-/);
    }
  });

  it('differs where the execution differs, be it only in its end or in what was cleaned away', async () => {
    const names = await Promise.all(
      [`${'a'.repeat(79)}1`, `${'a'.repeat(79)}2`, 'run_1', 'run.1', 'run-1'].map((name) => jobNames(name)),
    );
    expect(new Set(names.flat()).size).toBe(5);
  });

  it('is kept at 63 characters and shortened at 64', async () => {
    const exact = 'a'.repeat(39);
    expect(await jobNames(exact)).toEqual([`forecasting-dev-${exact}-naive-0`]);
    const [longer] = await jobNames(`${exact}a`);
    expect(longer).toMatch(/^forecasting-dev-a{30}-[0-9a-f]{16}$/);
  });

  it('changes with every attempt: SageMaker takes no name twice', async () => {
    let attempts = 0;
    const failing: Answer = (request) => {
      attempts += 1;
      if (attempts < 3) fails('CommitConflict', 'lost the race')({});
      return ANSWERS['train-on-lambda'](request);
    };
    const trained = await run('train', { dataset: 'weather' }, { 'train-on-lambda': failing });
    expect(callsOf(trained, 'train-on-lambda').map(({ TrainingJobName }) => TrainingJobName)).toEqual([
      'forecasting-dev-run-1-naive-0',
      'forecasting-dev-run-1-naive-1',
      'forecasting-dev-run-1-naive-2',
      'forecasting-dev-run-1-fit-0',
    ]);
  });

  it.each(['Runtime.ExitError', 'Sandbox.Timedout', 'Lambda.Unknown', 'SlowDown'])(
    'runs a step again that died by %s',
    async (error) => {
      let tries = 0;
      const dying: Answer = (request) => {
        tries += 1;
        if (tries < 3) fails(error, 'gone')({});
        return ANSWERS.transform(request);
      };
      const trained = await run('train', { dataset: 'weather' }, { transform: dying });
      expect(trained.execution.status).toBe('SUCCEEDED');
      expect(callsOf(trained, 'transform')).toHaveLength(3);
    },
  );

  it('is another one for a job whose name SageMaker has seen, under an execution of the same name 90 days ago', async () => {
    const seen = 'forecasting-staging-run-1-naive-0';
    const known: Answer = (request) => {
      if (request.TrainingJobName === seen) fails('SageMaker.ResourceInUseException', 'the job exists')({});
      return ANSWERS['train-on-lambda'](request);
    };
    const answers = { 'train-on-lambda': known };
    const trained = await runMachine('train', { dataset: 'weather' }, { answers, environment: 'staging' });
    expect(trained.execution.status).toBe('SUCCEEDED');
    expect(callsOf(trained, 'train-on-lambda').map(({ TrainingJobName }) => TrainingJobName)).toEqual([
      seen,
      'forecasting-staging-run-1-naive-1',
      'forecasting-staging-run-1-fit-0',
    ]);
  });

  it.each([
    [{ Name: 'run-1' }, 'forecasting-dev-run-1-x-0'],
    [{ Name: 'run-1', RedriveCount: 0 }, 'forecasting-dev-run-1-x-0'],
    [{ Name: 'run-1', RedriveCount: 2 }, 'forecasting-dev-run-1-x-0-r2'],
  ])('tells the redrives of an execution, whose tries are counted anew: %j', async (Execution, name) => {
    const expression = jsonata(jobName({ jobPrefix: 'forecasting-dev-' }, "'x'").slice(2, -2));
    expression.assign('hash', () => 'unused'.padEnd(64));
    expect(await expression.evaluate({}, { states: { context: { Execution, State: { RetryCount: 0 } } } })).toBe(name);
  });
});

describe("a child's name", () => {
  it('is its own after each redrive of the parent, since the failed child has the name for good', async () => {
    const { Arguments } = machinesOf('dev').retrain.States['Select and fit the recipe'];
    const expression = jsonata(String(Arguments?.Name).slice(2, -2));
    const nameAfter = (RedriveCount: number) =>
      expression.evaluate({}, { runId: 'run-1', states: { context: { Execution: { RedriveCount } } } });
    expect([await nameAfter(0), await nameAfter(1)]).toEqual(['run-1', 'run-1-r1']);
  });
});

describe('a job that finds no place', () => {
  const waiting = (tries: number): Answer => {
    let left = tries;
    return (request) => {
      left -= 1;
      if (left >= 0) fails('SageMaker.ResourceLimitExceededException', 'ml.m5.large for training job usage: 1')({});
      return ANSWERS['train-on-lambda'](request);
    };
  };
  const train = (answer: Answer) =>
    runMachine('train', { dataset: 'weather' }, { answers: { 'train-on-lambda': answer }, environment: 'staging' });

  it('waits for as long as a job may run: an hour in staging', async () => {
    expect((await train(waiting(60))).execution.status).toBe('SUCCEEDED');
    expect((await train(waiting(61))).execution).toMatchObject({ error: 'SageMaker.ResourceLimitExceededException' });
  });

  it('is not waited for where SageMaker refuses the request, or is only too busy, for more than half a minute', async () => {
    const refused = await train(fails('SageMaker.AmazonSageMakerException', 'ValidationException'));
    expect(refused.execution).toMatchObject({ error: 'SageMaker.AmazonSageMakerException' });
    expect(callsOf(refused, 'train-on-lambda')).toHaveLength(5);
    const { startedAtMs, events } = refused.execution;
    expect(Date.parse(String(events.at(-1)?.timestamp)) - startedAtMs).toBeLessThanOrEqual(30_000);
  });
});

describe('the run id of a child that works beside another', () => {
  const childOf = async (runId: string): Promise<unknown> => {
    const expression = jsonata(childRunId('-shadow'));
    expression.assign('runId', runId);
    // Step Functions' own function.
    expression.assign('hash', (text: string) => createHash('sha256').update(text).digest('hex'));
    return expression.evaluate({});
  };

  it.each([
    ['run-1', 'run-1-shadow'],
    ['a'.repeat(57), `${'a'.repeat(57)}-shadow`],
  ])('ends in what it is for: %s', async (runId, child) => {
    expect(await childOf(runId)).toBe(child);
  });

  it('stays a run id where there is no room for that, and another one for each run', async () => {
    const [one, other] = await Promise.all([childOf(`${'a'.repeat(63)}1`), childOf(`${'a'.repeat(63)}2`)]);
    for (const child of [one, other]) expect(child).toMatch(/^a{40}-[0-9a-f]{16}-shadow$/);
    expect(one).not.toBe(other);
  });
});

describe('an execution without a data set', () => {
  it.each(['train', 'monitor', 'pipeline', 'replay'])('is refused by %s, recorded and told of', async (machine) => {
    for (const input of [{}, { dataset: 7 }]) {
      const { execution, calls } = await run(machine, input);
      const cause =
        `the execution's input has no dataset; got ${JSON.stringify(input)}; allowed: the name of a data set; ` +
        "hint: start it with { 'dataset': 'NAME' }";
      expect(execution).toMatchObject({ status: 'FAILED', error: 'StepInputInvalid', cause });
      const failure = { dataset: 'unknown', runId: 'run-1', machine, error: 'StepInputInvalid', cause, told: false };
      const told = machine === 'replay' ? { ...failure, replay: 'run-1' } : failure;
      const givenBack = machine === 'monitor' ? [['release-lock', { dataset: 'unknown', runId: 'run-1' }]] : [];
      expect(calls).toEqual([...givenBack, ['record-failure', told]]);
    }
  });
});

describe('a function that Lambda put to sleep', () => {
  const asleep = (tries: number, name: string): Answer => {
    let left = tries;
    return (request) => {
      left -= 1;
      if (left >= 0) fails(name, 'The function is inactive')({});
      return ANSWERS.ingest(request);
    };
  };

  it.each([
    'Lambda.ResourceNotReadyException',
    'Lambda.ResourceConflictException',
    'Lambda.ENINotReadyException',
    'Lambda.EC2ThrottledException',
  ])('is waited for, five minutes at most: %s', async (name) => {
    const ingested = await run('train', { dataset: 'weather' }, { ingest: asleep(15, name) });
    expect(ingested.execution.status).toBe('SUCCEEDED');
    const { execution } = await run('train', { dataset: 'weather' }, { ingest: asleep(16, name) });
    expect(execution).toMatchObject({ status: 'FAILED', error: name });
    expect(Date.parse(String(execution.events.at(-1)?.timestamp)) - execution.startedAtMs).toBe(300_000);
  });
});

describe('forecast', () => {
  const input = { dataset: 'weather', modelVersion: 'production' };

  it('reads what is new, and forecasts from the period after the last observation known', async () => {
    const ran = await run('forecast', input);
    expect(ran.execution).toMatchObject({ status: 'SUCCEEDED', output: { forecastsVersion: 2, rows: 10 } });
    expect(ran.calls.map(([step]) => step)).toEqual([
      'ingest',
      'transform',
      'plan-forecast',
      'forecast-on-lambda',
      'publish',
    ]);
    expect(callsOf(ran, 'transform')).toEqual([{ dataset: 'weather', bronzeVersion: 1 }]);
    expect(callsOf(ran, 'plan-forecast')).toEqual([{ ...input, runId: 'run-1', periods: { after: '2013-12-30' } }]);
    expect(callsOf(ran, 'publish')).toEqual([
      {
        dataset: 'weather',
        runId: 'run-1',
        modelVersion: 3,
        inProduction: true,
        range: HORIZON,
        summaryUri: 's3://artifacts/summary',
        summarySha256: SUMMARY_SHA256,
      },
    ]);
  });

  it.each([{ after: '2014-03-01' }, { range: HORIZON }])(
    'keeps to the periods that it is given: %j',
    async (periods) => {
      const ran = await run('forecast', { ...input, ...periods });
      expect(ran.calls.map(([step]) => step)).toEqual(['plan-forecast', 'forecast-on-lambda', 'publish']);
      expect(callsOf(ran, 'plan-forecast')).toEqual([{ ...input, runId: 'run-1', periods }]);
    },
  );
});

describe('pipeline', () => {
  const input = { dataset: 'weather', window: WINDOW };

  it('trains on one stretch, forecasts the next with the version that it registered, and evaluates over both', async () => {
    const lived = await run('pipeline', input);
    expect(lived.execution.output).toEqual({ runId: 'run-1', recordUri: 's3://artifacts/run-1.json' });
    expect(callsOf(lived, 'transform')[0]).toMatchObject({ range: RANGE });
    expect(callsOf(lived, 'check-compliance')).toMatchObject([{ modelVersion: 3 }]);
    // The last observation is a day before the window's own end.
    const periods = { after: '2013-12-30', reaching: '2013-12-31' };
    expect(callsOf(lived, 'plan-forecast')).toEqual([
      { dataset: 'weather', runId: 'run-1', modelVersion: 3, periods },
      { dataset: 'weather', runId: 'run-1-live', modelVersion: 'production', periods },
    ]);
    // Once to train, at each of two looks, and to evaluate: forecasting knows no more than what the model learned from.
    expect(callsOf(lived, 'ingest')).toHaveLength(4);
    expect(callsOf(lived, 'score')[0]).toMatchObject({
      runId: 'run-1',
      forecastRunId: 'run-1',
      range: { start: '2012-01-01', end: '2014-06-30' },
    });
    expect(callsOf(lived, 'record-run')[0]).toMatchObject({ window: WINDOW, forecast: { rows: 10 } });
  });

  it('watches what went live at every planned date, and keeps what the monitor did', async () => {
    const lived = await run('pipeline', input);
    expect(callsOf(lived, 'plan-looks')).toEqual([
      { dataset: 'weather', runId: 'run-1', window: WINDOW, policy: 'gates', production: 3 },
    ]);
    expect(callsOf(lived, 'look')).toMatchObject([
      {
        runId: 'run-1-d01',
        asOf: '2014-01-30',
        at: 'past',
        range: { start: '2012-01-31', end: '2014-01-30' },
        acts: true,
      },
      {
        runId: 'run-1-d02',
        asOf: '2014-03-01',
        at: 'past',
        range: { start: '2012-01-31', end: '2014-03-01' },
        acts: false,
      },
    ]);
    expect(callsOf(lived, 'record-run')[0]).toMatchObject({
      policy: 'gates',
      promote: { outcome: 'promoted' },
      live: {
        version: 3,
        forecastRunId: 'run-1-live',
        looks: [
          { asOf: '2014-01-30', action: { kind: 'nothing' }, before: 3, version: 3, forecastRunId: 'run-1-live' },
          { asOf: '2014-03-01' },
        ],
      },
    });
  });

  it.each([
    [[], []],
    [[{ runId: 'run-1-d01', asOf: '2014-01-30', range: RANGE, acts: true }], [{ asOf: '2014-01-30' }]],
  ])('keeps a list of looks, be it of none or of one', async (looks, kept) => {
    const lived = await run('pipeline', input, { 'plan-looks': () => ({ looks }) });
    expect(callsOf(lived, 'record-run')[0]).toMatchObject({ live: { looks: kept } });
  });

  it('lives through nothing while no version is in Production, but is evaluated', async () => {
    const judge: Answer = () => ({ verdict: 'refuse', reasons: ['skill: too low'], production: null, report: REPORT });
    const refuse: Answer = (payload) => ({ ...(ANSWERS.refuse(payload) as object), production: null });
    const lived = await run('pipeline', input, { judge, refuse });
    expect(callsOf(lived, 'plan-forecast')).toHaveLength(1);
    expect(callsOf(lived, 'plan-looks')).toEqual([]);
    expect(callsOf(lived, 'record-run')[0]).toMatchObject({
      live: null,
      promote: { outcome: 'refused', reasons: ['skill: too low'], production: null },
      evaluate: { scores: { joined: 10 } },
    });
  });

  it('judges by the policy that was asked for', async () => {
    const lived = await run('pipeline', { ...input, policy: 'promote-latest', replay: 'history' });
    for (const step of ['judge', 'plan-looks', 'record-run', 'look']) {
      expect(callsOf(lived, step)[0]).toMatchObject({ policy: 'promote-latest' });
    }
  });

  it('starts its children under its own run id, and those that live through the window under names of their own', async () => {
    const { executions } = await run('pipeline', input);
    expect(executions.map(({ name, machineArn }) => [machineArn.split('forecasting-dev-')[1], name])).toEqual([
      ['pipeline', 'run-1'],
      ['retrain', 'run-1'],
      ['train', 'run-1'],
      ['promote', 'run-1'],
      ['forecast', 'run-1'],
      ['forecast', 'run-1-live'],
      ['monitor', 'run-1-d01'],
      ['monitor', 'run-1-d02'],
      ['evaluate', 'run-1'],
    ]);
  });
});

describe('replay', () => {
  it('runs a pipeline for every window, each under the name that was planned for it', async () => {
    const { execution, calls, executions } = await run('replay', { dataset: 'weather', windows: 2 }, {}, 'history');
    expect(execution.output).toEqual({ replayUri: 's3://artifacts/replay.json' });
    expect(calls.at(-1)).toEqual([
      'collect-replay',
      {
        dataset: 'weather',
        replayId: 'history',
        replay: 'history',
        runs: [
          { runId: 'history-w01', recordUri: 's3://artifacts/history-w01.json' },
          { runId: 'history-w02', recordUri: 's3://artifacts/history-w02.json' },
        ],
        skipped: [],
      },
    ]);
    const pipelines = executions.filter(({ machineArn }) => machineArn.endsWith('pipeline'));
    expect(pipelines.map(({ name }) => name)).toEqual(['history-w01', 'history-w02']);
  });

  it('goes on with the next window where one fails, and ends by saying which did', async () => {
    const nothingInCommon = fails('EmptyJoin', 'nothing in common');
    let scored = 0;
    const score: Answer = (input) => (++scored === 1 ? nothingInCommon(input) : ANSWERS.score(input));
    const { execution, ...played } = await run('replay', { dataset: 'weather' }, { score }, 'history');
    const [{ runs }] = callsOf({ execution, ...played }, 'collect-replay');
    expect(runs).toEqual([
      {
        runId: 'history-w01',
        ...WINDOW,
        error: 'EmptyJoin',
        cause: expect.stringMatching(
          /^The execution history-w01 of forecasting-dev-pipeline failed by EmptyJoin: The execution .* nothing in common$/,
        ),
      },
      { runId: 'history-w02', recordUri: 's3://artifacts/history-w02.json' },
    ]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'WindowsFailed' });
    expect(execution.cause).toContain('history-w01');
    expect(
      callsOf({ execution, ...played }, 'record-failure').map(({ machine, error, told }) => [machine, error, told]),
    ).toEqual([
      ['evaluate', 'EmptyJoin', false],
      ['pipeline', 'EmptyJoin', true],
      ['replay', 'WindowsFailed', false],
    ]);
  });

  it('hands on what was planned not to be lived through', async () => {
    const why = 'no observations in 2012-01-01..2013-12-31';
    const planned = {
      windows: [{ ...WINDOW, runId: 'history-w02' }],
      skipped: [{ ...WINDOW, runId: 'history-w01', why }],
    };
    const lived = await run('replay', { dataset: 'weather' }, { 'plan-windows': () => planned }, 'history');
    expect(callsOf(lived, 'collect-replay')).toMatchObject([
      { runs: [{ runId: 'history-w02' }], skipped: [{ runId: 'history-w01', why }] },
    ]);
  });

  it('takes a stretch without any actual for a result, which an evaluation by itself does not', async () => {
    const lived = await run('pipeline', { dataset: 'weather', window: WINDOW });
    expect(callsOf(lived, 'score')).toMatchObject([{ mayBeEmpty: true }]);
    const alone = await run('evaluate', { dataset: 'weather', forecastRunId: 'run-1', range: RANGE });
    expect(callsOf(alone, 'score')[0]).not.toHaveProperty('mayBeEmpty');
  });

  it('scores by its policy, and knows how many rows there were', async () => {
    const asked = { dataset: 'weather', window: WINDOW, policy: 'promote-latest', replay: 'history' };
    expect(callsOf(await run('pipeline', asked), 'score')).toMatchObject([
      { policy: 'promote-latest', counts: { bronze: 10, silver: 9 } },
    ]);
  });
});

describe('a failure', () => {
  const refused = fails('QuarantineShareExceeded', 'too many rows were refused');

  it('is recorded, and ends the machine with the error as it was', async () => {
    const failed = await run('train', { dataset: 'weather' }, { transform: refused });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'QuarantineShareExceeded' });
    expect(failed.execution.cause).toContain('too many rows were refused');
    expect(callsOf(failed, 'record-failure')).toEqual([
      {
        dataset: 'weather',
        runId: 'run-1',
        machine: 'train',
        error: 'QuarantineShareExceeded',
        cause: failed.execution.cause,
        told: false,
      },
    ]);
  });

  it('of the data is not tried again', async () => {
    const failed = await run('train', { dataset: 'weather' }, { transform: refused });
    expect(callsOf(failed, 'transform')).toHaveLength(1);
  });

  it('of a lost race is tried again, five times at most', async () => {
    const failed = await run('train', { dataset: 'weather' }, { transform: fails('CommitConflict', 'lost') });
    expect(callsOf(failed, 'transform')).toHaveLength(6);
    expect(failed.execution.error).toBe('CommitConflict');
  });

  it('of one candidate is the failure of the training', async () => {
    const failed = await run(
      'train',
      { dataset: 'weather' },
      { 'train-on-lambda': fails('TooManyFailedSeries', 'all') },
    );
    expect(failed.execution.error).toBe('TooManyFailedSeries');
    expect(callsOf(failed, 'record-failure')).toHaveLength(1);
  });

  it('is not hidden by a failure to record it', async () => {
    const recordFailure = fails('ObjectNotFound', 'no bucket');
    const failed = await run('train', { dataset: 'weather' }, { transform: refused, 'record-failure': recordFailure });
    expect(failed.execution.error).toBe('QuarantineShareExceeded');
  });

  it('goes by its own name through all the machines above', async () => {
    const input = { dataset: 'weather', window: WINDOW };
    const failed = await run('pipeline', input, { score: fails('EmptyJoin', 'nothing in common') });
    expect(failed.execution.error).toBe('EmptyJoin');
    expect(callsOf(failed, 'record-failure').map(({ machine, error, told }) => [machine, error, told])).toEqual([
      ['evaluate', 'EmptyJoin', false],
      ['pipeline', 'EmptyJoin', true],
    ]);
    expect(failed.execution.cause).toContain('nothing in common');
  });
});

import { describe, expect, it } from '@jest/globals';
import { createInterpreter, createVirtualClock } from '../../../local/asl/index.ts';
import type { Execution, Json } from '../../../local/asl/index.ts';
import { readTemplate } from '../../../local/platform/template.ts';
import { templateOf } from '../support.ts';

type Answer = (payload: Record<string, Json>) => Json;

const RANGE = { start: '2012-01-01', end: '2013-12-31' };
const WINDOW = { train: RANGE, evaluate: { start: '2014-01-01', end: '2014-06-30' } };

/** What each function answers when all goes well. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  ingest: () => ({ bronzeVersion: 1 }),
  transform: ({ range = RANGE }) => ({ silverVersion: 7, range }),
  'plan-training': ({ runId }) => ({
    outputUri: 's3://artifacts/runs',
    jobs: [{ candidate: 'naive', hyperparameters: { seed: '1' }, manifestUri: `s3://artifacts/${String(runId)}` }],
  }),
  'train-on-lambda': ({ OutputDataConfig, TrainingJobName }) => ({
    ModelArtifacts: {
      S3ModelArtifacts: `${(OutputDataConfig as { S3OutputPath: string }).S3OutputPath}/${String(TrainingJobName)}/`,
    },
  }),
  select: ({ jobs }) => ({ chosen: 'naive', reason: 'only one', candidates: jobs }),
  register: () => ({ modelVersion: 3, artifactSha256: 'abc' }),
  'plan-forecast': () => ({
    modelVersion: 3,
    artifactUri: 's3://artifacts/model/',
    hyperparameters: {},
    filesUri: 's3://gold/files',
    summaryUri: 's3://artifacts/summary',
  }),
  'forecast-on-lambda': ({ ProcessingJobName }) => ({ ProcessingJobName }),
  publish: () => ({ forecastsVersion: 2, rows: 10 }),
  score: () => ({ joined: 10 }),
  'record-run': ({ runId }) => ({ runId, recordUri: `s3://artifacts/${String(runId)}.json` }),
  'plan-windows': ({ replayId }) => ({
    windows: ['w01', 'w02'].map((name) => ({ ...WINDOW, runId: `${String(replayId)}-${name}` })),
  }),
  'collect-replay': ({ runs }) => ({ runs }),
  'record-failure': () => ({ recordUri: 's3://artifacts/failure.json' }),
};

interface Run {
  readonly execution: Execution;
  /** Every call of a function, in order: its step and what it was given. */
  readonly calls: readonly (readonly [string, Record<string, Json>])[];
  readonly executions: readonly Execution[];
}

/** Runs a machine of dev's template; `answers` replaces those of some functions. */
async function run(
  machine: string,
  input: Json,
  answers: Readonly<Record<string, Answer>> = {},
  name = 'run-1',
): Promise<Run> {
  const { machines, functions } = readTemplate(templateOf('dev'));
  const calls: [string, Record<string, Json>][] = [];
  const interpreter = createInterpreter({
    machines,
    clock: createVirtualClock(),
    seed: 1,
    integrations: {
      'arn:aws:states:::lambda:invoke': ({ arguments: request }) => {
        const { FunctionName, Payload } = request as { FunctionName: string; Payload: Record<string, Json> };
        const step = functions[FunctionName];
        calls.push([step, Payload]);
        return Promise.resolve({ Payload: (answers[step] ?? ANSWERS[step])(Payload) });
      },
    },
  });
  const [machineArn] = Object.entries(machines).find(([, found]) => found.name === machine)!;
  const execution = await interpreter.startExecution({ machineArn, name, input });
  return { execution, calls, executions: interpreter.executions() };
}

function fails(name: string, message: string): Answer {
  return () => {
    throw Object.assign(new Error(message), { name });
  };
}

const callsOf = ({ calls }: Run, step: string) =>
  calls.filter(([called]) => called === step).map(([, payload]) => payload);

describe('train', () => {
  it('hands on references and small summaries, and puts out what the pipeline needs', async () => {
    const { execution } = await run('train', { dataset: 'weather' });
    expect(execution.output).toEqual({
      data: { silverVersion: 7, range: RANGE },
      selection: {
        chosen: 'naive',
        reason: 'only one',
        candidates: [{ candidate: 'naive', artifactUri: 's3://artifacts/runs/run-1-naive-0/' }],
      },
      registration: { modelVersion: 3, artifactSha256: 'abc' },
    });
  });

  it('leaves out what it was not asked for, and passes on what it was', async () => {
    const plain = await run('train', { dataset: 'weather' });
    expect(callsOf(plain, 'transform')).toEqual([{ dataset: 'weather', bronzeVersion: 1 }]);
    const ranged = await run('train', { dataset: 'weather', range: WINDOW.train, forecast: WINDOW.evaluate });
    expect(callsOf(ranged, 'transform')).toEqual([{ dataset: 'weather', bronzeVersion: 1, range: WINDOW.train }]);
    expect(callsOf(ranged, 'plan-training')[0]).toMatchObject({ forecast: WINDOW.evaluate });
  });

  it('is named by its execution, or by the run that it is asked to be part of', async () => {
    expect(callsOf(await run('train', { dataset: 'weather' }), 'register')[0].runId).toBe('run-1');
    expect(callsOf(await run('train', { dataset: 'weather', runId: 'part' }), 'register')[0].runId).toBe('part');
  });
});

describe("a job's name", () => {
  async function jobNames(execution: string, candidate = 'naive'): Promise<string[]> {
    const jobs = [{ candidate, hyperparameters: {}, manifestUri: 's3://artifacts/m' }];
    const plan: Answer = () => ({ outputUri: 's3://artifacts/runs', jobs });
    const trained = await run('train', { dataset: 'weather', runId: 'r' }, { 'plan-training': plan }, execution);
    return callsOf(trained, 'train-on-lambda').map(({ TrainingJobName }) => String(TrainingJobName));
  }
  const RULE = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

  it('is that of execution, candidate and attempt', async () => {
    expect(await jobNames('replay-w01')).toEqual(['replay-w01-naive-0']);
  });

  it('obeys the rule of SageMaker whatever the execution is called', async () => {
    for (const execution of ['a'.repeat(80), '_run.of_today', '-run', `${'x'.repeat(56)}`]) {
      const [name] = await jobNames(execution);
      expect(name).toMatch(RULE);
    }
  });

  it('differs where the execution differs, be it only in its end or in what was cleaned away', async () => {
    const names = await Promise.all(
      [`${'a'.repeat(79)}1`, `${'a'.repeat(79)}2`, 'run_1', 'run.1', 'run-1'].map((name) => jobNames(name)),
    );
    expect(new Set(names.flat()).size).toBe(5);
  });

  it('is kept at 63 characters and shortened at 64', async () => {
    const exact = 'a'.repeat(63 - '-naive-0'.length);
    expect(await jobNames(exact)).toEqual([`${exact}-naive-0`]);
    const [longer] = await jobNames(`${exact}a`);
    expect(longer).toMatch(/^a{46}-[0-9a-f]{16}$/);
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
      'run-1-naive-0',
      'run-1-naive-1',
      'run-1-naive-2',
    ]);
  });
});

describe('pipeline', () => {
  const input = { dataset: 'weather', window: WINDOW };

  it('trains on one stretch, forecasts the next with the version that it registered, and evaluates over both', async () => {
    const lived = await run('pipeline', input);
    expect(lived.execution.output).toEqual({ runId: 'run-1', recordUri: 's3://artifacts/run-1.json' });
    expect(callsOf(lived, 'plan-forecast')).toEqual([
      { dataset: 'weather', runId: 'run-1', modelVersion: 3, range: WINDOW.evaluate },
    ]);
    expect(callsOf(lived, 'score')[0]).toMatchObject({
      runId: 'run-1',
      forecastRunId: 'run-1',
      range: { start: '2012-01-01', end: '2014-06-30' },
    });
    expect(callsOf(lived, 'record-run')[0]).toMatchObject({ window: WINDOW, forecast: { rows: 10 } });
  });

  it('starts its children under its own run id', async () => {
    const { executions } = await run('pipeline', input);
    expect(executions.map(({ name, machineArn }) => [machineArn.split('-').at(-1), name])).toEqual([
      ['pipeline', 'run-1'],
      ['train', 'run-1'],
      ['forecast', 'run-1'],
      ['evaluate', 'run-1'],
    ]);
  });
});

describe('replay', () => {
  it('runs a pipeline for every window, each under the name that was planned for it', async () => {
    const { execution, executions } = await run('replay', { dataset: 'weather', windows: 2 }, {}, 'history');
    expect(execution.output).toEqual({
      runs: [
        { runId: 'history-w01', recordUri: 's3://artifacts/history-w01.json' },
        { runId: 'history-w02', recordUri: 's3://artifacts/history-w02.json' },
      ],
    });
    const pipelines = executions.filter(({ machineArn }) => machineArn.endsWith('pipeline'));
    expect(pipelines.map(({ name }) => name)).toEqual(['history-w01', 'history-w02']);
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
    const failed = await run('replay', { dataset: 'weather' }, { score: fails('EmptyJoin', 'nothing in common') });
    expect(failed.execution.error).toBe('EmptyJoin');
    expect(callsOf(failed, 'record-failure').map(({ machine, error }) => [machine, error])).toEqual([
      ['evaluate', 'EmptyJoin'],
      ['pipeline', 'EmptyJoin'],
      ['replay', 'EmptyJoin'],
    ]);
    expect(failed.execution.cause).toContain('nothing in common');
  });
});

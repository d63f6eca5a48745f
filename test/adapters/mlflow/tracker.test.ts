import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import type { TrackedModel } from '../../../core/contracts/tracking.ts';
import type { MlflowServer } from '../../../adapters/mlflow/api.ts';
import { mlflowTracker } from '../../../adapters/mlflow/tracker.ts';
import { startMlflow } from '../../support/mlflow.ts';
import { dailySeries, fittedRecipe, LAST_DAY } from '../../support/fitted-recipe.ts';
import { describeWith } from '../../support/oracles.ts';
import type { ReadEvaluation, ReadRun, TrackerUnderTest } from '../tracker-suite.ts';
import { evaluated, itTracks, tracked } from '../tracker-suite.ts';

const server = await startMlflow();
afterAll(() => server?.stop());

interface Pair {
  readonly key: string;
  readonly value: string;
}
interface ServerRun {
  readonly info: { readonly run_id: string; readonly experiment_id: string; readonly status: string };
  readonly data: {
    readonly params?: readonly Pair[];
    readonly metrics?: readonly Pair[];
    readonly tags?: readonly Pair[];
  };
  readonly inputs: {
    readonly dataset_inputs: readonly {
      readonly dataset: Readonly<Record<string, string>>;
      readonly tags: readonly Pair[];
    }[];
  };
}

/** MLflow's REST API by the shortest way. */
async function ask(path: string, query: Readonly<Record<string, string>> = {}, body?: object) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const url = `${server?.baseUrl}/api/2.0/${path}?${new URLSearchParams(query)}`;
  return (await fetch(url, body && init)).json() as Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

const record = (pairs: readonly Pair[] = []) => Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

async function runsOf(dataset: string): Promise<readonly ServerRun[]> {
  const { experiment } = await ask('mlflow/experiments/get-by-name', { experiment_name: dataset });
  if (experiment === undefined) return [];
  const found = await ask('mlflow/runs/search', {}, { experiment_ids: [experiment.experiment_id], max_results: 1000 });
  return found.runs ?? [];
}

async function metricsOf({ info, data }: ServerRun): Promise<Record<string, number>> {
  const all = await Promise.all(
    (data.metrics ?? []).map(async ({ key }) => {
      const { metrics } = await ask('mlflow/metrics/get-history', { run_id: info.run_id, metric_key: key });
      const points = (metrics as readonly { step: number; value: number }[]).map(
        ({ step, value }) => [`${key}@${step}`, value] as const,
      );
      expect(new Set(points.map(([name]) => name)).size).toBe(points.length);
      return points;
    }),
  );
  return Object.fromEntries(all.flat());
}

async function artifactsOf(runId: string, path = ''): Promise<(readonly [string, string])[]> {
  const { files = [], root_uri: root } = await ask('mlflow/artifacts/list', { run_id: runId, ...(path && { path }) });
  const found = await Promise.all(
    (files as readonly { path: string; is_dir: boolean }[]).map(async (file) => {
      if (file.is_dir) return artifactsOf(runId, file.path);
      const name = `${root.replace('mlflow-artifacts:/', '')}/${file.path}`
        .split('/')
        .map(encodeURIComponent)
        .join('/');
      const url = `${server?.baseUrl}/api/2.0/mlflow-artifacts/artifacts/${name}`;
      return [[file.path, await (await fetch(url)).text()] as const];
    }),
  );
  return found.flat();
}

async function readRun(run: ServerRun, all: readonly ServerRun[]): Promise<ReadRun> {
  const children = all.filter(({ data }) => record(data.tags)['mlflow.parentRunId'] === run.info.run_id);
  expect(children.every(({ info }) => info.status === 'FINISHED')).toBe(true);
  const others = children.map(async (child) => [
    record(child.data.tags).candidate,
    { parameters: record(child.data.params), metrics: await metricsOf(child) },
  ]);
  expect(run.inputs.dataset_inputs).toHaveLength(1);
  const { name, digest, source } = run.inputs.dataset_inputs[0].dataset;
  return {
    status: run.info.status,
    parameters: record(run.data.params),
    metrics: await metricsOf(run),
    tags: record(run.data.tags),
    artifacts: Object.fromEntries(await artifactsOf(run.info.run_id)),
    data: { name, uri: JSON.parse(source).uri, digest },
    others: Object.fromEntries(await Promise.all(others)),
  };
}

function onServer(): TrackerUnderTest {
  return {
    tracker: mlflowTracker({ baseUrl: server!.baseUrl }),
    async read(dataset) {
      const all = await runsOf(dataset);
      const read: Record<string, ReadRun[]> = {};
      for (const run of all) {
        const { runid } = record(run.data.tags);
        if (runid !== undefined) (read[runid] ??= []).push(await readRun(run, all));
      }
      return read;
    },
    async evaluations(dataset) {
      const read: Record<string, ReadEvaluation[]> = {};
      for (const run of await runsOf(`${dataset}-eval`)) {
        expect(run.info.status).toBe('FINISHED');
        const tags = record(run.data.tags);
        (read[tags.runid] ??= []).push({ parameters: record(run.data.params), metrics: await metricsOf(run), tags });
      }
      return read;
    },
    async production(dataset) {
      const { model_version: version } = await ask('mlflow/registered-models/alias', {
        name: dataset,
        alias: 'champion',
      });
      const { runid, version: ours } = record(version.tags);
      return { runId: runid, version: Number(ours) };
    },
  };
}

const PYTHON_READS = `
import json, sys, mlflow
from mlflow import MlflowClient
mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
version = client.get_model_version_by_alias('python', 'champion')
folder = mlflow.artifacts.download_artifacts('models:/python@champion')
run = client.get_run(version.run_id)
found = client.search_runs([run.info.experiment_id], "tags.runid = 'run-1' and metrics.\`cv/rmse\` < 3")
source = run.inputs.dataset_inputs[0].dataset.source
print(json.dumps({
  'model': open(folder + '/model.jsonl').read(), 'description': version.description, 'found': len(found),
  'versions': len(client.search_model_versions("name='python'")), 'source': source, 'start': run.info.start_time,
  'end': run.info.end_time, 'commit': run.data.tags['mlflow.source.git.commit'], 'name': run.info.run_name,
}))
`;

const PYTHON_FORECASTS = `
import json, sys, mlflow, pandas as pd
mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()
model = mlflow.pyfunc.load_model('models:/loaded@champion')
rows = pd.DataFrame({'unique_id': ['shop', 'shop'], 'ds': pd.to_datetime(['2025-01-01', '2025-01-02'])})
version = client.get_model_version_by_alias('loaded', 'champion')
run = client.get_run(version.run_id)
logged = mlflow.search_logged_models(experiment_ids=[run.info.experiment_id], output_format='list')
print(json.dumps({
  'yhat': list(model.predict(rows)['yhat']), 'inputs': str(model.metadata.signature.inputs), 'outputs': str(model.metadata.signature.outputs),
  'metadata': model.metadata.metadata, 'logged': [one.name + ' ' + one.status.value for one in logged],
  'schema': run.inputs.dataset_inputs[0].dataset.schema, 'profile': run.inputs.dataset_inputs[0].dataset.profile,
  'outputsOfRun': len(run.outputs.model_outputs), 'versions': len(client.search_model_versions("name='loaded'")),
}))
`;

/** What the program prints last, as JSON. */
async function inPython(program: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(server!.python, ['-W', 'ignore', '-c', program, server!.baseUrl], {
    // It leaves what it downloads.
    env: { ...process.env, TMPDIR: server!.folder, MLFLOW_DISABLE_TELEMETRY: 'true' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

describeWith('python3', server)('mlflowTracker on a real server', () => {
  itTracks(onServer);

  it('registers one model version a run, however often it is recorded, that Python loads by its alias', async () => {
    const { tracker } = onServer();
    const run = tracked('python');
    await tracker.record(run);
    await tracker.record(run);
    await tracker.markProduction({ dataset: 'python', runId: 'run-1', version: 7, artifactSha256: 'ab' });

    expect(await inPython(PYTHON_READS)).toEqual({
      model: '{"format":"forecaster-model"}\n',
      description: 'Daily temperatures',
      found: 1,
      versions: 1,
      source: '{"uri":"s3://silver/python/series"}',
      start: 1_700_000_000_000,
      end: 1_700_000_060_000,
      commit: 'c0ffee',
      name: 'run-1',
    });
  });

  it('sends 2500 metrics, 250 parameters and 120 tags in calls that MLflow takes', async () => {
    const { tracker, read } = onServer();
    const texts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, `v${i}`]));
    const metrics = Array.from({ length: 2500 }, (_, step) => ({ name: 'fold/rmse', value: step / 2, step }));
    await tracker.record(tracked('large', { metrics, parameters: texts(250), tags: texts(120), others: [] }));

    const [run] = (await read('large'))['run-1'];
    expect(run.parameters).toEqual(texts(250));
    expect(run.tags).toMatchObject(texts(120));
    expect(run.metrics).toEqual(Object.fromEntries(metrics.map(({ step, value }) => [`fold/rmse@${step}`, value])));
  });

  it('keeps values whole that MLflow would cut, and says where', async () => {
    const { tracker, read } = onServer();
    const [fits, parameter, tag] = ['f'.repeat(6000), 'p'.repeat(6001), 't'.repeat(8001)];
    const others = [{ name: 'naive', parameters: { parameter }, metrics: [] }];
    await tracker.record(tracked('long', { parameters: { fits, parameter }, tags: { tag }, artifacts: [], others }));

    const [run] = (await read('long'))['run-1'];
    expect(run.parameters.fits).toBe(fits);
    expect(run.parameters.parameter).toMatch(/^sha256:[0-9a-f]{64} \(6001 characters, whole in long-values\.json\)$/);
    expect(run.tags.tag).toMatch(/^sha256:[0-9a-f]{64} \(8001 characters, whole in long-values\.json\)$/);
    expect(JSON.parse(run.artifacts['long-values.json'])).toEqual({ parameter, tag });
  });

  it('creates one experiment for 5 runs of a new data set at once', async () => {
    const { tracker, read } = onServer();
    const runs = Array.from({ length: 5 }, (_, i) =>
      tracked('crowd', { runId: `run-${i}`, modelVersion: i + 1, others: [], artifacts: [] }),
    );
    await Promise.all(runs.map((run) => tracker.record(run)));

    const found = await read('crowd');
    expect(Object.values(found).map((runs) => runs.length)).toEqual(new Array(5).fill(1));
  });

  it('makes a run of its own of what is done otherwise, and marks the newest in Production', async () => {
    const { tracker, read, production } = onServer();
    await tracker.record(tracked('changed'));
    await tracker.record(tracked('changed', { parameters: { candidate: 'naive' } }));
    await tracker.record(
      tracked('changed', { data: { name: 'changed', uri: 's3://silver/changed/series', digest: 'v4' } }),
    );

    const runs = (await read('changed'))['run-1'];
    expect(runs.map(({ parameters, data }) => `${parameters.candidate} ${data.digest}`).sort()).toEqual([
      'naive v3',
      'trend v3',
      'trend v4',
    ]);
    await tracker.markProduction({ dataset: 'changed', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    expect(await production('changed')).toEqual({ runId: 'run-1', version: 7 });
    const champion = await ask('mlflow/registered-models/alias', { name: 'changed', alias: 'champion' });
    expect(champion.model_version.version).toBe('3');
  });

  it('gives the alias to the version with the file that went live, of two replays with the same run id and number', async () => {
    const { tracker } = onServer();
    const replay = (data: string, sha256: string) =>
      tracker.record(
        tracked('twice', {
          data: { name: 'twice', uri: 's3://silver/twice/series', digest: data },
          tags: { artifact_sha256: sha256 },
        }),
      );
    await replay('v1', 'aa');
    await replay('v2', 'bb');
    const champion = async () =>
      (await ask('mlflow/registered-models/alias', { name: 'twice', alias: 'champion' })).model_version.version;
    await tracker.markProduction({ dataset: 'twice', runId: 'run-1', version: 7, artifactSha256: 'aa' });
    expect(await champion()).toBe('1');
    await tracker.markProduction({ dataset: 'twice', runId: 'run-1', version: 7, artifactSha256: 'bb' });
    expect(await champion()).toBe('2');
    const none = tracker.markProduction({ dataset: 'twice', runId: 'run-1', version: 7, artifactSha256: 'cc' });
    await expect(none).rejects.toMatchObject({ name: 'TrackingRefused' });
  });

  it('logs a model with its signature, which MLflow loads and which forecasts what the platform does', async () => {
    const { header, series, text } = fittedRecipe([dailySeries('shop', 40)]);
    const model: TrackedModel = {
      ...{ file: new TextEncoder().encode(text), sha256: 'abc', regressors: ['promotion'] },
      ...{ input: { unique_id: 'string', ds: 'date' }, output: ['yhat', 'yhat_lower'] },
    };
    const data = {
      ...{ name: 'loaded', uri: 's3://silver/loaded/series', digest: 'v3' },
      ...{ columns: { ds: 'date', y: 'double' }, profile: { num_rows: 731, quarantined: 2 } },
    };
    const { tracker } = onServer();
    await tracker.record(tracked('loaded', { model, data }));
    await tracker.record(tracked('loaded', { model, data }));
    await tracker.markProduction({ dataset: 'loaded', runId: 'run-1', version: 7, artifactSha256: 'ab' });

    const loaded = await inPython(PYTHON_FORECASTS);
    const forecast = recipeForecaster(header)(series[0], Int32Array.of(LAST_DAY + 1, LAST_DAY + 2));
    expect(loaded).toEqual({
      yhat: Array.from(forecast.yhat, (one) => expect.closeTo(one, 9)),
      inputs: "['unique_id': string (required), 'ds': datetime (required), 'promotion': double (optional)]",
      outputs:
        "['unique_id': string (required), 'ds': datetime (required), 'yhat': double (optional), 'yhat_lower': double (optional)]",
      metadata: { artifact_sha256: 'abc' },
      logged: ['loaded READY'],
      schema:
        '{"mlflow_colspec":[{"type":"datetime","name":"ds","required":true},{"type":"double","name":"y","required":true}]}',
      profile: '{"num_rows":731,"quarantined":2}',
      outputsOfRun: 1,
      versions: 1,
    });
  });

  it('takes the newest value of a look that is told again, and every step of a year of looks', async () => {
    const { tracker } = onServer();
    const told = (step: number, value: number, knownToMs = step) =>
      evaluated('aging', { metrics: [{ name: 'look/rmse', value, step }], part: `look-${step}`, knownToMs });
    await tracker.evaluate(told(1, 9));
    await tracker.evaluate(told(2, 8));
    await tracker.evaluate(told(2, 7));
    expect((await runsOf('aging-eval')).map(({ data }) => data.metrics)).toEqual([
      [expect.objectContaining({ key: 'look/rmse', value: 7, step: 2 })],
    ]);
    // A value that was told before, at the time of its period: MLflow has it already.
    await tracker.evaluate(told(1, 9));
    const { metrics } = await ask('mlflow/metrics/get-history', {
      run_id: (await runsOf('aging-eval'))[0].info.run_id,
      metric_key: 'look/rmse',
    });
    const points = (metrics as readonly Record<string, number>[]).map((point) => [
      ...[point.step, point.value, point.timestamp],
    ]);
    expect(points.sort()).toEqual([
      [1, 9, 1],
      [2, 7, 3],
      [2, 8, 2],
    ]);
  });

  it('takes periods from before 1970, at which MLflow has no time', async () => {
    const { tracker, evaluations } = onServer();
    await tracker.evaluate(evaluated('old', { knownToMs: -86_400_000 }));
    expect((await evaluations('old'))['run-1'][0].metrics).toEqual({ 'look/rmse@2': 2.5, 'look/joined@2': 12 });
  });

  it('names training and evaluation to each other, once both are there, and what it was scored on', async () => {
    const { tracker } = onServer();
    const model = {
      ...{ file: new TextEncoder().encode('{}'), sha256: 'abc', regressors: [] },
      ...{ input: { unique_id: 'string', ds: 'date' }, output: ['yhat'] },
    };
    const data = { name: 'linked', uri: 's3://silver/linked/series', digest: 'v4', profile: { num_rows: 90 } };
    await tracker.evaluate(evaluated('linked'));
    // Of other data under the same run id, as another replay leaves it.
    await tracker.record(tracked('linked', { selection: { runId: 'run-1', pointsSha256: ['c3'] }, modelVersion: 6 }));
    await tracker.record(tracked('linked', { model, parameters: {} }));
    await tracker.record(tracked('linked', { runId: 'look-2', parameters: {}, modelVersion: 8 }));
    await tracker.evaluate(evaluated('linked', { data }));

    const [evaluation] = await runsOf('linked-eval');
    const trainings = (await runsOf('linked')).filter(({ data: { tags } }) => record(tags).runid === 'run-1');
    const training = trainings.find(({ data: { tags } }) => record(tags).model_version === '7')!;
    const [tags, theirs] = [record(evaluation.data.tags), record(training.data.tags)];
    expect(tags.training_run).toBe(training.info.run_id);
    expect(tags['mlflow.note.content']).toContain(
      `[run-1](#/experiments/${training.info.experiment_id}/runs/${training.info.run_id})`,
    );
    expect(theirs['mlflow.note.content']).toBe(
      `Daily temperatures\n\nWhat came true of it: [run-1](#/experiments/${evaluation.info.experiment_id}/runs/${evaluation.info.run_id}).`,
    );
    expect(theirs.selection).toBe(tags.selection);
    expect(evaluation.inputs.dataset_inputs).toMatchObject([
      { dataset: { digest: 'v4', profile: '{"num_rows":90}' }, tags: [{ value: 'evaluation' }] },
    ]);
    const { run } = await ask('mlflow/runs/get', { run_id: evaluation.info.run_id });
    expect(run.inputs.model_inputs).toEqual([{ model_id: expect.stringMatching(/^m-/) }]);
  });

  it('says of versions and their runs where they stand, and what was decided', async () => {
    const { tracker } = onServer();
    const standing = async () => {
      const { model_versions: versions } = await ask('mlflow/model-versions/search', { filter: "name='stages'" });
      const ofVersions = (versions as readonly { tags: readonly Pair[] }[]).map(({ tags }) => record(tags));
      const ofRuns = (await runsOf('stages')).map(({ data: { tags } }) => record(tags));
      const text = ({ runid, stage, verdict }: Record<string, string>) => `${runid} ${stage} ${verdict}`;
      const texts = ofVersions.map(text).sort();
      expect(
        ofRuns
          .filter(({ runid }) => runid !== undefined)
          .map(text)
          .sort(),
      ).toEqual(texts);
      return texts;
    };
    for (const [runId, modelVersion] of [
      ['run-1', 1],
      ['run-2', 2],
      ['run-3', 3],
    ] as const) {
      await tracker.record(tracked('stages', { runId, modelVersion, others: [] }));
    }
    expect(await standing()).toEqual(['run-1 Staging undefined', 'run-2 Staging undefined', 'run-3 Staging undefined']);
    await tracker.markProduction({ dataset: 'stages', runId: 'run-1', version: 1, artifactSha256: 'ab' });
    await tracker.markRefused({ dataset: 'stages', runId: 'run-2', version: 2, artifactSha256: 'ab' });
    await tracker.markProduction({ dataset: 'stages', runId: 'run-3', version: 3, artifactSha256: 'ab' });
    const decided = ['run-1 Archived promoted', 'run-2 Archived refused', 'run-3 Production promoted'];
    expect(await standing()).toEqual(decided);
    await tracker.markProduction({ dataset: 'stages', runId: 'run-3', version: 3, artifactSha256: 'ab' });
    await tracker.record(tracked('stages', { runId: 'run-3', modelVersion: 3, others: [] }));
    expect(await standing()).toEqual(decided);
  });

  it('takes the alias away where a version goes into Production that it does not know, and gives it back', async () => {
    const { tracker } = onServer();
    await tracker.record(tracked('elsewhere'));
    await tracker.markProduction({ dataset: 'elsewhere', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    const champion = () => ask('mlflow/registered-models/alias', { name: 'elsewhere', alias: 'champion' });
    expect((await champion()).model_version.tags).toContainEqual({ key: 'stage', value: 'Production' });

    for (let times = 0; times < 2; times++) {
      await expect(
        tracker.markProduction({ dataset: 'elsewhere', runId: 'run-2', version: 8, artifactSha256: 'ab' }),
      ).rejects.toMatchObject({ name: 'TrackingRefused' });
      expect(await champion()).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
    }
    const [version] = (await ask('mlflow/model-versions/search', { filter: "name='elsewhere'" })).model_versions;
    expect(record(version.tags).stage).toBe('Archived');
    await tracker.markProduction({ dataset: 'elsewhere', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    expect(record((await champion()).model_version.tags)).toMatchObject({ runid: 'run-1', stage: 'Production' });
  });

  it('says so when the address leads beside the API', async () => {
    const record = mlflowTracker({ baseUrl: `${server!.baseUrl}/elsewhere` }).record(tracked('beside'));
    await expect(record).rejects.toMatchObject({ name: 'TrackingFailed', evidence: { hint: /web page/ } });
  });

  it('leaves a run that it could not finish as RUNNING, and without a model version; the next try completes it', async () => {
    const { read } = onServer();
    const fails = failOn(
      (url) => url.includes('model.jsonl'),
      async () => new Response('disk full', { status: 500 }),
    );
    await expect(mlflowTracker({ baseUrl: server!.baseUrl, fetch: fails }).record(tracked('half'))).rejects.toThrow(
      'model.jsonl with 500',
    );
    expect(record((await runsOf('half'))[0].data.tags).runid).toBe('run-1');
    expect((await read('half'))['run-1'][0].status).toBe('RUNNING');
    expect(await ask('mlflow/model-versions/search', { filter: "name='half'" })).toEqual({});

    await onServer().tracker.record(tracked('half'));
    expect((await read('half'))['run-1'].map(({ status }) => status)).toEqual(['FINISHED']);
  });

  it('makes no second run, child or version where an answer was lost', async () => {
    const { read } = onServer();
    for (const lost of ['experiments/create', 'runs/create', 'model-versions/create', 'runs/update']) {
      const dataset = `lost-${lost.replace('/', '-')}`;
      const fails = failOn(
        (url) => url.endsWith(lost),
        async (url, init) => {
          await fetch(url, init);
          throw new TypeError('socket hang up');
        },
      );
      const first = mlflowTracker({ baseUrl: server!.baseUrl, fetch: fails }).record(tracked(dataset));
      await expect(first).rejects.toMatchObject({ name: 'TrackingFailed' });
      await onServer().tracker.record(tracked(dataset));
      expect((await read(dataset))['run-1'].map(({ status }) => status)).toEqual(['FINISHED']);
      expect(await runsOf(dataset)).toHaveLength(2);
      const versions = await ask('mlflow/model-versions/search', { filter: `name='${dataset}'` });
      expect(versions.model_versions).toHaveLength(1);
    }
  });
});

type Send = (url: string, init: RequestInit) => Promise<Response>;

function fake(send: Send): typeof fetch {
  return (url, init) => send(String(url), init ?? {});
}

function failOn(matches: (url: string) => boolean, instead: Send): typeof fetch {
  return fake((url, init) => (matches(url) ? instead(url, init) : fetch(url, init)));
}

describe('mlflowTracker', () => {
  const baseUrl = 'https://tracking.test/mlflow/';
  const record = (server: Partial<MlflowServer>, change = {}) =>
    mlflowTracker({ baseUrl, ...server }).record(tracked('weather', change));

  it('names address, status and the beginning of the answer, and hints at a wrong address', async () => {
    const page = `<!doctype html><title>Sign in</title>${'x'.repeat(1000)}`;
    const call = record({ fetch: fake(async () => new Response(page, { status: 403 })) });
    await expect(call).rejects.toMatchObject({ name: 'TrackingFailed' });
    await expect(call).rejects.toThrow(
      'MLflow refused GET https://tracking.test/mlflow/api/2.0/mlflow/experiments/get-by-name?experiment_name=weather with 403; ' +
        "got '<!doctype html><title>Sign in</title>xxx",
    );
    await expect(call).rejects.toThrow(
      "hint: a web page answered: is the tracking address that of an MLflow server's root?",
    );
    await expect(call).rejects.toMatchObject({ evidence: { got: page.slice(0, 300) } });
  });

  it('takes a page with status 200 for no answer of MLflow', async () => {
    const call = record({ fetch: fake(async () => new Response('<html></html>')) });
    await expect(call).rejects.toThrow("is not MLflow's; got '<html></html>'; hint: a web page answered");
  });

  it('follows no redirect', async () => {
    const seen: unknown[] = [];
    const send = fake(async (_, { redirect }) => {
      seen.push(redirect);
      return new Response('', { status: 302 });
    });
    await expect(record({ fetch: send })).rejects.toThrow(
      "with 302; got ''; hint: a redirect answered, as to a login page",
    );
    expect(seen).toEqual(['manual']);
  });

  it('keeps the cause when nothing answers', async () => {
    const cause = new TypeError('fetch failed');
    const call = record({ fetch: fake(async () => Promise.reject(cause)) });
    await expect(call).rejects.toMatchObject({ name: 'TrackingFailed', cause });
    await expect(call).rejects.toThrow('the tracking server gave no answer to GET https://tracking.test/mlflow/api');
  });

  it('gives up on a call that takes too long', async () => {
    const hangs = fake(
      (_, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    await expect(record({ fetch: hangs, timeoutMs: 20 })).rejects.toThrow("got 'TimeoutError: ");
  });

  it.each([
    [{ token: 'secret-1' }, 'Bearer secret-1'],
    [{ username: 'ada', password: 'secret-1' }, 'Basic YWRhOnNlY3JldC0x'],
    [{ username: 'ada', password: 'größe-1' }, 'Basic YWRhOmdyw7bDn2UtMQ=='],
  ])(
    'sends %j with every call, asked for anew, and shows it in no error, nor what a server repeats of it',
    async (credentials, header) => {
      const seen: unknown[] = [];
      const send = fake(async (_, { headers }) => {
        seen.push(headers);
        return new Response(`no: ${header} ${Object.values(credentials).at(-1)}`, { status: 401 });
      });
      const call = record({ fetch: send, credentials: async () => credentials });
      await expect(call).rejects.toMatchObject({ name: 'TrackingFailed', evidence: { hint: /MLFLOW_TRACKING_TOKEN/ } });
      await expect(call).rejects.toThrow(/^(?!.*(secret-1|c2VjcmV0LTE|größe|w7bDn2))/s);
      await expect(call).rejects.toThrow("with 401; got 'no: ");
      expect(seen).toEqual([{ authorization: header }]);
    },
  );

  it('reads an answer as it is, though a word of it is the password', async () => {
    const known = JSON.stringify({ experiment: { experiment_id: '7' } });
    const send = fake(async (url) =>
      url.includes('get-by-name') ? new Response(known) : new Response('{"error_code": "experiment"}', { status: 503 }),
    );
    const call = record({ fetch: send, credentials: async () => ({ username: 'ada', password: 'experiment' }) });
    await expect(call).rejects.toThrow(
      /MLflow refused POST \S+\/runs\/search with 503 \*\*\*; got '{"error_code": "\*\*\*"}'/,
    );
  });

  it.each([
    [400, '{"error_code": "INVALID_PARAMETER_VALUE"}', 'TrackingRefused'],
    [400, '{"error_code": "BAD_REQUEST"}', 'TrackingRefused'],
    [413, '<html>Request Entity Too Large</html>', 'TrackingRefused'],
    [400, '<html>The plain HTTP request was sent to HTTPS port</html>', 'TrackingFailed'],
    [400, '{"error_code": "RESOURCE_ALREADY_EXISTS"}', 'TrackingFailed'],
    [401, '{"error_code": "UNAUTHENTICATED"}', 'TrackingFailed'],
    [404, '{"error_code": "ENDPOINT_NOT_FOUND"}', 'TrackingFailed'],
    [500, '{"error_code": "INTERNAL_ERROR"}', 'TrackingFailed'],
    [503, 'busy', 'TrackingFailed'],
    [200, '<html>Sign in</html>', 'TrackingFailed'],
  ])('tells a refusal that is for good from a failure: %i %s', async (status, body, name) => {
    const call = record({ fetch: fake(async () => new Response(body, { status })) });
    await expect(call).rejects.toMatchObject({ name });
  });

  it.each(['https://user:secret-1@host', 'ftp://host', 'host:5000', '', 'http://tracking.test/mlflow'])(
    'refuses the address %j at once',
    (address) => {
      expect(() => mlflowTracker({ baseUrl: address })).toThrow(
        /^(the tracking address is not|a tracking server on another machine)(?!.*secret-1)/,
      );
    },
  );

  it.each([{ parameters: { 'a@b': '' } }, { tags: { 'a?': '' } }, { metrics: [{ name: 'rmse%', value: 1, step: 0 }] }])(
    'refuses the name in %j before it calls',
    async (change) => {
      const call = record({ fetch: fake(async () => Promise.reject(new Error('called'))) }, change);
      await expect(call).rejects.toMatchObject({ name: 'TrackingRefused' });
      await expect(call).rejects.toThrow('MLflow allows no such name');
    },
  );

  it('says what to change on a server that does not serve artifacts', async () => {
    const info = { run_id: 'r', start_time: 1, artifact_uri: 's3://bucket/1/r/artifacts' };
    const send = fake(async (url) => {
      if (url.includes('get-by-name')) return Response.json({ experiment: { experiment_id: '1' } });
      return Response.json(url.endsWith('runs/search') ? { runs: [{ info }] } : {});
    });
    await expect(record({ fetch: send })).rejects.toThrow(
      "does not serve artifacts; got 's3://bucket/1/r/artifacts'; allowed: an artifact root of mlflow-artifacts:/; hint: start it with --serve-artifacts",
    );
  });
});

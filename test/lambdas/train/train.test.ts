import { describe, expect, it } from '@jest/globals';
import { fitPlanSchema, type FitPlan } from '../../../core/blend/fit-plan.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { sliceCountsSchema } from '../../../core/contracts/steps/counts.ts';
import { updateMonitorState } from '../../../lake/monitor-state.ts';
import { platformTracker } from '../../../lake/platform-tracker.ts';
import { updateSetAside } from '../../../lake/set-aside.ts';
import { run as planFit } from '../../../lambdas/train/plan-fit.ts';
import { run as planTraining } from '../../../lambdas/train/plan.ts';
import { run as register } from '../../../lambdas/train/register.ts';
import { run as select } from '../../../lambdas/train/select.ts';
import { lookOf, platform, type Platform, readArtifact, TRAIN, WEEKLY } from '../promote/fixture.ts';
import { trainMachine } from '../pipeline/pipeline.ts';
import { HEALTHY } from '../../core/monitor/support.ts';

const AVERAGE: Dataset = { ...WEEKLY, recipe: 'average' };
const FORECAST = { start: '2020-03-02', end: '2020-03-08' };

const planOf = async ({ ports }: Platform, runId: string): Promise<FitPlan> =>
  fitPlanSchema.parse(await readArtifact(ports, `runs/weather/${runId}/fit/fit-plan.json`));

const versionOf = ({ ports }: Platform, version: number) => ports.registry.describe('weather', version);

describe('a training that selects', () => {
  it('tries every candidate, and the naives of the other lags that may be the yardstick', async () => {
    const here = platform();
    await here.train('run-1');
    const { selection, recipe, refreshOf } = await versionOf(here, 1);
    expect(recipe).toMatchObject({ kind: 'choice', candidates: [{ name: 'naive' }, { name: 'mean' }] });
    expect(selection).toMatchObject({
      runId: 'run-1',
      asOf: '2020-03-01',
      chosen: 'mean',
      yardstick: { name: 'seasonal naive of 7', lag: 7 },
      trials: [
        { candidate: { name: 'naive' }, artifactUri: 's3://artifacts/trials/weather/run-1-naive-0/output/model/' },
        { candidate: { name: 'mean' } },
      ],
    });
    expect(selection.trials).toHaveLength(2);
    expect(refreshOf).toBeNull();
    const tried = [...here.ports.stores.artifacts.objects.keys()].filter((key) => /^trials\/.*summary/.test(key));
    expect(tried.map((key) => key.split('/')[2])).toEqual([
      'run-1-naive-0',
      'run-1-mean-0',
      'run-1-yardstick-364-0',
      'run-1-yardstick-365-0',
    ]);
    const withPoints = [...here.ports.stores.artifacts.objects.keys()].filter((key) => /^trials\/.*points/.test(key));
    expect(withPoints.map((key) => key.split('/')[2])).toEqual(['run-1-naive-0', 'run-1-mean-0']);
  });

  it('plans the fit from what its trials left, with nothing to be held against at first', async () => {
    const here = platform();
    await here.train('run-1');
    const plan = await planOf(here, 'run-1');
    expect(plan).toMatchObject({ chosen: 'mean', looks: [], share: { average: 0 }, incumbent: null, cadence: '7d' });
    expect(plan.points.map(({ files }) => files.map((file) => file.split('/').slice(2, 6).join('/')))).toEqual([
      ['run-1-naive-0/output/model/points'],
      ['run-1-mean-0/output/model/points'],
    ]);
    const { selection } = await versionOf(here, 1);
    expect(plan.points.map(({ sha256 }) => sha256)).toEqual(selection.trials.map(({ pointsSha256 }) => pointsSha256));
    const [prefix, ...keys] = (await readArtifact(here.ports, 'runs/weather/run-1/fit/memory.manifest')) as [object];
    expect(prefix).toEqual({ prefix: 's3://artifacts/' });
    expect(keys).toEqual(['runs/weather/run-1/fit/fit-plan.json', ...plan.points.flatMap(({ files }) => files)]);
  });

  it('learns the naive alone where that is asked for: the yardstick, as a recipe of its own', async () => {
    const here = platform();
    await trainMachine(here.ports, { dataset: 'weather', runId: 'run-1', range: TRAIN, learn: 'naive' });
    const { selection, recipe } = await versionOf(here, 1);
    const naive = { name: 'seasonal-naive-7', family: 'seasonal-naive', options: { lag: 7 } };
    expect(recipe).toMatchObject({ kind: 'choice', candidates: [naive] });
    expect(selection).toMatchObject({ chosen: 'seasonal-naive-7', trials: [{ candidate: naive }] });
  });

  it('refuses to compare what was not tried', async () => {
    const here = platform();
    await here.train('run-1');
    const { selection } = await versionOf(here, 1);
    const jobs = selection.trials.map(({ candidate, artifactUri }) => ({ candidate: candidate.name, artifactUri }));
    const asked = { dataset: 'weather', runId: 'run-1', learn: 'selection' as const, asOf: '2020-03-01' };
    await expect(select({ ...asked, jobs: jobs.slice(0, 1) }, here.ports)).rejects.toMatchObject({
      name: 'StepInputInvalid',
      message: expect.stringContaining("a candidate was not cross-validated; got 'mean'"),
    });
    await expect(select({ ...asked, jobs: jobs.slice(1) }, here.ports)).rejects.toMatchObject({
      message: expect.stringContaining('no seasonal naive was cross-validated that could be the yardstick'),
    });
  });
});

describe('the registration', () => {
  const counts = sliceCountsSchema.parse({ bronze: 1, silver: 1, quarantined: 0, deduplicated: 0 });

  async function asked() {
    const here = platform();
    const model = await versionOf(here, await here.train('run-1'));
    const { artifactUri, selection, training, forecast } = model;
    const whole = { artifactUri, selection, range: training.window, silverVersion: training.tableVersion, forecast };
    return {
      here,
      input: {
        dataset: 'weather',
        runId: 'run-2',
        learn: 'selection' as const,
        refreshOf: null,
        features: null,
        counts,
        ...whole,
      },
    };
  }

  it('names a series that is planned and has no value yet, where nothing is known later', async () => {
    const here = platform();
    const planned = ['2020-03-30', '2020-03-31'].map((date) => `c,${date},`);
    here.ports.stores.landing.put('weather/2.csv', `station,date,temp\na,2020-03-18,2\n${planned.join('\n')}\n`);
    await here.train('run-1', WEEKLY, { start: '2020-01-23', end: '2020-03-18' });
    expect((await versionOf(here, 1)).missing).toMatchObject({
      delivered: 3,
      first: [{ uniqueId: 'c', why: 'every-row-refused', detail: '2 rows: empty' }],
    });
    // Before its rows came, nobody knew of it.
    await here.train('run-2');
    expect((await versionOf(here, 2)).missing).toMatchObject({ delivered: 2, inAll: 0 });
  });

  it('tells the tracker what the training was for, and when it began', async () => {
    const { here, input } = await asked();
    const told = async (more: object) => {
      await register({ ...input, runId: 'run-1', ...more }, here.ports);
      const { startedAtMs, tags } = (await readArtifact(here.ports, 'tracking/weather/run-1/run.json')) as {
        readonly startedAtMs: number;
        readonly tags: Readonly<Record<string, string>>;
      };
      return { startedAtMs, origin: tags.origin };
    };
    const startedAt = '2026-11-28T17:00:00.500Z';
    expect(await told({ startedAt })).toEqual({
      startedAtMs: Date.UTC(2026, 10, 28, 17, 0, 0, 500),
      origin: 'selection',
    });
    const { registeredAtMs } = await versionOf(here, 1);
    expect(await told({ origin: 'retraining' })).toEqual({ startedAtMs: registeredAtMs, origin: 'retraining' });
    await here.putInProduction(1);
    await here.refresh('run-3');
    expect(await readArtifact(here.ports, 'tracking/weather/run-3/run.json')).toMatchObject({
      selection: { runId: 'run-1' },
      tags: { origin: 'refresh' },
    });
  });

  it('is of what was fitted, and of nothing else', async () => {
    const { here, input } = await asked();
    const { selection, range } = input;
    for (const other of [
      { selection: { ...selection, chosen: 'naive' } },
      { selection: { ...selection, yardstick: { name: 'seasonal naive of 364', lag: 364 } } },
      { range: { ...range, start: '2020-01-07' } },
      // The literal asks for two candidates.
      { learn: 'naive' as const },
    ]) {
      await expect(register({ ...input, ...other }, here.ports)).rejects.toMatchObject({
        name: 'ArtifactMismatch',
        message: expect.stringContaining('the model that was fitted is not of the recipe'),
      });
    }
    expect(await register({ ...input, runId: 'run-1' }, here.ports)).toMatchObject({ modelVersion: 1 });
  });
});

describe('a training that is tracked on a server', () => {
  it('names it in its record, and is told to that one, whatever a second try is told', async () => {
    const here = platform();
    const told: string[] = [];
    const trackedOn = (own: string) => ({
      ...here.ports,
      tracker: platformTracker(here.ports.stores.artifacts, {
        own,
        at: (uri) => ({ ...here.ports.tracker, record: async ({ runId }) => void told.push(`${runId} ${uri}`) }),
      }),
    });
    const range = TRAIN;
    const first = { dataset: 'weather', runId: 'run-1', range };
    await trainMachine(trackedOn('https://a.acme.internal'), first);
    await trainMachine(trackedOn('https://b.acme.internal'), first);
    await here.train('run-2');
    expect(told).toEqual(['run-1 https://a.acme.internal', 'run-1 https://a.acme.internal']);
    expect((await versionOf(here, 1)).tracking).toEqual({ uri: 'https://a.acme.internal' });
    expect(await versionOf(here, 2)).not.toHaveProperty('tracking');
  });
});

describe('a training that refreshes', () => {
  it("fits the version's recipe on its selection, held against the version in force", async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    await here.refresh('run-2');
    const [first, second] = [await versionOf(here, 1), await versionOf(here, 2)];
    expect([second.recipe, second.selection]).toEqual([first.recipe, first.selection]);
    expect(second.refreshOf).toBe(1);
    expect(second.runId).toBe('run-2');
    const { incumbent, points } = await planOf(here, 'run-2');
    expect(incumbent).toEqual({
      version: 1,
      model: 'models/weather/run-1-fit-0/output/model/model.jsonl',
      sha256: first.artifactSha256,
      exempt: false,
    });
    expect(points).toEqual((await planOf(here, 'run-1')).points);
  });

  it('takes the recipe that was promoted, whatever the literal says by now', async () => {
    const here = platform();
    await here.train('run-1', AVERAGE);
    await here.putInProduction(1);
    await here.refresh('run-2');
    expect((await versionOf(here, 2)).recipe.kind).toBe('average');
  });

  it('is held against nothing where another recipe is in Production', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    await here.train('run-2', AVERAGE);
    expect((await planOf(here, 'run-2')).incumbent).toBeNull();
    expect((await planOf(here, 'run-2')).share).toEqual({ average: 1 });
  });

  it('is exempt from the guard where the newest look says that the refusal was wrong, and not because somebody says so', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1);
    const exemptOf = async (runId: string, exempt = false) => {
      const asked = { dataset: 'weather', runId, learn: { refreshOf: 1 }, refreshOf: 1, training: TRAIN };
      await planFit(
        { ...asked, asOf: TRAIN.end, seriesSha256: '0'.repeat(64), forecast: FORECAST, exempt },
        here.ports,
      );
      return (await planOf(here, runId)).incumbent?.exempt;
    };
    expect([await exemptOf('run-2'), await exemptOf('run-3', true)]).toEqual([false, false]);
    const refused = { version: 7, rmse: 1, joined: 10 };
    const windows = [{ ...HEALTHY, joined: 10, rmse: 2, refused }];
    await updateMonitorState(here.ports.stores.artifacts, 'weather', () => ({ windows, actions: [] }));
    expect(await exemptOf('run-4')).toBe(true);
  });

  it('learns nothing from what is set aside, nor from the look that saw it', async () => {
    const here = platform();
    const { artifacts } = here.ports.stores;
    await here.train('run-1');
    await here.putInProduction(1);
    const setAside = [
      { start: '2019-01-01', end: '2019-01-07' },
      { start: '2020-02-10', end: '2020-02-16' },
    ];
    await updateSetAside(artifacts, 'weather', () => ({ setAside }));
    for (const asOf of ['2020-02-09', '2020-02-16'])
      artifacts.put(`monitoring/weather/looks/${asOf}.jsonl`, lookOf(asOf));
    await here.refresh('run-2');
    expect((await planOf(here, 'run-2')).looks).toMatchObject([{ file: 'monitoring/weather/looks/2020-02-09.jsonl' }]);
    const asked = { dataset: 'weather', runId: 'run-5', learn: { refreshOf: 1 }, refreshOf: 1, training: TRAIN };
    const fit = await planFit(
      { ...asked, asOf: TRAIN.end, seriesSha256: '0'.repeat(64), forecast: FORECAST },
      here.ports,
    );
    expect(fit.job.hyperparameters.set_aside).toBe('[{"start":"2020-02-10","end":"2020-02-16"}]');
    await here.train('run-3');
    const trials = await planTraining(
      {
        dataset: 'weather',
        runId: 'run-4',
        learn: 'selection',
        silverVersion: 1,
        features: null,
        range: TRAIN,
        lastObservation: TRAIN.end,
      },
      here.ports,
    );
    expect(trials.jobs[0].hyperparameters.set_aside).toBe('[{"start":"2020-02-10","end":"2020-02-16"}]');
  });

  it('refuses where there is nothing to refresh', async () => {
    const here = platform();
    await here.train('run-1');
    const asked = {
      dataset: 'weather',
      runId: 'run-2',
      silverVersion: 1,
      features: null,
      range: TRAIN,
      lastObservation: TRAIN.end,
    };
    for (const refreshOf of ['production', 9] as const) {
      await expect(planTraining({ ...asked, learn: { refreshOf } }, here.ports)).rejects.toMatchObject({
        name: 'ModelVersionUnknown',
      });
    }
    const nothing = {
      dataset: 'weather',
      runId: 'run-2',
      learn: 'selection' as const,
      refreshOf: null,
      training: TRAIN,
    };
    await expect(
      planFit({ ...nothing, asOf: TRAIN.end, seriesSha256: '0'.repeat(64), forecast: FORECAST }, here.ports),
    ).rejects.toMatchObject({
      name: 'StepInputInvalid',
    });
  });
});

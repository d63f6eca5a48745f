import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';
import { train } from '../../../containers/forecaster/training.ts';
import type { ColumnValues } from '../../../core/contracts/table-schema.ts';
import type { Candidate } from '../../../core/contracts/dataset.ts';
import type { FitPlan } from '../../../core/blend/fit-plan.ts';
import { decodeSeriesModel, type SeriesModel } from '../../../core/models/model-file.ts';
import { recordedForecastsSchema } from '../../../core/models/forecast-columns.ts';
import type { Series } from '../../../core/series/series.ts';
import type { FitSummary } from '../../../core/train/training-summary.ts';
import { readParquet } from '../../../tables/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { day, filesBelow, fitDirectory, lookFile, RECIPE, trialDirectory, weekly } from './training-directory.ts';

const PANEL: readonly Series[] = ['a', 'b', 'c', 'd'].map((uniqueId) => weekly(uniqueId, '2020-01-01', 91));
const SHORT = weekly('short', '2020-03-29', 3);
const LONE = weekly('lone', '2020-03-31', 1);
/** Its changes cannot be squared: no candidate, and no interval, is finite. */
const HUGE = {
  ...weekly('huge', '2020-01-01', 91),
  y: weekly('huge', '2020-01-01', 91).y.map((y, i) => (i % 2 === 0 ? y * 1e306 : -y * 1e306)),
};

async function triedOn(shards: readonly (readonly Series[])[], candidates: readonly Candidate[] = RECIPE.candidates) {
  const trials: string[] = [];
  for (const candidate of candidates) {
    const root = await trialDirectory(shards, { candidate });
    await train(root);
    trials.push(root);
  }
  return trials;
}

interface Outcome {
  readonly root: string;
  readonly summary: FitSummary;
  readonly header: Record<string, unknown>;
  readonly series: ReadonlyMap<string, SeriesModel>;
}

async function fitted(...given: Parameters<typeof fitDirectory>): Promise<Outcome> {
  const root = await fitDirectory(...given);
  const summary = (await train(root)) as FitSummary;
  const [header, ...lines] = (await readFile(join(root, 'model/model.jsonl'), 'utf8')).trimEnd().split('\n');
  const series = new Map(lines.map(decodeSeriesModel).map((line) => [line.uniqueId, line]));
  return { root, summary, header: JSON.parse(header) as Record<string, unknown>, series };
}

async function forecastsOf({ root }: Outcome, part = 'part-00000.parquet') {
  const bytes = await readFile(join(root, 'model/forecasts', part));
  return readParquet(bytes, recordedForecastsSchema('day', [0.95]).columns);
}

const numbers = (values: ColumnValues) => Array.from<unknown, number>(values, Number);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

let trials: readonly string[];
let first: Outcome;
beforeAll(async () => {
  trials = await triedOn([[...PANEL, SHORT]]);
  first = await fitted([[...PANEL, SHORT]], { trials });
});

/** Other files of forecasts where shards are others; the rows are the same. */
function withoutFiles(base64: string): object {
  const summary = JSON.parse(Buffer.from(base64, 'base64').toString()) as object;
  return { ...summary, forecastsSha256: undefined };
}

describe('the fit of a recipe', () => {
  it('learns nothing from what is set aside, as if it had never been observed', async () => {
    const setAside = [{ start: '2020-03-10', end: '2020-03-12' }];
    const isLeft = (period: number) => period < day('2020-03-10') || period > day('2020-03-12');
    const gappy = PANEL.map(({ uniqueId, ds, y }) => {
      return { uniqueId, ds: ds.filter(isLeft), y: y.filter((_, i) => isLeft(ds[i])) };
    });
    const asked = await fitted([PANEL], { trials }, { setAside });
    const never = await fitted([gappy], { trials });
    expect(asked.series).toEqual(never.series);
    expect(asked.summary).toEqual(never.summary);
    expect(asked.series).not.toEqual((await fitted([PANEL], { trials })).series);
  });

  it('leaves a model whose header says by what, and a line a series in the order of ids across shards', async () => {
    const [a, b, c, d] = PANEL;
    const sharded = await fitted(
      [
        [b, d],
        [SHORT, a, c],
      ],
      { trials },
    );
    expect(first.header).toEqual({
      format: 'forecaster-model',
      version: 2,
      recipe: RECIPE,
      stateVersions: [1, 1, 1],
      frequency: 'day',
      phase: 0,
      seed: 1,
      training: { start: '2020-01-01', end: '2020-03-31' },
      yardstick: { name: 'seasonal naive of 7', lag: 7 },
      chosen: 'naive',
      bounds: {},
      share: { average: 0.5 },
      nearPeriods: 3,
      testedPeriods: 7,
    });
    expect([...first.series.keys()]).toEqual(['a', 'b', 'c', 'd', 'short']);
    const files = [first, sharded].map(({ root }) => filesBelow(join(root, 'model')));
    const [one, two] = await Promise.all(files);
    expect(two['model.jsonl']).toBe(one['model.jsonl']);
    expect(withoutFiles(two['summary.json'])).toEqual(withoutFiles(one['summary.json']));
  });

  it('gives every series weights that add up to 1, over the candidates that could be fitted', () => {
    for (const { weights, states } of first.series.values()) {
      expect(sum(weights)).toBeCloseTo(1, 12);
      weights.forEach((weight, k) => expect(weight === 0).toBe(states[k] === null));
    }
    // Three observations are too few for theta, and for nobody else.
    expect(first.series.get('short')!.states.map((state) => state === null)).toEqual([false, false, true]);
    expect(first.summary).toMatchObject({ seriesTrained: 5, seriesFailed: 0, failed: [] });
    expect(first.summary.members.map(({ name, fitted: count }) => [name, count])).toEqual([
      ['naive', 5],
      ['mean', 5],
      ['theta', 4],
    ]);
    expect(sum(first.summary.members.map(({ weight }) => weight))).toBeCloseTo(1, 12);
    expect(sum(first.summary.members.map(({ chosen }) => chosen))).toBe(5);
  });

  it('records the horizon: intervals of all levels inside each other, the yardstick and what forecasted', async () => {
    const { rows, columns } = await forecastsOf(first);
    expect(rows).toBe(50);
    expect(Object.keys(columns)).toEqual([
      ...['unique_id', 'cutoff', 'ds', 'yhat', 'yhat_lower', 'yhat_upper'],
      ...['naive', 'scale', 'recipe', 'yhat_lower_95', 'yhat_upper_95'],
    ]);
    expect(numbers(columns.ds).slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => day('2020-04-01') + i));
    expect(new Set(numbers(columns.cutoff))).toEqual(new Set([day('2020-03-31')]));
    const { y } = weekly('a', '2020-03-25', 7);
    expect(numbers(columns.naive).slice(0, 10)).toEqual([...y, ...y.slice(0, 3)]);
    expect(columns.scale[0]).toBe(first.series.get('a')!.scale);
    // Without two values a season apart there is nothing to scale by.
    expect(columns.scale[49]).toBeNull();
    expect(new Set(columns.recipe as Iterable<string>)).toEqual(new Set(['blend']));
    for (let row = 0; row < rows; row++) {
      const ends = ['yhat_lower_95', 'yhat_lower', 'yhat', 'yhat_upper', 'yhat_upper_95'].map((name) =>
        Number(columns[name][row]),
      );
      expect(ends).toEqual([...ends].sort((one, other) => one - other));
    }
  });

  it('leaves the other series alone where a candidate fails on one, and forecasts one that all fail on by its last value', async () => {
    const outcome = await fitted([[...PANEL, SHORT, LONE]], { trials });
    const { series, summary } = outcome;
    expect(summary).toMatchObject({
      seriesTrained: 6,
      seriesFailed: 0,
      simplest: {
        inAll: 1,
        first: [
          {
            uniqueId: 'lone',
            reason:
              'naive: one observation; the seasonal naive needs at least two; mean: one observation; climatology needs at ' +
              'least two; theta: 1 observations; level and trend need at least 5',
          },
        ],
      },
    });
    expect(first.summary.simplest).toBeUndefined();
    expect(summary.simplest).not.toHaveProperty('withoutWidth');
    const zero = { ...LONE, uniqueId: 'zero', y: Float64Array.of(0) };
    expect((await fitted([[...PANEL, LONE, zero]], { trials })).summary.simplest).toMatchObject({
      inAll: 2,
      withoutWidth: 1,
    });
    expect(summary.members).toEqual(first.summary.members);
    expect(series.get('a')).toEqual(first.series.get('a'));
    const [value] = LONE.y;
    expect(series.get('lone')).toMatchObject({ states: [null, null, null], weights: [0, 0, 0], choice: -1 });
    const { columns } = await forecastsOf(outcome);
    const at = (columns.unique_id as readonly string[]).indexOf('lone');
    for (let row = at; row < at + 10; row++) {
      expect([columns.recipe[row], columns.naive[row], columns.yhat[row]]).toEqual(['last-value', null, value]);
      // A normal deviation as large as the value: 1.2816 of it holds 80 %, 1.96 of it 95 %.
      expect(Number(columns.yhat_upper[row])).toBeCloseTo(value + 1.2815515655 * value, 8);
      expect(Number(columns.yhat_lower_95[row])).toBeCloseTo(value - 1.9599639845 * value, 8);
    }
  });

  it('names a series that has no finite forecast at all', async () => {
    const { summary, series } = await fitted([[...PANEL, SHORT, HUGE]], { trials });
    expect(summary).toMatchObject({ seriesTrained: 5, seriesFailed: 1, failed: [{ uniqueId: 'huge' }] });
    expect(series.has('huge')).toBe(false);
  });

  it('names a series that no longer delivers, and forecasts it', async () => {
    // Looks are three days apart: nine days of silence are usual, ten are not, unless there were as many before.
    const until = (uniqueId: string, length: number) => weekly(uniqueId, '2020-01-01', length);
    const pausing = until('pausing', 81);
    const kept = (period: number) => period < day('2020-02-01') || period > day('2020-02-09');
    const paused = { ...pausing, ds: pausing.ds.filter(kept), y: pausing.y.filter((_, i) => kept(pausing.ds[i])) };
    const { summary, series } = await fitted([[...PANEL, until('late', 82), until('silent', 81), paused]], { trials });
    expect(summary.silent).toEqual({ inAll: 1, first: [{ uniqueId: 'silent', since: '2020-03-21' }] });
    expect(series.has('silent')).toBe(true);
    expect(first.summary.silent).toBeUndefined();
  });

  it('publishes nothing where more series fail than the data set tolerates, or all', async () => {
    const root = await fitDirectory([[PANEL[0], HUGE]], { trials }, { maxFailedSeriesShare: 0.49 });
    await expect(train(root)).rejects.toMatchObject({ name: 'TooManyFailedSeries' });
    expect(await filesBelow(join(root, 'model'))).toEqual({});
    const all = await fitDirectory([[HUGE]], { trials }, { maxFailedSeriesShare: 1 });
    await expect(train(all)).rejects.toMatchObject({ name: 'TooManyFailedSeries' });
  });

  it('refuses a window without observations, and a channel without a plan or with one that it cannot read', async () => {
    const empty = await fitDirectory([[weekly('a', '2020-04-01', 91)]], { trials });
    await expect(train(empty)).rejects.toMatchObject({ name: 'NoObservations' });
    const broken = await fitDirectory([PANEL], { trials });
    const plan = join(broken, 'input/data/memory/runs/weather/run-1/fit/fit-plan.json');
    await writeFile(plan, '{"recipe":{}}');
    await expect(train(broken)).rejects.toThrow(/fit-plan.json cannot be read/);
    await rm(plan);
    await expect(train(broken)).rejects.toThrow("a fit needs one fit-plan.json in its channel 'memory'");
  });

  it('gives the same bytes on one thread and on two', async () => {
    const workerFile = join(await bundleForecaster(), 'worker.mjs');
    const many = Array.from({ length: 300 }, (_, i) => weekly(`s${String(i).padStart(4, '0')}`, '2020-01-01', 91));
    const shards = [0, 1].map((shard) => many.filter((_, i) => i % 2 === shard));
    const memory = { trials: await triedOn(shards) };
    const inline = await fitted(shards, memory);
    const threaded = await fitDirectory(shards, memory);
    await train(threaded, { workerFile, threads: 2 });
    const files = await filesBelow(join(inline.root, 'model'));
    expect(Object.keys(files)).toEqual([
      ...[0, 1, 2, 3].map((part) => `forecasts/part-0000${part}.parquet`),
      'model.jsonl',
      'summary.json',
    ]);
    expect(await filesBelow(join(threaded, 'model'))).toEqual(files);
  });
});

describe('what a fit remembers', () => {
  const look = { a: { rows: 3, mse: { naive: 0.01, mean: 9, theta: 9 }, ratios: [9, 9, 9] } };

  it('are looks: the weights lean to what was closer, and intervals to what was missed', async () => {
    const { series } = await fitted([PANEL], { trials, looks: [lookFile(look, '2020-03-31')] });
    const [before, after] = [first.series.get('a')!, series.get('a')!];
    expect(after.weights[0]).toBeGreaterThan(before.weights[0] + 0.3);
    expect(after.ratios).toBe(before.ratios + 3);
    expect(after.scales.near[0]).toBeGreaterThan(before.scales.near[0]);
    // The choice is a matter of cross-validation alone.
    expect(after.choice).toBe(before.choice);
    // Of the panel's errors, the other series have their part.
    expect(series.get('b')!.weights[0]).toBeGreaterThan(first.series.get('b')!.weights[0]);
  });

  it('are looks later than the last observation, too: what they saw came true before', async () => {
    const { series } = await fitted([PANEL], { trials, looks: [lookFile(look, '2020-04-02')] });
    expect(series.get('a')!.ratios).toBe(first.series.get('a')!.ratios + 3);
  });

  it('is nothing that came true after its training: a twin learns from the same selection', async () => {
    const range = {
      training: { start: '2020-01-01', end: '2020-03-17' },
      forecast: { start: '2020-03-18', end: '2020-03-31' },
    };
    const twin = await fitted([PANEL], { trials }, range);
    // The fold of 2020-03-24 is not known on 2020-03-17; those before are.
    expect(twin.summary.crossValidation.folds).toBe(3);
    expect(twin.summary.folds.map(({ cutoff }) => cutoff)).toEqual(['2020-02-11', '2020-02-25', '2020-03-10']);
    expect(twin.series.get('a')!.ratios).toBe(9);
  });

  it('are the points that the selection left, and no others', async () => {
    const folder = 'input/data/memory/trials/weather/1/output/model/points';
    const swapped = await fitDirectory([PANEL], { trials });
    const file = join(swapped, folder, 'part-00000.points');
    const bytes = await readFile(file);
    bytes[bytes.length - 1] ^= 1;
    await writeFile(file, bytes);
    await expect(train(swapped)).rejects.toMatchObject({
      name: 'ArtifactMismatch',
      message: expect.stringContaining("the cross-validation points of 'mean' are not those of the selection"),
    });
    await rm(file);
    const plan = join(swapped, 'input/data/memory/runs/weather/run-1/fit/fit-plan.json');
    const { points, ...rest } = JSON.parse(await readFile(plan, 'utf8')) as FitPlan;
    await writeFile(
      plan,
      JSON.stringify({ ...rest, points: points.map((one, k) => (k === 1 ? { ...one, files: [] } : one)) }),
    );
    await expect(train(swapped)).rejects.toMatchObject({ name: 'ArtifactMismatch' });
  });

  it('may be nothing at all: equal weights, the first candidate, no scale', async () => {
    const { series, summary } = await fitted([PANEL], {});
    const { weights, choice, scales, ratios, size } = series.get('a')!;
    expect(weights).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect({ choice, scales, ratios, size }).toEqual({
      choice: 0,
      scales: { near: [1, 1], far: [1, 1] },
      ratios: 0,
      size: null,
    });
    expect(summary).toMatchObject({ testedPeriods: 0, crossValidation: { rmse: null, folds: 0 } });
  });

  it('gives a new series the weights of the panel, and another share changes nothing but the blend', async () => {
    const young = weekly('young', '2020-03-12', 20);
    const { series } = await fitted([[...PANEL, young]], { trials, plan: { share: { average: 0.9, level: 3 } } });
    expect(series.get('young')!.size).toBeNull();
    expect(sum(series.get('young')!.weights)).toBeCloseTo(1, 12);
    expect(series.get('a')!.weights).toEqual(first.series.get('a')!.weights);
    expect(series.get('a')!.floor).not.toBe(first.series.get('a')!.floor);
  });

  it('of a constant series is no error, and its interval has no width', async () => {
    const constant = { ...weekly('constant', '2020-01-01', 91), y: new Float64Array(91).fill(7) };
    const outcome = await fitted([[constant]], { trials: await triedOn([[constant]]) });
    expect(outcome.series.get('constant')).toMatchObject({ floor: 0, ratios: 0, scale: null, size: null });
    const { columns } = await forecastsOf(outcome);
    for (const name of ['yhat', 'yhat_lower', 'yhat_upper_95']) columns[name].forEach((value) => expect(value).toBe(7));
  });
});

describe('the kinds of a recipe', () => {
  const own = async (kind: 'average' | 'choice', chosen = 'theta') =>
    fitted([[...PANEL, SHORT]], { trials, plan: { recipe: { ...RECIPE, kind }, chosen, share: { average: 0.7 } } });

  it('`choice` is the chosen candidate alone, and the next best where it has no forecast', async () => {
    const outcome = await own('choice');
    expect(outcome.header).toMatchObject({ share: { average: 0 }, chosen: 'theta' });
    const { columns } = await forecastsOf(outcome);
    expect(columns.recipe[0]).toBe('theta');
    const short = outcome.series.get('short')!;
    expect([outcome.series.get('a')!.choice, short.choice]).toEqual([2, short.weights[0] > short.weights[1] ? 0 : 1]);
    expect(columns.recipe[49]).toBe(RECIPE.candidates[short.choice].name);
    expect(outcome.series.get('a')!.weights).toEqual(first.series.get('a')!.weights);
  });

  it('`choice` of the naive is the yardstick', async () => {
    const { columns } = await forecastsOf(await own('choice', 'naive'));
    expect([...columns.yhat].slice(0, 10)).toEqual([...columns.naive].slice(0, 10));
  });

  describe('`choice` where what the selection chose by is not all known', () => {
    /** Every week is like the one before, until it climbs: then the naive is behind, and theta is not. */
    const climbing = weekly('climbing', '2020-01-01', 91);
    climbing.y.forEach((_, i) => {
      climbing.y[i] = 3 * (i % 7) + 5 * Math.max(0, i - 80);
    });
    const recipe = { ...RECIPE, kind: 'choice' as const, candidates: [RECIPE.candidates[0], RECIPE.candidates[2]] };
    const before = {
      training: { start: '2020-01-01', end: '2020-03-03' },
      forecast: { start: '2020-03-04', end: '2020-03-08' },
    };
    let tried: readonly string[];
    beforeAll(async () => {
      tried = await triedOn([[climbing]], recipe.candidates);
    });
    const chosenBy = async (
      more: Partial<FitPlan['recipe']> = {},
      slice: Parameters<typeof fitDirectory>[2] = before,
    ) => {
      const plan = { recipe: { ...recipe, ...more }, chosen: null };
      return (await fitted([[climbing]], { trials: tried, plan }, slice)).header.chosen;
    };

    it('is the best of the points that are: one that is only good after them is not chosen', async () => {
      expect(await chosenBy({}, {})).toBe('theta');
      expect(await chosenBy()).toBe('naive');
    });

    it('is by the metric of the recipe', async () => {
      expect(await chosenBy({ selectionMetric: 'mase' }, {})).toBe('theta');
      // Most points are of the weeks before the climb.
      expect(await chosenBy({ selectionMetric: 'mdape' }, {})).toBe('naive');
    });

    it('is the naive where no point is, or else the first', async () => {
      const early = { ...before, training: { start: '2020-01-01', end: '2020-02-10' } };
      expect(await chosenBy({}, early)).toBe('naive');
      const [naive, theta] = recipe.candidates;
      const plan = { recipe: { ...recipe, candidates: [theta, { ...naive, family: 'climatology' }] }, chosen: null };
      expect((await fitted([[climbing]], { plan }, early)).header.chosen).toBe('theta');
    });
  });

  it('`average` has no choice in it', async () => {
    const outcome = await own('average');
    expect(outcome.header).toMatchObject({ share: { average: 1 } });
    const { columns } = await forecastsOf(outcome);
    expect(columns.recipe[0]).toBe('average');
    const [average, blend] = [columns.yhat[0], (await forecastsOf(first)).columns.yhat[0]];
    expect(average).not.toBe(blend);
  });
});

describe('the guard against the version in force', () => {
  /** One whose forecast leaves what it was ever seen at. */
  const wild = { ...PANEL[0], y: PANEL[0].y.map((value, i) => (i >= 84 ? 1000 + value : value)) };
  const against = (exempt: boolean) => ({ root: first.root, version: 7, exempt });

  it('keeps the line of a series that would go where it never was, and its forecast', async () => {
    const refresh = await fitted([[wild, ...PANEL.slice(1)]], {
      trials,
      incumbent: against(false),
      plan: { share: { average: 0.9 } },
    });
    const free = await fitted([[wild, ...PANEL.slice(1)]], { trials, plan: { share: { average: 0.9 } } });
    const old = first.series.get('a')!;
    const { seen, profile, naive, scale } = free.series.get('a')!;
    expect([naive, profile]).not.toEqual([old.naive, old.profile]);
    expect(refresh.series.get('a')).toEqual({ ...old, keptFrom: 7, share: 0.5, seen, profile, naive, scale });
    expect(refresh.series.get('b')).toEqual(free.series.get('b'));
    const [kept, before] = [await forecastsOf(refresh), await forecastsOf(first)];
    expect([...kept.columns.yhat].slice(0, 10)).toEqual([...before.columns.yhat].slice(0, 10));
    expect(refresh.summary.guard).toMatchObject({
      against: 7,
      exempt: false,
      why: null,
      kept: { inAll: 1, first: ['a'], of: 4 },
      maxKeptShare: 0.5,
    });
    // A look later the series was seen there: what it does since is no accident.
    const next = await fitted([[wild, ...PANEL.slice(1)]], { trials, incumbent: { root: refresh.root, version: 8 } });
    expect(next.summary.guard).toMatchObject({ kept: { inAll: 0 } });
    expect(next.series.get('a')!.keptFrom).toBeUndefined();
  });

  it('leaves a line that was kept before to the version that it is of', async () => {
    const wilder = { ...PANEL[0], y: PANEL[0].y.map((value, i) => (i >= 84 ? 1e6 + value : value)) };
    const plan = { share: { average: 0.9 } };
    const kept = await fitted([[wild, ...PANEL.slice(1)]], { trials, incumbent: against(false), plan });
    const incumbent = { root: kept.root, version: 8 };
    const again = await fitted([[wilder, ...PANEL.slice(1)]], { trials, incumbent, plan });
    expect(again.series.get('a')).toMatchObject({ keptFrom: 7, share: 0.5, states: first.series.get('a')!.states });
  });

  it('leaves a fit as it was fitted where too many series would be kept, for it is refused', async () => {
    const jumped = PANEL.slice(0, 3).map((series) => ({
      ...series,
      y: series.y.map((value, i) => (i >= series.y.length - 12 ? 1000 + value : value)),
    }));
    const panel = [[...jumped, PANEL[3]]];
    const plan = { maxBeyondObserved: 0.0001 };
    const refused = await fitted(panel, { trials, incumbent: against(false), plan });
    const free = await fitted(panel, { trials, plan });
    expect(refused.summary.guard).toMatchObject({ kept: { inAll: 3, of: 4 }, maxKeptShare: 0.5 });
    expect(refused.series).toEqual(free.series);
    const [own, fresh] = [await forecastsOf(refused), await forecastsOf(free)];
    expect(own.columns.yhat).toEqual(fresh.columns.yhat);
    expect(free.summary.notes!.implausible.intervals!.series).toBeGreaterThan(1);
    expect(refused.summary.notes).toEqual(free.summary.notes);
  });

  it('measures how far all forecasts move, up to the next look', async () => {
    const shifted = PANEL.map((series) => ({ ...series, y: series.y.map((value) => value + 2) }));
    const { summary } = await fitted([shifted], { trials, incumbent: against(false) });
    const { value, allowed } = summary.guard!.movement;
    expect(value).toBeCloseTo(2, 1);
    expect(allowed).toBeGreaterThan(3);
    expect(allowed).toBeLessThan(5);
  });

  it('asks nothing of an exempt refresh, and has nothing to ask without a version in force', async () => {
    const { summary, series } = await fitted([[wild, ...PANEL.slice(1)]], { trials, incumbent: against(true) });
    expect(summary.guard).toEqual({
      against: 7,
      exempt: true,
      why: null,
      missing: { inAll: 0, first: [] },
      ended: { inAll: 1, first: ['short'] },
      kept: { inAll: 0, first: [], of: 4 },
      maxKeptShare: 0.5,
      movement: { value: null, allowed: null },
    });
    expect(series.get('a')!.keptFrom).toBeUndefined();
    expect(first.summary.guard).toBeNull();
  });

  it('names series that the version forecasts and this fit does not, but not those that ended before its window', async () => {
    const unfit = { ...HUGE, uniqueId: 'short' };
    const { summary } = await fitted([[...PANEL.slice(1), unfit]], { trials, incumbent: against(false) });
    expect(summary.guard).toMatchObject({ missing: { inAll: 1, first: ['short'] }, ended: { inAll: 1, first: ['a'] } });
    const { ds, y } = unfit;
    const ended = { uniqueId: 'short', ds: ds.slice(0, 60), y: y.slice(0, 60) };
    const next = await fitted([[...PANEL, ended]], { trials, incumbent: against(false) });
    expect(next.summary).toMatchObject({
      seriesFailed: 1,
      guard: { missing: { inAll: 0 }, ended: { first: ['short'] } },
    });
  });

  it('holds a new series against the yardstick', async () => {
    const [one, other] = [weekly('x', '2020-01-01', 91), weekly('y', '2020-01-01', 91)];
    const { summary } = await fitted([[...PANEL, one, other]], { trials, incumbent: against(false) });
    expect(summary.guard!.movement.value).toBeGreaterThan(0);
    expect(summary.guard!.kept.of).toBe(6);
  });

  it('says why it cannot compare with a version of another recipe, of other states, or of another format', async () => {
    const recipe = { ...RECIPE, candidates: RECIPE.candidates.slice(0, 2) };
    const other = await fitted([PANEL], { trials: trials.slice(0, 2), incumbent: against(false), plan: { recipe } });
    expect(other.summary.guard).toMatchObject({
      why: 'it is of another recipe',
      movement: { value: null, allowed: null },
    });
    for (const [from, to, why] of [
      ['"stateVersions":[1,1,1]', '"stateVersions":[1,1,9]', 'its states are of another version of a model family'],
      ['"version":2', '"version":1', 'its model file is of another format'],
    ]) {
      const root = await temporaryFolder();
      await mkdir(join(root, 'model'));
      const model = await readFile(join(first.root, 'model/model.jsonl'), 'utf8');
      await writeFile(join(root, 'model/model.jsonl'), model.replace(from, to));
      const { summary } = await fitted([PANEL], { trials, incumbent: { root, version: 7 } });
      expect(summary.guard).toMatchObject({ why, kept: { inAll: 0 } });
    }
  });

  it('is against what was registered: lines of another model could become the new version', async () => {
    const root = await fitDirectory([PANEL], { trials, incumbent: against(true) });
    const file = join(root, 'input/data/memory/models/weather/before/output/model/model.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"unique_id":"a"', '"unique_id":"z"'));
    await expect(train(root)).rejects.toMatchObject({
      name: 'ArtifactMismatch',
      message: expect.stringContaining('the model of version 7, which is in force, is not what was registered'),
    });
  });
});

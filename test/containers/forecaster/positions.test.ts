import { beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forecast } from '../../../containers/forecaster/forecasting.ts';
import { train } from '../../../containers/forecaster/training.ts';
import type { Recipe } from '../../../core/contracts/recipe.ts';
import { forecastSummarySchema } from '../../../core/forecast/forecast-summary.ts';
import { forecastsSchema } from '../../../core/contracts/tables.ts';
import { recordedForecastsSchema } from '../../../core/models/forecast-columns.ts';
import { decodeSeriesModel } from '../../../core/models/model-file.ts';
import type { Series } from '../../../core/series/series.ts';
import type { FitSummary } from '../../../core/train/training-summary.ts';
import { readParquet } from '../../../tables/index.ts';
import { sha256 } from '../../../tables/sha256.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { day, fitDirectory, RECIPE, trialDirectory, weekly } from './training-directory.ts';

function where({ uniqueId, ds, y }: Series, keeps: (period: number) => boolean): Series {
  return { uniqueId, ds: ds.filter(keeps), y: y.filter((_, row) => keeps(ds[row])) };
}
const isWeekday = (period: number) => (period + 3) % 7 < 5;

const OPEN = weekly('open', '2020-01-01', 91);
/** Monday to Friday. */
const SHUT = where(weekly('shut', '2020-01-01', 91), isWeekday);
/** Wednesday to Friday, then Monday to Friday of the week after: the horizon. */
const WEEKDAYS = [1, 2, 3, 6, 7, 8, 9, 10].map((date) => day('2020-04-01') + date - 1);

async function fitted(...given: Parameters<typeof fitDirectory>) {
  const root = await fitDirectory(...given);
  const summary = (await train(root)) as FitSummary;
  const [, ...lines] = (await readFile(join(root, 'model/model.jsonl'), 'utf8')).trimEnd().split('\n');
  return { root, summary, series: new Map(lines.map(decodeSeriesModel).map((line) => [line.uniqueId, line])) };
}

async function recorded(root: string) {
  const bytes = await readFile(join(root, 'model/forecasts/part-00000.parquet'));
  return readParquet(bytes, recordedForecastsSchema('day', [0.95]).columns);
}

/** The forecasting job on the model of a fit. */
async function forecasted(
  model: string,
  [start, end]: readonly [string, string],
  further: Record<string, string> = {},
) {
  const root = await temporaryFolder();
  await mkdir(join(root, 'processing/input'), { recursive: true });
  await cp(join(model, 'model'), join(root, 'processing/input/model'), { recursive: true });
  const ARTIFACT_SHA256 = sha256(await readFile(join(model, 'model/model.jsonl')));
  const asked = { MODEL_VERSION: '1', ARTIFACT_SHA256, FORECAST_START: start, FORECAST_END: end };
  const summary = await forecast(root, { ...asked, ...further });
  const text = await readFile(join(root, 'processing/output/summary/summary.json'), 'utf8');
  expect(forecastSummarySchema.parse(JSON.parse(text))).toEqual(summary);
  const schema = forecastsSchema('day', [0.95]).columns.filter(({ name }) => name !== 'run_id');
  const batches = summary.files.map(async ({ fileName }) =>
    readParquet(await readFile(join(root, 'processing/output/files', fileName)), schema),
  );
  return { summary, batches: await Promise.all(batches) };
}

let first: Awaited<ReturnType<typeof fitted>>;
let trials: readonly string[];
beforeAll(async () => {
  trials = await Promise.all(
    RECIPE.candidates.map(async (candidate) => {
      const root = await trialDirectory([[OPEN, SHUT]], { candidate });
      await train(root);
      return root;
    }),
  );
  first = await fitted([[OPEN, SHUT]], { trials });
});

describe('a series without weekends', () => {
  it('has a line that names them, and no recorded forecast there, beside one that has every day', async () => {
    expect(first.series.get('shut')!.unobserved).toEqual(['Saturday', 'Sunday']);
    expect(first.series.get('open')).not.toHaveProperty('unobserved');
    const { rows, columns } = await recorded(first.root);
    expect(rows).toBe(18);
    expect([...columns.unique_id].filter((id) => id === 'shut')).toHaveLength(8);
    expect([...columns.ds].slice(10)).toEqual(WEEKDAYS);
    expect(first.summary.notes!.unobserved).toEqual([
      { position: 'Saturday', rows: 1, series: 1, first: ['shut'] },
      { position: 'Sunday', rows: 1, series: 1, first: ['shut'] },
    ]);
  });

  it('is forecast by the job as it was recorded', async () => {
    const { summary, batches } = await forecasted(first.root, ['2020-04-01', '2020-04-10']);
    expect(summary).toMatchObject({ rows: 18, notes: first.summary.notes });
    const { columns } = await recorded(first.root);
    expect([...batches[0].columns.ds]).toEqual([...columns.ds]);
    expect([...batches[0].columns.yhat]).toEqual([...columns.yhat]);
  });

  it('alone has no row and no file over a weekend, and the job says why', async () => {
    const alone = await fitted([[SHUT]], {});
    const { summary } = await forecasted(alone.root, ['2020-04-04', '2020-04-05']);
    expect(summary).toEqual({
      artifactSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      modelVersion: 1,
      rows: 0,
      files: [],
      notes: {
        unobserved: [
          { position: 'Saturday', rows: 1, series: 1, first: ['shut'] },
          { position: 'Sunday', rows: 1, series: 1, first: ['shut'] },
        ],
        implausible: { forecasts: null, intervals: null },
      },
    });
  });

  it('can be fitted where its whole horizon lies on a weekend', async () => {
    const range = { forecast: { start: '2020-04-04', end: '2020-04-05' } };
    const { summary, root } = await fitted([[OPEN, SHUT]], {}, range);
    expect(summary).toMatchObject({ seriesTrained: 2, seriesFailed: 0 });
    expect((await recorded(root)).columns.unique_id).toEqual(['open', 'open']);
  });
});

describe('the guard against the version in force, where positions come and go', () => {
  /** One whose forecast leaves what it was ever seen at. */
  const wild = (series: Series) => ({
    ...series,
    y: series.y.map((y, i) => (i >= series.y.length - 7 ? 1000 + y : y)),
  });
  const against = (root: string) => ({ incumbent: { root, version: 7 } });
  const daysOf = async (root: string) => [...(await recorded(root)).columns.ds];

  it('measures the way from one to the other on the periods that both forecast', async () => {
    // Of a series that was closed on weekends and is not any more, Saturday and Sunday are held against the yardstick.
    const memory = { ...against(first.root), trials, plan: { cadence: '10d' } };
    const shifted = { ...SHUT, y: SHUT.y.map((y) => y + 2) };
    const moved = await fitted([[shifted]], memory);
    expect(moved.summary.guard!.movement.value).toBeCloseTo(2, 1);
    const whole = weekly('shut', '2020-01-01', 91);
    const opened = { ...whole, y: whole.y.map((y) => y + 2) };
    const there = await fitted([[opened]], memory);
    expect(there.summary.guard).toMatchObject({ kept: { inAll: 0 } });
    expect(there.summary.guard!.movement.value).toBeCloseTo(1.805021, 6);
    expect(there.series.get('shut')).not.toHaveProperty('unobserved');
    expect(await daysOf(there.root)).toHaveLength(10);
  });

  it('forecasts a kept line at no position that either window lacks', async () => {
    const closes = await fitted([[wild({ ...SHUT, uniqueId: 'open' }), SHUT]], against(first.root));
    expect(closes.series.get('open')).toMatchObject({ keptFrom: 7, unobserved: ['Saturday', 'Sunday'] });
    expect((await daysOf(closes.root)).slice(0, 8)).toEqual(WEEKDAYS);
    const opens = await fitted([[wild({ ...OPEN, uniqueId: 'shut' }), OPEN]], against(first.root));
    expect(opens.series.get('shut')).toMatchObject({ keptFrom: 7, unobserved: ['Saturday', 'Sunday'] });
    expect((await daysOf(opens.root)).slice(10)).toEqual(WEEKDAYS);
  });
});

describe('what lies far outside of everything observed', () => {
  /** A level that is left for good in the last week. */
  const jumped = { ...OPEN, y: OPEN.y.map((y, i) => (i >= 84 ? y + 50 : y)) };

  it('is noted by the fit and by the job, as far as the contract says', async () => {
    // It is within what it was observed to be: the jump was seen.
    expect((await fitted([[jumped]], {})).summary.notes!.implausible.forecasts).toBeNull();
    const steep = { ...OPEN, y: Float64Array.from(OPEN.ds, Number) };
    const recipe: Recipe = { ...RECIPE, kind: 'choice', candidates: RECIPE.candidates.slice(2) };
    const { summary, root } = await fitted([[steep]], { plan: { recipe, chosen: 'theta', maxBeyondObserved: 0.04 } });
    const { forecasts } = summary.notes!.implausible;
    expect(forecasts).toMatchObject({ series: 1, first: ['open'], furthest: { uniqueId: 'open', ds: '2020-04-10' } });
    const again = await forecasted(root, ['2020-04-01', '2020-04-10'], { MAX_BEYOND_OBSERVED: '0.04' });
    expect(again.summary.notes!.implausible).toEqual(summary.notes!.implausible);
    const wide = await forecasted(root, ['2020-04-01', '2020-04-10'], { MAX_BEYOND_OBSERVED: '100' });
    expect(wide.summary.notes!.implausible).toEqual({ forecasts: null, intervals: null });
  });
});

import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { modelsCommand } from '../../cli/models/command.ts';
import { printModels } from '../../cli/models/models.ts';
import { parseCommand } from '../../cli/options.ts';
import { recipeForecaster } from '../../core/blend/recipe-forecaster.ts';
import { encodeModelHeader, encodeSeriesModel, lineRegressors } from '../../core/models/model-file.ts';
import { forecastsSchema, tablePath } from '../../core/contracts/tables.ts';
import { localPorts } from '../../hosts/folder.ts';
import { recordPublication } from '../../lake/publications.ts';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { dailySeries, type FittedRecipe, fittedRecipe, LAST_DAY } from '../support/fitted-recipe.ts';
import { newModelVersion } from '../support/model-version.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { printed } from './models-folder.ts';

const DAYS = 40;
const RANGE = { start: '2025-01-01', end: '2025-02-09' };
const fitted = fittedRecipe([dailySeries('nyc', 20), dailySeries('sea', 100)]);

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await register(folder, fitted, 'run-1');
  await register(folder, fittedRecipe([dailySeries('nyc', 20), dailySeries('sea', 50)]), 'run-2');
  await publish(folder, fitted, 'run-1');
});

/** A version whose artifact is the recipe; only its signature is missing, which explaining does not ask for. */
async function register(place: string, { text, header }: FittedRecipe, runId: string): Promise<void> {
  const { stores, registry } = localPorts(place, []);
  const model = new TextEncoder().encode(text);
  await stores.artifacts.write(`models/weather/${runId}/model.jsonl`, model);
  await registry.register({
    ...newModelVersion(runId),
    recipe: header.recipe,
    artifactUri: `s3://artifacts/models/weather/${runId}`,
    artifactSha256: createHash('sha256').update(model).digest('hex'),
    forecast: RANGE,
  });
}

async function publish(place: string, { header, series }: FittedRecipe, runId: string): Promise<void> {
  const { stores } = localPorts(place, []);
  const location = { store: stores.gold, path: tablePath('weather', 'forecasts') };
  await ensureTable(location, forecastsSchema('day', []), { nowMs: 0 });
  const ds = Int32Array.from({ length: DAYS }, (_, i) => LAST_DAY + 1 + i);
  for (const { uniqueId, ds: periods, yhat, lower, upper } of series.map((one) => recipeForecaster(header)(one, ds))) {
    const all = (value: unknown) => new Array(DAYS).fill(value);
    const columns = {
      run_id: all(runId),
      unique_id: all(uniqueId),
      cutoff: new Int32Array(DAYS).fill(LAST_DAY),
      ds: periods,
      yhat,
      yhat_lower: lower[0],
      yhat_upper: upper[0],
      model_version: all(1),
      naive: all(null),
      scale: all(null),
      recipe: all('blend'),
    };
    await appendRows(location, { rows: DAYS, columns }, { step: 'publish', nowMs: 0 });
  }
  await recordPublication(stores.artifacts, 'weather', { runId, modelVersion: 1, range: RANGE });
}

const explain = (...args: string[]) =>
  printed(() =>
    printModels(parseCommand(modelsCommand, ['explain', '--dataset', 'weather', '--folder', folder, ...args])!),
  );
const explainJson = async (...args: string[]) => JSON.parse(await explain(...args, '--json'));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('models -- explain', () => {
  it('gives programs a forecast that adds up to what was published, to the last digits', async () => {
    const answer = await explainJson('--series', 'sea', '--date', '2025-01-20');
    expect(answer).toMatchObject({
      dataset: 'weather',
      uniqueId: 'sea',
      ds: '2025-01-20',
      modelVersion: 1,
      origin: '2024-12-31',
      stepsAhead: 20,
      share: 0.375,
      ratios: 40,
      keptFrom: null,
    });
    const { published, yhat, members, effects, average, choice, share, intervals } = answer;
    expect(yhat).toBe(published.yhat);
    expect(intervals[0]).toEqual({ level: 0.8, scale: 1.25, lower: published.lower, upper: published.upper });
    expect(sum(members.map(({ adds }: { adds: number }) => adds))).toBeCloseTo(published.yhat, 10);
    expect(sum(members.map(({ part }: { part: number }) => part))).toBeCloseTo(1, 12);
    expect(sum(effects.map(({ value }: { value: number }) => value))).toBeCloseTo(published.yhat, 10);
    expect(share * average + (1 - share) * choice).toBeCloseTo(published.yhat, 10);
    for (const { parts, yhat: own } of members) {
      if (parts !== null) expect(sum(parts.map(({ value }: { value: number }) => value))).toBeCloseTo(own, 10);
    }
  });

  it('shows people columns that they can add up', async () => {
    const text = await explain('--series', 'sea', '--date', '2025-01-20');
    const column = (from: string, at: number) => {
      const lines = text.split('\n');
      const head = lines.findIndex((line) => line.startsWith(from));
      const rows = lines.slice(head + 2, lines.indexOf('', head) < 0 ? undefined : lines.indexOf('', head));
      return rows.filter((line) => / {2,}/.test(line)).map((line) => Number(line.trim().split(/ {2,}/).at(at)));
    };
    for (const table of ['member', 'effect']) {
      const figures = column(table, -1);
      expect(figures.length).toBeGreaterThan(4);
      expect(Math.abs(sum(figures.slice(0, -1)) - figures[figures.length - 1])).toBeLessThan(0.0004);
    }
    expect(text).toMatch(/^theta \(the choice\) +\d+\.\d{4} +0\.2500 +0\.7188 +\d+\.\d{4}$/m);
    expect(text).toMatch(/^0\.3750 x average \d+\.\d{4} \+ 0\.6250 x choice \d+\.\d{4} = \d+\.\d{4}$/m);
    expect(text).toContain('It is what run run-1 published.');
  });

  it('adds up with the regressors of the series and the holidays, which stand beside the other effects', async () => {
    // A promo and a holiday on 2025-01-20, as on other days before.
    const promo = Float64Array.from({ length: 731 + DAYS }, (_, t) => ((t - 750) % 11 === 0 ? 1 : 0));
    const dates = ['2023-01-20', '2024-01-20', '2025-01-20'];
    const isHoliday = new Set(dates.map((date) => Date.parse(date) / 86_400_000));
    const { header } = fitted;
    const candidates = header.recipe.candidates.map((one) =>
      one.name === 'harmonic' || one.name === 'prophet'
        ? { ...one, options: { holidays: [{ name: 'Founding Day', dates }] } }
        : one,
    );
    const plain = dailySeries('sea', 100);
    const y = plain.y.map((value, t) => value + 30 * promo[t] + (isHoliday.has(plain.ds[t]) ? 50 : 0));
    const regressors = { names: ['promo'], first: plain.ds[0], values: promo };
    const known = { ...plain, y, regressors };
    const recipe = { ...header.recipe, candidates, regressors: ['promo'] };
    const own = fittedRecipe([known], { recipe });
    const horizon = Int32Array.from({ length: DAYS }, (_, i) => LAST_DAY + 1 + i);
    const series = own.series.map((line) => ({ ...line, ...lineRegressors(known, horizon) }));
    const text = [encodeModelHeader(own.header), ...series.map(encodeSeriesModel)].map((line) => `${line}\n`).join('');
    const place = await temporaryFolder();
    await register(place, { ...own, text }, 'run-1');
    await publish(place, { ...own, series }, 'run-1');
    const asked = [
      'explain',
      '--dataset',
      'weather',
      '--folder',
      place,
      '--series',
      'sea',
      '--date',
      '2025-01-20',
      '--json',
    ];
    const { published, yhat, effects, members } = JSON.parse(
      await printed(() => printModels(parseCommand(modelsCommand, asked)!)),
    );
    expect(yhat).toBe(published.yhat);
    expect(sum(effects.map(({ value }: { value: number }) => value))).toBeCloseTo(published.yhat, 10);
    const effectOf = (name: string) => effects.find((one: { name: string }) => one.name === name).value;
    // A quarter each of harmonic and prophet in an average of 0.375 of the whole.
    expect(effectOf('regressors')).toBeCloseTo(0.1875 * 30, 0);
    expect(effectOf('holidays')).toBeCloseTo(0.1875 * 50, 0);
    for (const { parts, yhat: said } of members) {
      if (parts !== null) expect(sum(parts.map(({ value }: { value: number }) => value))).toBeCloseTo(said, 10);
    }
  });

  it('says that there is none where the series never occurs', async () => {
    const [, sea] = fitted.series;
    const lines = [fitted.header, { unique_id: 'sea', ...sea, unobserved: ['Saturday', 'Sunday'] }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const place = await temporaryFolder();
    await register(place, { ...fitted, text }, 'run-1');
    const asked = ['explain', '--dataset', 'weather', '--folder', place, '--series', 'sea', '--version', '1'];
    const answer = (date: string) =>
      printed(() => printModels(parseCommand(modelsCommand, [...asked, '--date', date, '--json'])!));
    await expect(answer('2025-01-19')).rejects.toMatchObject({
      name: 'EmptyJoin',
      message: expect.stringContaining(
        "'sea' has no forecast for Sunday: never observed in training; got '2025-01-19'",
      ),
    });
    const monday = JSON.parse(await answer('2025-01-20')) as {
      readonly yhat: number;
      readonly effects: readonly { readonly name: string; readonly value: number }[];
    };
    expect(monday).toMatchObject({ ds: '2025-01-20', stepsAhead: 20 });
    const open = await explainJson('--series', 'sea', '--date', '2025-01-20');
    expect(monday.yhat).toBeCloseTo(open.yhat, 10);
    expect(monday.effects.map(({ name }) => name)).toEqual(open.effects.map(({ name }: { name: string }) => name));
    expect(sum(monday.effects.map(({ value }) => value))).toBeCloseTo(monday.yhat, 10);
  });

  it('says that the last value forecasts where no candidate could be fitted', async () => {
    const [, sea] = fitted.series;
    const simplest = { last: LAST_DAY, value: 7, sigma: 2, grows: true };
    const nobody = { states: sea.states.map(() => null), weights: sea.weights.map(() => 0), choice: -1, simplest };
    const lines = [fitted.header, { unique_id: 'sea', ...sea, ...nobody }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const place = await temporaryFolder();
    await register(place, { ...fitted, text }, 'run-1');
    const asked = ['explain', '--dataset', 'weather', '--folder', place, '--series', 'sea', '--version', '1'];
    const said = await printed(() => printModels(parseCommand(modelsCommand, [...asked, '--date', '2025-01-20'])!));
    expect(said).toContain('No candidate could be fitted to the series: its last value forecasts.\n\ninterval');
    expect(said).not.toContain('sum');
  });

  it('explains what another version says, which nobody was told', async () => {
    const text = await explain('--series', 'sea', '--date', '2025-01-20', '--version', '2');
    expect(text).toContain('by version 2 (blend of 5 candidates)');
    expect(text).toContain('Not what is in force for this period');
    expect((await explainJson('--series', 'sea', '--date', '2025-03-01', '--version', '2')).stepsAhead).toBe(60);
  });

  it.each([
    [['--series', 'bos', '--date', '2025-01-20'], "has no such series; got 'bos'; allowed: for instance nyc, sea"],
    [
      ['--series', 'sea', '--date', '2025-02-10'],
      "no forecasts of this date are in force, or not any more; got '2025-02-10'",
    ],
    [
      ['--series', 'sea', '--date', '2024-12-31', '--version', '1'],
      "the forecasts of version 1 begin on 2025-01-01; got '2024-12-31'",
    ],
    [['--series', 'sea', '--date', '2025-01-20', '--version', '7'], '1 to 2'],
  ])('refuses %p', async (args, message) => {
    await expect(explain(...args)).rejects.toThrow(message);
  });

  it('explains nothing of a model that is not what was registered', async () => {
    const other = await temporaryFolder();
    await register(other, fitted, 'run-1');
    await localPorts(other, []).stores.artifacts.write('models/weather/run-1/model.jsonl', new Uint8Array(3));
    const args = ['explain', '--dataset', 'weather', '--folder', other, '--version', '1'];
    const options = parseCommand(modelsCommand, [...args, '--series', 'sea', '--date', '2025-01-20'])!;
    await expect(printModels(options)).rejects.toMatchObject({ name: 'ArtifactMismatch' });
  });
});

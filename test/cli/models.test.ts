import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { forecastsSchema, tablePath } from '../../core/contracts/tables.ts';
import { modelsCommand } from '../../cli/models/command.ts';
import { printModels } from '../../cli/models/models.ts';
import { hanging } from '../../cli/table.ts';
import { parseCommand } from '../../cli/options.ts';
import { localPorts } from '../../hosts/folder.ts';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { heldFolder, modelsFolder, printed, refusedFolder } from './models-folder.ts';

let folder: string;
let held: string;
beforeAll(async () => {
  folder = await modelsFolder();
  held = await heldFolder();
});

const printFor = async (args: readonly string[]) => {
  const options = parseCommand(modelsCommand, args);
  if (options !== undefined) await printModels(options);
};
const models = (...args: string[]) => printed(() => printFor([...args, '--dataset', 'weather', '--folder', folder]));
const heldModels = (...args: string[]) => printed(() => printFor([...args, '--dataset', 'weather', '--folder', held]));
const HOLD =
  "Version 4 of 'weather' is in Production, held since 2000-01-01 00:00 UTC by ada (too warm): no refresh takes its place until " +
  "'npm run rollback -- --folder FOLDER --dataset weather --release', or until the next selection goes live";
const modelsJson = async (...args: string[]) => JSON.parse(await models(...args, '--json'));

describe('models -- list', () => {
  it('prints a line a version', async () => {
    const lines = (await models('list')).split('\n');
    expect(lines[0]).toBe(
      'version  stage       was                recipe                 fit        trained on              data  cv rmse  registered            description',
    );
    expect(lines[3]).toBe(
      '      2  Production  live               blend of 2 candidates  selection  2020-01-01..2024-12-31     1    1.500  2000-01-01 00:00 UTC  Daily temperatures of two cities, in ...',
    );
    expect(lines.slice(5)).toEqual(["3 of 3 versions of 'weather'", "Version 2 of 'weather' is in Production", '']);
  });

  it('has one line for refreshes that others followed, and says who holds the version in Production', async () => {
    const lines = (await heldModels('list')).split('\n');
    expect(lines.slice(2, 7).map((line) => line.slice(0, 75).trimEnd())).toEqual([
      '      1  Archived    once live, then 2  blend of 2 candidates  selection',
      '      2  Archived    once live, then 3  blend of 2 candidates  selection',
      '      3  Archived    once live, then 4  blend of 2 candidates  selection',
      '      4  Production  live               blend of 2 candidates  refresh',
      '      6  Archived    once live, then 4  blend of 2 candidates  2 refreshes',
    ]);
    expect(lines[7]).toBe(
      "6 of 6 versions of 'weather'; 1 refresh that another one followed left out: --all shows them",
    );
    expect(lines[8]).toBe(HOLD.replace('FOLDER', held));
    expect((await heldModels('list', '--all')).split('\n')).toHaveLength(11);
    const { versions } = JSON.parse(await heldModels('list', '--json'));
    expect(versions).toHaveLength(6);
  });

  it('tells what was refused from what was live once, and names the shadows', async () => {
    const other = await refusedFolder();
    const listed = (...more: string[]) =>
      printed(() => printFor(['list', '--since', '4', '--dataset', 'weather', '--folder', other, ...more]));
    expect(
      (await listed())
        .split('\n')
        .slice(2, 8)
        .map((line) => line.slice(0, 75).trimEnd()),
    ).toEqual([
      '      4  Archived    once live, then 8  blend of 2 candidates  refresh',
      '      6  Archived    once live, then 4  blend of 2 candidates  2 refreshes',
      '      7  Archived    refused            blend of 2 candidates  refresh',
      '      8  Production  live               blend of 2 candidates  refresh',
      '      9  Staging     shadow             blend of 2 candidates  refresh',
      '     10  Staging     never live         blend of 2 candidates  refresh',
    ]);
    const { versions } = JSON.parse(await listed('--json'));
    expect(versions[0]).toMatchObject({ version: 4, was: 'once live', followedBy: 8 });
    expect(versions[3]).toMatchObject({ version: 7, was: 'refused', followedBy: null });
    const shown = await printed(() => printFor(['show', '--version', '7', '--dataset', 'weather', '--folder', other]));
    expect(shown).toMatch(/^stage +Archived, refused$/m);
  });

  it('shows the error that the newest was selected by', async () => {
    const other = await refusedFolder();
    const lines = (await printed(() => printFor(['list', '--dataset', 'weather', '--folder', other]))).split('\n');
    expect(lines[0]).toContain('data  cv mape  registered');
    expect(lines[2]).toMatch(/ 1 {4}0\.125 {2}2000/);
    const shown = await printed(() => printFor(['show', '--version', '7', '--dataset', 'weather', '--folder', other]));
    expect(shown).toMatch(/^candidate theta +theta: cv mape – in 3 folds$/m);
  });

  it.each([
    [
      ['--data-version', '1'],
      [1, 2],
    ],
    [['--data-version', '7'], []],
    [['--stage', 'Archived'], [1]],
    [
      ['--since', '2'],
      [2, 3],
    ],
    [['--since', '2', '--data-version', '1', '--stage', 'Production'], [2]],
  ])('leaves what %p asks for', async (filter, expected) => {
    const { versions } = await modelsJson('list', ...filter);
    expect(versions.map(({ version }: { version: number }) => version)).toEqual(expected);
  });

  it('gives programs every field of a version, and its stage', async () => {
    const { dataset, versions } = await modelsJson('list', '--since', '3');
    expect(dataset).toBe('weather');
    expect(versions).toEqual([
      expect.objectContaining({
        version: 3,
        stage: 'Staging',
        runId: 'run-3',
        code: expect.objectContaining({ commit: 'bbb' }),
      }),
    ]);
  });
});

describe('models -- show', () => {
  it('shows the lineage of a version and that its signature is valid', async () => {
    const text = await models('show', '--version', '3');
    for (const line of [
      /^run +run-3$/m,
      /^data version +2 of s3:\/\/silver\/weather\/series$/m,
      /^commit +bbb$/m,
      /^image +sha256:0$/m,
      /^libraries +zod 4.6.7, jsonata 2.0.6$/m,
      /^artifact +s3:\/\/artifacts\/models\/weather\/run-3\/$/m,
      /^sha256 +[0-9a-f]{64}$/m,
      /^tracking +s3:\/\/artifacts\/tracking\/weather\/run-3\/run.json$/m,
      /^signature +valid$/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it('shows recipe, selection and candidates with their folds, and who holds the version', async () => {
    const text = await heldModels('show', '--version', '4');
    for (const line of [
      'recipe               blend of 2 candidates, by rmse, season 365, trained on 1y',
      'fitted as            refresh of version 3',
      'selection            run run-3, as of 2020-12-31',
      'choice               harmonic: lowest rmse',
      'yardstick            seasonal naive of 365',
      'candidate harmonic   harmonic {"yearly":3}: cv rmse 1.000 in 3 folds',
      'candidate theta      theta: cv rmse 1.000 in 3 folds',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^hold +held since 2000-01-01 00:00 UTC by ada \(too warm\)/m);
    expect(await heldModels('show', '--version', '6')).not.toContain('held since');
  });

  it('says that the signature of a changed model is refused, and why', async () => {
    const other = await modelsFolder();
    await appendFile(join(other, 'artifacts/models/weather/run-1/model.jsonl'), 'x');
    const text = await printed(() =>
      printFor(['show', '--version', '1', '--dataset', 'weather', '--folder', other, '--json']),
    );
    expect(JSON.parse(text).signature).toEqual({ state: 'refused', reason: expect.stringContaining('model.jsonl') });
  });

  it('refuses a version that is not registered, with those that are', async () => {
    await expect(models('show', '--version', '9')).rejects.toMatchObject({
      name: 'ModelVersionUnknown',
      message: expect.stringContaining('1 to 3'),
    });
  });
});

describe('models -- compare', () => {
  it('marks what differs, and leaves out libraries that are the same', async () => {
    const lines = (await models('compare', '--version', '2', '--with', '3')).split('\n');
    const marked = lines.filter((line) => line.startsWith('*')).map((line) => line.slice(3).split(/ {2,}/)[0]);
    expect(marked).toEqual(['stage', 'selection', 'cv rmse', 'run', 'commit', 'data version', 'artifact', 'sha256']);
    expect(lines.some((line) => line.includes('library zod'))).toBe(false);
    const { fields } = await modelsJson('compare', '--version', '2', '--with', '3');
    expect(fields).toContainEqual({ field: 'cv rmse', a: '1.500', b: '1.250', differs: true });
    expect(fields).toContainEqual({ field: 'library zod', a: '4.6.7', b: '4.6.7', differs: false });
  });

  it('fits a terminal: long values stand below the others, broken between words', async () => {
    const text = await models('compare', '--version', '2', '--with', '3');
    // A hash is longer than what is left of a line.
    expect(text.split('\n').filter((line) => line.length > 80 && !/[0-9a-f]{64}$/.test(line))).toEqual([]);
    expect(text).toContain(
      [
        '   recipe',
        '     both  blend of 2 candidates, by rmse, season 365, trained on 1y',
        '   candidate harmonic',
        '     both  harmonic {"yearly":3}: cv rmse 1.000 in 3 folds',
        '   candidate theta',
        '     both  theta: cv rmse 1.000 in 3 folds',
        '*  data version',
        '     version 2  1 of s3://silver/weather/series',
        '     version 3  2 of s3://silver/weather/series',
      ].join('\n'),
    );
    expect(hanging('     version 2  ', 'lower than all others '.repeat(5).trim())).toBe(
      [
        '     version 2  lower than all others lower than all others lower than all',
        '                others lower than all others lower than all others',
      ].join('\n'),
    );
  });
});

describe('models -- history', () => {
  it('has one line for refreshes one after the other, and says that a roll-back holds', async () => {
    const lines = (await heldModels('history')).split('\n');
    expect(
      lines.slice(4, 7).map((line) =>
        line
          .split(/ {2,}/)
          .filter((cell) => cell !== '')
          .slice(0, 7),
      ),
    ).toEqual([
      ['3', '2000-01-01 00:00 UTC', 'promote', '2', '3', 'ada', 'every gate passed'],
      ['6', '2000-01-01 00:00 UTC', '3 refreshes', '3', '6', 'platform', 'within the guard'],
      ['7', '2000-01-01 00:00 UTC', 'roll-back', '6', '4', 'ada', 'too warm'],
    ]);
    expect(lines[7]).toBe('2 refreshes that another one followed left out; --all shows them');
    expect(lines[8]).toBe(HOLD.replace('FOLDER', held));
    expect((await heldModels('history', '--all')).split('\n')).toHaveLength(11);
  });

  it('calls a selection what went live as a refresh does, and was cross-validated', async () => {
    const again = await heldFolder();
    await localPorts(again, []).production.move({
      dataset: 'weather',
      transitionId: 'run-8',
      action: 'refresh',
      to: 2,
      expected: 'any',
      by: 'platform',
      reason: 'within the guard',
      evidence: null,
    });
    const text = await printed(() => printFor(['history', '--dataset', 'weather', '--folder', again]));
    expect(text.split('\n')[7]).toMatch(/^ +8 +2000-01-01 00:00 UTC +selection +4 +2 +platform /);
  });

  it('shows every move of Production', async () => {
    const text = await models('history');
    expect(text.split('\n')[3]).toBe(
      '       2  2000-01-01 00:00 UTC  promote     1   2  ada  every gate passed  s3://artifacts/promotions/weather/run-2/comparison.json',
    );
    expect(text).toContain("Version 2 of 'weather' is in Production");
    const { history } = await modelsJson('history');
    expect(history.map(({ from, to }: { from: number | null; to: number }) => [from, to])).toEqual([
      [null, 1],
      [1, 2],
    ]);
  });
});

describe('models -- trace', () => {
  beforeAll(async () => {
    const { stores } = localPorts(folder, []);
    const location = { store: stores.gold, path: tablePath('weather', 'forecasts') };
    await ensureTable(location, forecastsSchema('day', []), { nowMs: 0 });
    for (const [runId, version] of [
      ['run-2', 2],
      ['run-3', 3],
    ] as const) {
      const batch = {
        rows: 2,
        columns: {
          run_id: [runId, runId],
          unique_id: ['nyc', 'sea'],
          cutoff: Int32Array.of(20088, 20088),
          ds: Int32Array.of(20089, 20089),
          yhat: Float64Array.of(-1, 6.25),
          yhat_lower: Float64Array.of(-2, 5),
          yhat_upper: Float64Array.of(0, 7.5),
          model_version: [version, version],
          naive: [null, null],
          scale: [null, null],
          recipe: ['blend', 'blend'],
        },
      };
      await appendRows(location, batch, { step: 'publish', nowMs: 0 });
    }
  });

  it('leads from a forecast to the version that made it', async () => {
    const row = ['--run', 'run-3', '--unique-id', 'sea', '--ds', '2025-01-01'];
    const { forecast, modelVersion } = await modelsJson('trace', ...row);
    expect(forecast).toEqual({
      runId: 'run-3',
      uniqueId: 'sea',
      ds: '2025-01-01',
      cutoff: '2024-12-31',
      yhat: 6.25,
      lower: 5,
      upper: 7.5,
      modelVersion: 3,
    });
    expect(modelVersion).toMatchObject({ version: 3, training: { tableVersion: 2 }, signature: { state: 'valid' } });
    expect(await models('trace', ...row)).toContain('sea at 2025-01-01: 6.250 (5.000 to 7.500)');
  });

  it.each([
    [['--run', 'run-3', '--unique-id', 'bos', '--ds', '2025-01-01'], 'for instance nyc, sea'],
    [['--run', 'run-3', '--unique-id', 'sea', '--ds', '2025-02-01'], 'no series of this run has that period'],
    [
      ['--run', 'run-3', '--unique-id', 'sea', '--ds', 'May'],
      "--ds 'May' is not allowed; allowed: a date '1981-01-31', or a full hour",
    ],
  ])('refuses %p', async (row, message) => {
    await expect(models('trace', ...row)).rejects.toThrow(message);
  });
});

describe('the models command', () => {
  it('says what to run when the folder holds no registry', async () => {
    const empty = await temporaryFolder();
    await expect(printFor(['list', '--dataset', 'weather', '--folder', empty])).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/holds no model registry; 'npm start' makes one/),
    });
  });

  it.each([
    [['list'], '--dataset is missing'],
    [['--dataset', 'weather'], 'say what to do: npm run models -- list|show|compare|history|trace|explain'],
    [
      ['compare', '--dataset', 'weather', '--version', '3', '--with', '3'],
      '--version and --with name the same version, 3; name two that may differ',
    ],
    [['explain', '--dataset', 'weather', '--date', '2025-01-01'], '--series is missing'],
    [['explain', '--dataset', 'weather', '--series', 'sea'], '--date is missing'],
    [['lst', '--dataset', 'weather'], "'lst' is unknown"],
    [['list', 'show', '--dataset', 'weather'], "'show' is too much"],
    [['list', '--dataset', 'weather', '--stage', 'Live'], 'allowed: None, Staging, Production, Archived'],
    [['show', '--dataset', 'weather'], '--version is missing'],
    [['list', '--dataset', 'weather', '--env', 'dev'], '--folder and --env are two places'],
  ])('takes %p for a mistake in its use', async (args, message) => {
    await expect(printFor([...args, '--folder', folder])).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a data set that has no models', async () => {
    await expect(printFor(['history', '--dataset', 'wether', '--folder', folder])).rejects.toMatchObject({
      name: 'ModelVersionUnknown',
      message: expect.stringContaining("got 'wether'"),
    });
  });

  it('explains its verbs and options', async () => {
    const text = await printed(() => printFor(['--help']));
    expect(text).toContain('npm run models -- list|show|compare|history|trace|explain [options]');
    expect(text).toMatch(/^ {2}history {2,}who moved Production/m);
    expect(text).toMatch(/^ {2}--data-version N {2,}/m);
  });
});

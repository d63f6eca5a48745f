import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { forecastsSchema, tablePath } from '../../core/contracts/tables.ts';
import { modelsCommand } from '../../cli/models/command.ts';
import { printModels } from '../../cli/models/models.ts';
import { parseCommand } from '../../cli/options.ts';
import { versionView } from '../../cli/models/show.ts';
import { localPorts } from '../../hosts/folder.ts';
import { updateWaiting } from '../../lake/waiting/list.ts';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FOLDER_AT_MS, heldFolder, modelsFolder, printed, refusedFolder } from './models-folder.ts';

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
const heldModels = (...args: string[]) =>
  printed(() => printFor([...args, '--dataset', 'weather', '--folder', held]), 200);
/** What a roll-back by hand leaves to say, on a terminal of 200 columns. */
const hold = (place: string) => [
  "Version 4 of 'weather' is in Production, held since 2000-01-01 00:00 UTC by ada (too warm): no refresh takes its place until it is released, or until the next selection goes live; to release it:",
  `  npm run rollback -- --folder ${place} --dataset weather --release`,
];
const modelsJson = async (...args: string[]) => JSON.parse(await models(...args, '--json'));

describe('models -- list', () => {
  it('prints a line a version, and below what is the same for all', async () => {
    expect((await models('list')).split('\n')).toEqual([
      'version  stage       live     fit        trained to  cv rmse  data version',
      '-------  ----------  -------  ---------  ----------  -------  ------------',
      '      1  Archived    until 2  selection  2024-12-31    2.000  1',
      '      2  Production  now      selection  2024-12-31    1.500  1',
      '      3  Staging     never    selection  2024-12-31    1.250  2',
      '',
      'All: registered 2000-01-01; recipe blend of 2 candidates; description Daily',
      '     temperatures of two cities, in degrees Celsius',
      '',
      "3 of 3 versions of 'weather'",
      "Version 2 of 'weather' is in Production",
      '',
    ]);
  });

  it('has one line for refreshes that others followed, and says who holds the version in Production', async () => {
    const lines = (await heldModels('list')).split('\n');
    expect(lines.slice(2, 7).map((line) => line.slice(0, 41).trimEnd())).toEqual([
      '      1  Archived    until 2  selection',
      '      2  Archived    until 3  selection',
      '      3  Archived    until 4  selection',
      '      4  Production  now      refresh',
      '      6  Archived    until 4  2 refreshes',
    ]);
    expect(lines.slice(10)).toEqual([
      "6 of 6 versions of 'weather'; 1 refresh that another one followed left out: --all shows them",
      ...hold(held),
      '',
    ]);
    expect((await heldModels('list', '--all')).split('\n')).toHaveLength(15);
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
        .map((line) => line.slice(0, 41).trimEnd()),
    ).toEqual([
      '      4  Archived    until 8  refresh',
      '      6  Archived    until 4  2 refreshes',
      '      7  Archived    refused  refresh',
      '      8  Production  now      refresh',
      '      9  Staging     shadow   refresh',
      '     10  Staging     never    refresh',
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
    expect(lines[0]).toContain('trained to  cv mape');
    expect(lines[2]).toContain(' 2024-12-31    0.125 ');
    const shown = await printed(() => printFor(['show', '--version', '7', '--dataset', 'weather', '--folder', other]));
    expect(shown).toMatch(/^candidate +family +cv mape$/m);
    expect(shown).toMatch(/^theta +theta +–$/m);
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
      /^sha256\n {2}[0-9a-f]{64}$/m,
      /^tracking +s3:\/\/artifacts\/tracking\/weather\/run-3\/run.json$/m,
      /^signature +valid$/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it.each([
    ['https://mlflow.acme.internal/', 'https://mlflow.acme.internal, run run-9'],
    ['https://ada:geheim@mlflow.acme.internal', '-'],
  ])('takes the variable for the server of a record of 0.2.0, but no password: %s', async (variable, said) => {
    const ports = localPorts(await modelsFolder(), []);
    await ports.registry.register({
      ...(await ports.registry.describe('weather', 3)),
      ...{ runId: 'run-9', artifactUri: 's3://artifacts/models/weather/run-9/' },
    });
    process.env.MLFLOW_TRACKING_URI = variable;
    try {
      const { text } = await versionView({ ports, dataset: 'weather', place: '--env prod' }, 4);
      expect(JSON.stringify(text)).toContain(JSON.stringify(['tracking', said]));
    } finally {
      delete process.env.MLFLOW_TRACKING_URI;
    }
  });

  it('says which server knows the version, by its own record, and what waits for that server', async () => {
    const own = await modelsFolder();
    const { registry, stores } = localPorts(own, []);
    const uri = 'https://mlflow.acme.internal';
    const tracked = await registry.register({
      ...(await registry.describe('weather', 3)),
      ...{ runId: 'run-9', artifactUri: 's3://artifacts/models/weather/run-9/', tracking: { uri } },
    });
    expect(tracked.version).toBe(4);
    const show = () =>
      printed(() => printFor(['show', '--version', '4', '--dataset', 'weather', '--folder', own]), 400);
    expect(await show()).toMatch(/^tracking +https:\/\/mlflow\.acme\.internal, run run-9$/m);
    expect(await show()).not.toContain('wait');
    const entry = {
      id: 'x',
      uri,
      kind: 'record',
      dataset: 'weather',
      runId: 'run-9',
      part: '',
      sinceMs: FOLDER_AT_MS,
    } as const;
    const entries = [{ ...entry, reason: 'it is down', isRefused: false, isTold: true }];
    const other = { ...entries[0], dataset: 'energy' };
    await updateWaiting(stores.artifacts, (list) => ({ ...list, entries: [...entries, other] }));
    expect((await show()).split('\n')).toContain(
      '1 record for the tracking server https://mlflow.acme.internal waits since 2000-01-01 00:00 UTC. Nothing is lost: the next run that is tracked there sends what waits. It was not taken because it is down',
    );
  });

  it('shows recipe, selection and candidates with their folds, and who holds the version', async () => {
    const text = await heldModels('show', '--version', '4');
    for (const line of [
      'recipe               blend of 2 candidates, by rmse, season 365, trained on 1y',
      'fitted as            refresh of version 3',
      'selection            run run-3, as of 2020-12-31',
      'choice               harmonic: lowest rmse',
      'yardstick            seasonal naive of 365',
      'harmonic   harmonic {"yearly":3}    1.000',
      'theta      theta                    1.000',
      'All: folds 3',
      'To release it:',
      `  npm run rollback -- --folder ${held} --dataset weather --release`,
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
  it('has what differs in a table, what is the same once, and leaves out libraries that are', async () => {
    const lines = (await models('compare', '--version', '2', '--with', '3')).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      "8 of 37 fields of versions 2 and 3 of 'weather' differ.",
      '',
      'field         version 2                     version 3',
      '------------  ----------------------------  ------------------------------------',
      'stage         Production                    Staging',
      'selection     run run-2, as of 2020-12-31   run run-3, as of 2020-12-31',
    ]);
    const [differing, same] = [lines.slice(4, 15), lines.slice(lines.indexOf('The same in both:') + 1)];
    const fields = differing.filter((line) => !line.startsWith(' ')).map((line) => line.split(/ {2,}/)[0]);
    expect(fields).toEqual(['stage', 'selection', 'cv rmse', 'data version', 'artifact', 'sha256', 'run']);
    expect(same).toContain('recipe               blend of 2 candidates, by rmse, season 365, trained on 1y');
    expect(same.slice(-10)).toEqual([
      '',
      'candidate  family                 cv rmse',
      '---------  ---------------------  -------',
      'harmonic   harmonic {"yearly":3}    1.000',
      'theta      theta                    1.000',
      '',
      'All: folds 3',
      '',
      'And 2 libraries.',
      '',
    ]);
  });

  it('gives programs every field, and whether it differs', async () => {
    const { fields } = await modelsJson('compare', '--version', '2', '--with', '3');
    expect(fields).toContainEqual({ field: 'cv rmse', a: '1.500', b: '1.250', differs: true });
    expect(fields).toContainEqual({ field: 'library zod', a: '4.6.7', b: '4.6.7', differs: false });
    expect(fields).toContainEqual({
      field: 'candidate harmonic',
      a: 'harmonic {"yearly":3}: cv rmse 1.000 in 3 folds',
      b: 'harmonic {"yearly":3}: cv rmse 1.000 in 3 folds',
      differs: false,
    });
  });
});

describe('models -- history', () => {
  it('has one line for refreshes one after the other, and says that a roll-back holds', async () => {
    expect((await heldModels('history')).split('\n')).toEqual([
      'revision  when (UTC)        action       from  to  report',
      '--------  ----------------  -----------  ----  --  ---------------------',
      '       1  2000-01-01 00:00  promote         -   1  run-1/comparison.json',
      '  by ada: every gate passed',
      '       2  2000-01-01 00:00  promote         1   2  run-2/comparison.json',
      '       3  2000-01-01 00:00  promote         2   3  run-3/comparison.json',
      '       6  2000-01-01 00:00  3 refreshes     3   6  run-6/comparison.json',
      '  by platform: within the guard',
      '       7  2000-01-01 00:00  roll-back       6   4  -',
      '  by ada: too warm',
      '',
      'By whom and why is said where it is another than above.',
      'The reports lie in s3://artifacts/promotions/weather/',
      '2 refreshes that another one followed left out; --all shows them',
      'The record of the moves is intact: 7 moves signed, each over the one before.',
      'Intact, too: 6 reports that it cites.',
      ...hold(held),
      '',
    ]);
    expect(await heldModels('history', '--all')).toContain(' 4  2000-01-01 00:00  refresh       3   4  run-4/');
  });

  it('calls a selection what went live as a refresh does, and was cross-validated', async () => {
    const again = await heldFolder();
    const asked = { dataset: 'weather', transitionId: 'run-8', action: 'refresh', to: 2, expected: 'any' } as const;
    const ports = localPorts(again, [], { clockAtMs: FOLDER_AT_MS });
    await ports.production.move({ ...asked, by: 'platform', reason: 'within the guard', evidence: null }, ports);
    const text = await printed(() => printFor(['history', '--dataset', 'weather', '--folder', again]));
    expect(text).toMatch(/^ +8 +2000-01-01 00:00 +selection +4 +2 +-\n {2}by platform: within the guard$/m);
  });

  it('says the date that a replay was living through, when it ran, and the time of what a person did', async () => {
    const again = await modelsFolder();
    const moves = [
      { to: 1, action: 'promote', livedThrough: '2013-12-31' },
      { to: 2, action: 'refresh', livedThrough: '2014-01-30' },
      { to: 1, action: 'roll-back' },
    ] as const;
    for (const [at, move] of moves.entries()) {
      const ports = localPorts(again, [], { clockAtMs: Date.UTC(2026, 0, 1, 8, at) });
      const by = { expected: 'any', by: 'ada', reason: 'r', evidence: null } as const;
      await ports.production.move({ dataset: 'weather', transitionId: `t-${at}`, ...by, ...move }, ports);
    }
    const lines = (await printed(() => printFor(['history', '--dataset', 'weather', '--folder', again]))).split('\n');
    expect(lines.filter((line) => /^ +[345]  /.test(line)).map((line) => line.split(/ {2,}/).slice(2, 4))).toEqual([
      ['2013-12-31', 'promote'],
      ['2014-01-30', 'selection'],
      ['2026-01-01 08:02', 'roll-back'],
    ]);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'A date alone is the last that the replay knew when it made the move, living through history; it ran from 2026-01-01 08:00 to 2026-01-01 08:01 UTC.',
    );
    expect(await models('history')).not.toContain('A date alone');
  });

  it('has an address in one piece where reports have no folder in common', async () => {
    const again = await modelsFolder();
    const evidence = { reportUri: 's4://elsewhere/guard.json', reportSha256: 'f00' };
    const asked = { dataset: 'weather', transitionId: 'run-9', action: 'promote', to: 3, expected: 'any' } as const;
    const ports = localPorts(again, []);
    await ports.production.move({ ...asked, by: 'ada', reason: 'every gate passed', evidence }, ports);
    const lines = (await printed(() => printFor(['history', '--dataset', 'weather', '--folder', again]), 200)).split(
      '\n',
    );
    expect(lines[2]).toMatch(/ s3:\/\/artifacts\/promotions\/weather\/run-1\/comparison.json$/);
    expect(lines.some((line) => line.startsWith('The reports lie in'))).toBe(false);
    expect(lines).toContain('What revision 3 rests on is MISSING: the report, or its page.');
    process.exitCode = undefined;
  });

  describe('says whether the audit is intact', () => {
    const historyOf = async (place: string, ...more: string[]) => {
      const text = await printed(() => printFor(['history', '--dataset', 'weather', '--folder', place, ...more]), 400);
      const { exitCode } = process;
      process.exitCode = undefined;
      return { text, exitCode };
    };

    it('and ends with 0 where it is', async () => {
      const { text, exitCode } = await historyOf(folder, '--json');
      expect(JSON.parse(text).audit).toEqual({
        broken: null,
        unsigned: 0,
        evidence: [
          { revision: 1, state: 'intact' },
          { revision: 2, state: 'intact' },
        ],
      });
      expect(exitCode).toBeUndefined();
    });

    it('or where it is broken, which list and show tell as well, and ends with 1', async () => {
      const other = await modelsFolder();
      const record = join(other, 'artifacts/registry/weather/audit/00000001.json');
      await writeFile(record, (await readFile(record, 'utf8')).replace('every gate passed', 'nothing passed'));
      const broken =
        'The record of the moves is BROKEN at revision 2: revision 1 is not the record that it was signed over.';
      const { text, exitCode } = await historyOf(other);
      expect(text.split('\n')).toContain(broken);
      expect(text).toContain("the runbook's heading 'The audit of Production is broken'");
      expect(exitCode).toBe(1);
      for (const args of [['list'], ['show', '--version', '2']]) {
        const lines = await printed(() => printFor([...args, '--dataset', 'weather', '--folder', other]), 400);
        expect(lines.split('\n').slice(-3)).toEqual([
          broken,
          `  npm run models -- history --folder ${other} --dataset weather`,
          '',
        ]);
      }
      expect(process.exitCode).toBeUndefined();
    });

    it('also of the reports, and of the pages that people read', async () => {
      const other = await modelsFolder();
      await appendFile(join(other, 'artifacts/promotions/weather/run-1/comparison.html'), 'x');
      await appendFile(join(other, 'artifacts/promotions/weather/run-2/comparison.json'), ' ');
      const changed = await historyOf(other);
      expect(changed.text).toContain('What revision 1, 2 rests on is CHANGED: the report, or its page.');
      expect([changed.exitCode, changed.text.includes('Intact, too')]).toEqual([1, false]);
      await rm(join(other, 'artifacts/promotions/weather/run-1/comparison.html'));
      const { text, exitCode } = await historyOf(other);
      expect(text).toContain('What revision 2 rests on is CHANGED');
      expect(text).toContain('What revision 1 rests on is MISSING');
      expect(exitCode).toBe(1);
    });
  });

  it('shows every move of Production', async () => {
    expect(await models('history')).toContain("Version 2 of 'weather' is in Production");
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
    expect(text).toContain('Usage: npm run models -- WHAT [options]');
    expect(text).toMatch(/^ {2}history {2,}who moved Production/m);
    expect(text).toMatch(/^ {2}--data-version N {2,}/m);
  });
});

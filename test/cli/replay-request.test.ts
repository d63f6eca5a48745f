import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../cli/errors.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { placeholder } from '../../core/contracts/placeholder.ts';
import { commandOf } from '../../cli/command-schema.ts';
import { DATASETS } from '../../datasets/index.ts';
import { weather } from '../../datasets/weather.ts';
import { DESCRIBES } from '../../cli/replay/listed-dataset.ts';
import { DAILY } from '../support/dataset.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { requireCountry } from '../../cli/replay/require-country.ts';
import { givenOptions, parseCommand } from '../../cli/options.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { replayRequest } from '../../cli/replay/replay-request.ts';

function request(...args: string[]) {
  const options = parseCommand(replayCommand, args);
  if (options === undefined) throw new Error('help was printed');
  return replayRequest(options, givenOptions(replayCommand, args), CATALOG);
}

/** Of datasets/, with two candidates of one family. */
const LISTED: Dataset = {
  ...DAILY,
  name: 'listed',
  source: { format: 'csv', prefix: 'listed' },
  candidates: [
    { name: 'yearly', family: 'seasonal-naive', options: {} },
    { name: 'weekly', family: 'seasonal-naive', options: { lag: 7 } },
    { name: 'harmonic', family: 'harmonic', options: {} },
  ],
};
const CATALOG = [weather, LISTED];
const LISTED_NAMES = DATASETS.map(({ name }) => name).join(', ');

const NEEDED = ['--data', 'some/Daily Temps.csv', '--timestamp', 'Date', '--target', 'Temp', '--out', 'out/x'];

describe('the replay command', () => {
  it('names columns and a country that are known ahead', () => {
    expect(request(...NEEDED).dataset).toMatchObject({ regressors: [], holidays: null });
    const asked = request(...NEEDED, '--regressors', 'price,promo', '--country', 'DE-BY').dataset;
    expect(asked).toMatchObject({ regressors: ['price', 'promo'], holidays: { country: 'DE', subdivision: 'BY' } });
    expect(request(...NEEDED, '--country', 'US').dataset.holidays).toEqual({ country: 'US' });
    expect(() => request(...NEEDED, '--country', 'Germany')).toThrow("ISO 3166: 'US', or 'DE-BY'");
    const taken = () => request(...NEEDED, '--regressors', 'price,Temp');
    expect(taken).toThrow(UsageError);
    expect(taken).toThrow("--regressors 'Temp' is the column of --target: name columns beside it");
    expect(() => request(...NEEDED, '--regressors', 'price,price')).toThrow('every column is named once');
    expect(() => request(...NEEDED, '--id', 'Date')).toThrow(
      new UsageError('columns: id, timestamp and target are different columns'),
    );
    expect(() => request(...NEEDED, '--id', 'Temp')).toThrow('id, timestamp and target are different columns');
  });

  it('refuses a country without holidays before anything runs', async () => {
    await requireCountry(null);
    await requireCountry({ country: 'MC' });
    await expect(requireCountry({ country: 'UK' })).rejects.toThrow(UsageError);
    await expect(requireCountry({ country: 'UK' })).rejects.toThrow(
      "--country: there are no holidays for this country, 'UK'; ISO 3166 calls it GB; allowed: ISO 3166 codes: AD AE",
    );
    await expect(requireCountry({ country: 'MC', subdivision: '01' })).rejects.toThrow(
      "--country: there are no holidays for this subdivision, '01'; leave it out, or list the dates in a candidate's option 'holidays'; allowed: none",
    );
  });

  it('has defaults that suit ten years of daily data', () => {
    const { dataset, environment, windows } = request(...NEEDED);
    expect(environment).toBe('prod');
    expect(windows).toBeUndefined();
    expect(dataset).toMatchObject({
      name: 'daily-temps',
      source: { format: 'csv', prefix: 'Daily Temps.csv' },
      columns: { timestamp: 'Date', target: 'Temp' },
      frequency: 'day',
      training: { length: '5y' },
      evaluation: { length: '1y' },
      crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
      seasonLength: 365,
      level: 0.8,
      furtherLevels: [0.95],
      recipe: 'blend',
      promotion: { approveRefreshes: 'never' },
      monitoring: { returnBelow: 0.95, cadence: '30d', coolDown: '90d' },
    });
    expect(dataset.candidates).toEqual([
      { name: 'seasonal-naive', family: 'seasonal-naive', options: { lag: 365 } },
      { name: 'climatology', family: 'climatology', options: {} },
      { name: 'harmonic', family: 'harmonic', options: {} },
      { name: 'prophet', family: 'prophet', options: {} },
      { name: 'theta', family: 'theta', options: {} },
      { name: 'damped', family: 'damped', options: {} },
      { name: 'seasonal-naive-7', family: 'seasonal-naive', options: { lag: 7 } },
    ]);
  });

  it.each([
    ['hour', [168, 24]],
    ['week', [52]],
    ['month', [12]],
    ['quarter', [4]],
    ['year', [1]],
  ])('has a naive by each season of %s, the longest first', (frequency, lags) => {
    const { candidates } = request(...NEEDED, '--frequency', frequency).dataset;
    const naives = candidates.filter(({ family }) => family === 'seasonal-naive');
    expect(naives.map(({ options }) => options.lag)).toEqual(lags);
    expect(candidates).toHaveLength(lags.length + 5);
  });

  it('has an interval of each level once', () => {
    expect(request(...NEEDED, '--level', '0.95').dataset).toMatchObject({ level: 0.95, furtherLevels: [] });
    const { dataset } = request(...NEEDED, '--level', '0.9', '--further-levels', '0.5, 0.99');
    expect(dataset.furtherLevels).toEqual([0.5, 0.99]);
  });

  it('reads values and dates as the options say', () => {
    const usual = ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '-'];
    const plain = request(...NEEDED).dataset.contract;
    expect(plain).toMatchObject({
      ...{ dateOrder: 'iso', decimalComma: false, thousandsSeparator: null, timeZone: null, missingValues: usual },
    });
    expect('min' in plain || 'max' in plain).toBe(false);
    expect(Object.values(plain.deliveries)).toEqual([0.5, null, null, null, null]);
    expect(request(...NEEDED, '--max-restated', '1').dataset.contract.deliveries.maxRestatedShare).toBe(1);
    const { contract } = request(
      ...NEEDED,
      ...['--date-order', 'day-first', '--time-zone', 'Europe/Berlin', '--thousands', '.', '--decimal-comma'],
      ...['--missing', '#N/A, ., NA', '--min', '-5', '--max', '1e6'],
    ).dataset;
    expect(contract).toMatchObject({
      ...{ dateOrder: 'day-first', timeZone: 'Europe/Berlin', thousandsSeparator: '.', decimalComma: true },
      ...{ missingValues: [...usual, '#N/A', '.'], min: -5, max: 1_000_000 },
    });
    expect(request(...NEEDED, '--missing=?', '--missing', 'x,y').dataset.contract.missingValues).toEqual([
      ...usual,
      ...['?', 'x', 'y'],
    ]);
    expect(request(...NEEDED, '--thousands', ' ').dataset.contract.thousandsSeparator).toBe(' ');
    expect(request(...NEEDED, '--min=-.5').dataset.contract.min).toBe(-0.5);
  });

  it('has the three policies', () => {
    expect(request(...NEEDED).policy).toBe('gates');
    expect(request(...NEEDED, '--policy', 'refresh-latest').policy).toBe('refresh-latest');
    expect(request(...NEEDED, '--policy', 'promote-latest').policy).toBe('promote-latest');
  });

  it('takes every option', () => {
    const { dataset, windows, outDir } = request(
      ...NEEDED,
      ...['--id', 'store', '--frequency', 'month', '--train', '8y', '--evaluate', '6m', '--windows', '3'],
      ...['--candidates', 'prophet, harmonic', '--cv-initial', '4y', '--cv-period', '2m', '--cv-horizon', '6m'],
      ...['--season', '6', '--metric', 'mae', '--level', '0.9', '--seed', '7', '--dataset', 'sales'],
      ...['--recipe', 'choice'],
    );
    expect({ windows, outDir }).toEqual({ windows: 3, outDir: 'out/x' });
    expect(dataset).toMatchObject({
      name: 'sales',
      columns: { id: 'store' },
      frequency: 'month',
      training: { length: '8y' },
      crossValidation: { initial: '4y', period: '2m', horizon: '6m' },
      seasonLength: 6,
      selectionMetric: 'mae',
      level: 0.9,
      recipe: 'choice',
      seed: 7,
    });
    expect(dataset.candidates).toEqual([
      { name: 'prophet', family: 'prophet', options: {} },
      { name: 'harmonic', family: 'harmonic', options: {} },
    ]);
  });

  it('judges recipes on the horizon, in blocks that it holds four of, and says so where it does not', () => {
    const judged = (...args: string[]) => {
      const { dataset, notes = [] } = request(...NEEDED, ...args);
      const { holdout, gates } = dataset.promotion;
      return { holdout, block: gates.production.blockLength, notes };
    };
    expect(judged()).toEqual({ holdout: '90d', block: 7, notes: [] });
    expect(judged('--cv-horizon', '20d')).toEqual({ holdout: '20d', block: 5, notes: [] });
    expect(judged('--holdout', '16d')).toEqual({ holdout: '16d', block: 4, notes: [] });
    expect(judged('--cv-horizon', '14d')).toEqual({
      holdout: '16d',
      block: 4,
      notes: [
        'recipes are judged on the last 16d of a training window (--holdout 16d): --cv-horizon 14d, which is the usual length, ' +
          'is too short to tell luck from loss',
      ],
    });
    const wholeFold = ['--frequency', 'month', '--train', '6y', '--cv-initial', '5y', '--cv-horizon', '1y'];
    expect(judged(...wholeFold)).toEqual({
      holdout: '8m',
      block: 2,
      notes: [
        'recipes are judged on the last 8m of a training window (--holdout 8m): --cv-horizon 1y, which is the usual length, ' +
          'would leave no fold of cross-validation before it',
        '--train 6y less --holdout 8m (the default) is not longer than --cv-initial 5y and --cv-horizon 1y together: were a recipe to be ' +
          'compared with another, both would be weighed by the errors of 4 months alone; would fit: --train 81m',
      ],
    });
  });

  it.each([
    [['--train', '1y'], { initial: '182d', period: '30d', horizon: '60d' }],
    [['--frequency', 'month', '--train', '4y'], { initial: '2y', period: '4m', horizon: '8m' }],
    [['--train', '3y'], { initial: '700d', period: '30d', horizon: '90d' }],
  ])('cross-validates within a training that alone is given: %j', (args, folds) => {
    const { dataset, notes = [] } = request(...NEEDED, ...args);
    expect(dataset.crossValidation).toEqual(folds);
    const { initial, period, horizon } = folds;
    const said = `(--cv-initial ${initial} --cv-period ${period} --cv-horizon ${horizon})`;
    expect(notes.some((note) => note.includes(said))).toBe(initial !== '700d');
  });

  it.each([
    [
      ['--holdout', '14d'],
      "--holdout 14d has 14 days, and to tell luck from loss it takes at least 16 (4 blocks of 4): no recipe could ever take another's " +
        'place; would fit: --holdout 16d',
    ],
    [
      ['--train', '300d', '--cv-period', '30d'],
      '--cv-initial 700d (the default) and --cv-horizon 90d (the default) together are longer than --train 300d (300 days), so that no ' +
        'candidate could ever be cross-validated; would fit: --cv-initial 119d, or --train 881d',
    ],
    [
      ['--frequency', 'month', '--evaluate', '10d'],
      '--evaluate 10d is shorter than a month, which is how far apart the observations are; would fit: --evaluate 1m',
    ],
    [
      ['--train', '300d', '--cv-initial', '200d', '--cv-horizon', '60d', '--holdout', '90d'],
      'all that cross-validation scores in --train 300d lies within --holdout 90d, so that neither of two recipes could be weighed for a ' +
        'comparison; would fit: --holdout 30d, or --cv-initial 149d, or --train 351d',
    ],
  ])('refuses what could never come right, with options that fit: %j', (args, message) => {
    const refused = (() => {
      try {
        return request(...NEEDED, ...args);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toMatchObject({ name: 'UsageError', message });
  });

  it.each([
    [['--frequency', 'fortnight'], "--frequency 'fortnight' is unknown; allowed: hour, day, week"],
    [['--windows', '0'], "--windows '0' is not a whole number of at least 1"],
    [['--candidates', 'arima'], "--candidates 'arima' is unknown; allowed: seasonal-naive"],
    [['--train', '5 years'], "--train '5 years' is not allowed; allowed: a whole number and a unit: '36h'"],
    [['--cv-horizon', '90'], "--cv-horizon '90' is not allowed; allowed: a whole number and a unit"],
    [['--metric', 'r2'], "--metric 'r2' is unknown; allowed: mse, rmse"],
    [['--level', '80'], "--level '80' is not a number above 0 and below 1"],
    [['--level', '1'], "--level '1' is not a number above 0 and below 1"],
    [['--level', ''], '--level is missing: probability'],
    [['--recipe', 'soup'], "--recipe 'soup' is unknown; allowed: blend, average, choice"],
    [['--further-levels', '0.9,95'], "--further-levels '95' is not a number above 0 and below 1 and in steps of 0.001"],
    [['--further-levels', ''], '--further-levels is missing: probabilities of further intervals'],
    [['--further-levels', '0.9,0.9'], "--further-levels '0.9,0.9' is not allowed; allowed: every level is listed once"],
    [['--policy', 'promote-best-cv'], "--policy 'promote-best-cv' is unknown; allowed: promote-latest, refresh-latest"],
    [['--seed', 'x'], "--seed 'x' is not a whole number of at least 0"],
    [['--max-quarantine', '5'], "--max-quarantine '5' is not a number of at least 0 and at most 1"],
    [['--dataset', 'My Data'], "--dataset 'My Data' is not allowed; allowed: lower case letters"],
    [['--dataset', 'a'.repeat(41)], 'allowed: at most 40 characters'],
    [['--thousands', ';'], "--thousands ';' is not allowed; allowed: one of , . ' and a space, between quotes"],
    [['--thousands', '.'], '--thousands . without --decimal-comma: one mark would be two things'],
    [['--thousands', ',', '--decimal-comma'], '--thousands , with --decimal-comma: one mark would be two things'],
    [['--time-zone', 'Berlin'], "--time-zone 'Berlin' is not allowed; allowed: a zone of the IANA database"],
    [['--min', 'low'], "--min 'low' is not a number"],
    [['--min', '2', '--max', '1'], '--min 2 is above --max 1'],
    [['--missing', ''], '--missing is missing: texts that mean no value'],
    [['--env', 'test'], "--env 'test' is unknown; allowed: dev, staging, prod"],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => request(...NEEDED, ...args)).toThrow(message);
  });

  it.each(['data', 'timestamp', 'target', 'out'])('asks for --%s when it is missing', (name) => {
    const index = NEEDED.indexOf(`--${name}`);
    expect(() => request(...NEEDED.filter((_, at) => at !== index && at !== index + 1))).toThrow(
      `--${name} is missing`,
    );
  });
});

describe('a data set of datasets/', () => {
  const RUN = ['--dataset', 'listed', '--data', 'some/file.csv', '--out', 'out/x'];

  it('is lived through as its literal says', () => {
    const { dataset, notes, windows, overwrite } = request(
      ...RUN,
      '--windows',
      '2',
      '--policy',
      'gates',
      '--overwrite',
    );
    expect(dataset).toBe(LISTED);
    expect({ notes, windows, overwrite }).toEqual({ notes: [], windows: 2, overwrite: true });
  });

  it('is described by no option as well, whatever it says', () => {
    const refused = () => request(...RUN, '--train', '5y', '--recipe', 'blend', '--country', 'DE', '--min', '0');
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(
      "the data set 'listed' is described in datasets/ alone, and not by --country (holidays says null), " +
        '--train (training.length says "5y"), --recipe (recipe says "blend"), --min (contract.min says -60): leave',
    );
    const contract = { ...DAILY.contract };
    delete contract.min;
    const asked = [...RUN, '--min', '0'];
    const options = parseCommand(replayCommand, asked)!;
    expect(() => replayRequest(options, new Set(['min']), [{ ...LISTED, contract }])).toThrow(
      'contract.min says nothing',
    );
  });

  it('has a place for every option: with the literal, or in its stead', () => {
    const run = [
      'data',
      'windows',
      'candidates',
      'policy',
      'approvals',
      'dataset',
      'clock',
      'out',
      'overwrite',
      'verbose',
      'env',
      'assembly',
    ];
    const { options } = commandOf(replayCommand);
    expect(options.map(({ name }) => name).filter((name) => !run.includes(name))).toEqual(Object.keys(DESCRIBES));
  });

  it('is tried with fewer of its candidates, as it has them', () => {
    const { dataset } = request(...RUN, '--candidates', 'seasonal-naive');
    expect(dataset.candidates).toEqual(LISTED.candidates.slice(0, 2));
    expect(() => request(...RUN, '--candidates', 'harmonic,theta')).toThrow(
      "--candidates 'theta' is no family of 'listed'; allowed: seasonal-naive, harmonic",
    );
  });

  it('is found by its name alone, and said to be missing with what is near', () => {
    const unknown = ['--dataset', 'wether', '--data', 'some/file.csv', '--out', 'out/x'];
    expect(() => request(...unknown)).toThrow(
      `--dataset 'wether' is not in datasets/index.ts (${LISTED_NAMES}; did you mean 'weather'?); for a file that the options describe, ` +
        '--timestamp is missing: column of the dates; --target is missing: column of the values to forecast',
    );
    expect(() => request('--data', 'some/file.csv', '--out', 'out/x', '--target', 'y')).toThrow(
      `--timestamp is missing: column of the dates; or a data set of datasets/: --dataset ${LISTED_NAMES}`,
    );
    expect(request(...NEEDED, '--dataset', 'wether').dataset).toMatchObject({ name: 'wether', owner: 'local' });
  });

  it('has its file in the folder of its source, in the place of the one that the source is, or in what another shares', async () => {
    const root = await temporaryFolder();
    const file = join(root, 'a.csv');
    await writeFile(file, 'date,station,temp\n');
    const landing = (dataset: Dataset, data: string) => {
      const options = parseCommand(replayCommand, ['--dataset', 'listed', '--data', data, '--out', 'out/x'])!;
      return replayRequest(options, new Set(), [dataset]).landing;
    };
    expect(landing(LISTED, file)).toBe('landing/listed/a.csv');
    expect(landing(LISTED, root)).toBe('landing/listed');
    const one: Dataset = { ...LISTED, source: { format: 'csv', prefix: 'listed/all.csv' } };
    expect(landing(one, file)).toBe('landing/listed/all.csv');
    await mkdir(join(root, 'table', '_delta_log'), { recursive: true });
    const of = { environment: 'prod', layer: 'silver' } as const;
    const shared: Dataset = { ...LISTED, source: { format: 'delta', prefix: 'sales/series', of } };
    expect(landing(shared, join(root, 'table'))).toBe('shared/prod/silver/sales/series');
    expect(() => landing(LISTED, join(root, 'table'))).toThrow(
      `--data '${root}/table' is delta, and the data set 'listed' says source.format 'csv': give its deliveries`,
    );
  });

  it('says in one line what nobody has filled in, and what may look better than it is', () => {
    const options = parseCommand(replayCommand, RUN)!;
    const { promotion } = LISTED;
    const literal: Dataset = {
      ...LISTED,
      owner: placeholder('who?'),
      intendedUse: placeholder('what for?'),
      crossValidation: { initial: '1750d', period: '10d', horizon: '70d' },
      promotion: { ...promotion, holdout: '30d' },
    };
    expect(replayRequest(options, new Set(), [literal]).notes).toEqual([
      "'listed' has yet to be filled in (datasets/): owner, intendedUse; no environment takes it before",
      expect.stringMatching(/^training\.length '5y' less promotion\.holdout '30d' is not longer than /),
    ]);
  });
});

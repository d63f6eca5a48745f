import * as z from 'zod';
import { dataContractSchema } from '../../core/contracts/data-contract.ts';
import { datasetSchema } from '../../core/contracts/dataset.ts';
import { POLICIES } from '../../core/contracts/promotion.ts';
import { FAMILY_NAMES } from '../../core/models/families.ts';
import { USUAL_LENGTHS, type UsualLengths } from '../../core/series/usual-lengths.ts';
import { clockOption } from '../clock-option.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';

const { name, regressors, frequency, training, seasonLength, level, furtherLevels, recipe, selectionMetric, seed } =
  datasetSchema.shape;
const { maxQuarantineShare, dateOrder, timeZone, thousandsSeparator, aggregate, deliveries } = dataContractSchema.shape;
const { maxRestatedShare } = deliveries.shape;
const families = z.enum(FAMILY_NAMES);
const duration = training.shape.length;
const text = z.string().min(1);
/** A choice, but of characters that a list of choices would drown in its commas. */
const separator = z
  .string()
  .refine((character) => thousandsSeparator.safeParse(character).success, "one of , . ' and a space, between quotes")
  .transform((character) => thousandsSeparator.parse(character));

/** What an empty cell is written as by the programs that most files are of. */
export const MISSING_VALUES = ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '-'] as const;

/** `npm run replay`. A data set of one's own in datasets/ can say more than these options. */
export const replayCommand = z
  .strictObject({
    data: text.meta({
      placeholder: 'FILE',
      description: 'CSV or Parquet file, packed or not, a folder of them, or the folder of a Delta table',
    }),
    timestamp: text.optional().meta({
      placeholder: 'COL',
      description: 'column of the dates (needed, unless --dataset is of datasets/)',
    }),
    target: text.optional().meta({
      placeholder: 'COL',
      description: 'column of the values to forecast (needed, unless --dataset is of datasets/)',
    }),
    id: text.optional().meta({
      placeholder: 'COL',
      description: 'column that tells the series apart; without it the file is one series',
    }),
    regressors: regressors.default([]).meta({
      placeholder: 'A,B',
      description: 'columns known ahead, such as prices: rows of dates to come have them and no target',
    }),
    country: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, "ISO 3166: 'US', or 'DE-BY' for a part of a country")
      .optional()
      .meta({ placeholder: 'US', description: 'country, or part of one, whose public holidays the models know' }),
    frequency: frequency.default('day').meta({ placeholder: 'F', description: 'how far apart the dates are' }),
    train: lengthOf('train', 'length of a training window'),
    evaluate: lengthOf('evaluate', 'length of an evaluation window; windows slide by it'),
    windows: z.number().int().min(1).optional().meta({
      placeholder: 'N',
      description: 'how many windows, from the first date on (default: all that fit)',
    }),
    candidates: z
      .array(families)
      .optional()
      .meta({ placeholder: 'A,B', description: 'families (default: all, a naive a season)' }),
    recipe: recipe.default('blend').meta({
      placeholder: 'R',
      description: 'what becomes of the candidates',
    }),
    'cv-initial': lengthOf('cvInitial', 'shortest history of a cross-validation fold'),
    'cv-period': lengthOf('cvPeriod', 'distance between two cutoffs'),
    'cv-horizon': lengthOf('cvHorizon', 'what each fold forecasts'),
    holdout: duration.optional().meta({
      placeholder: 'LENGTH',
      description: 'what two recipes are judged on before one goes live (default: as cv-horizon, where that is sound)',
    }),
    cadence: lengthOf('cadence', 'how often the monitor looks, and the recipe is fitted anew'),
    season: seasonLength.optional().meta({
      placeholder: 'N',
      description: 'steps of the main season',
      defaultsBy: byFrequency('season'),
    }),
    metric: selectionMetric.default('rmse').meta({ placeholder: 'M', description: 'selection metric' }),
    level: level.default(0.8).meta({ placeholder: 'P', description: 'probability of the forecast interval' }),
    'further-levels': furtherLevels.default([0.95]).meta({
      placeholder: 'P,P',
      description: 'probabilities of further intervals',
    }),
    'max-quarantine': maxQuarantineShare.default(0.05).meta({
      placeholder: 'P',
      description: 'share of rows that may be refused before the run is',
    }),
    'max-restated': maxRestatedShare.unwrap().default(0.5).meta({
      placeholder: 'P',
      description: 'share of a file that may give other values than the files before it',
    }),
    'date-order': dateOrder.default('iso').meta({
      placeholder: 'ORDER',
      description: 'how to read 03/04/2012, which iso refuses',
    }),
    'time-zone': timeZone.unwrap().optional().meta({
      placeholder: 'ZONE',
      description: "clock of the dates, as 'Europe/Berlin' (default: UTC)",
    }),
    thousands: separator.optional().meta({
      placeholder: 'CHAR',
      description: "what stands between thousands: a comma, a point, ' ' or an apostrophe (default: nothing)",
    }),
    'decimal-comma': z.boolean().default(false).meta({ description: 'values are written 12,5' }),
    missing: z
      .array(text)
      .optional()
      .meta({
        placeholder: 'A,B',
        description: `texts that mean no value, beside ${MISSING_VALUES.join(', ')}`,
      }),
    min: z.number().optional().meta({ placeholder: 'N', description: 'least value that can be; less is refused' }),
    max: z.number().optional().meta({ placeholder: 'N', description: 'greatest value that can be; more is refused' }),
    aggregate: aggregate.unwrap().optional().meta({
      placeholder: 'HOW',
      description: 'what several rows of a period become (default: refused)',
    }),
    policy: z.enum(POLICIES).default('gates').meta({ placeholder: 'P', description: 'what decides who goes live' }),
    approvals: z.enum(['automatic', 'ask']).default('automatic').meta({
      placeholder: 'A',
      description: "whether a promotion waits for 'npm run approve' or 'npm run reject'",
    }),
    dataset: name.optional().meta({
      placeholder: 'NAME',
      description:
        'a data set of datasets/, or the name of the one that options describe (default: from the file name)',
    }),
    seed: seed.default(1).meta({ placeholder: 'N', description: 'seed of everything random' }),
    clock: clockOption,
    out: text.meta({ placeholder: 'DIR', description: 'where tables, models, registry and results go' }),
    overwrite: z.boolean().default(false).meta({ description: 'replace what another replay left in DIR' }),
    verbose: z.boolean().default(false).meta({ description: 'tell of every state of every execution as it ends' }),
    env: z.enum(Object.keys(ENVIRONMENTS)).default('prod').meta({
      placeholder: 'ENV',
      description: 'whose state machines to run',
    }),
    assembly: text.optional().meta({
      placeholder: 'CDK_OUT',
      description: 'run an already synthesized app instead of synthesizing',
    }),
  })
  .meta({
    title: 'replay',
    calls: [
      'npm run replay -- --data out/demo/landing/weather/temperatures.csv --timestamp date --target value --id series --train 2y --evaluate 6m --windows 1 --out out/own',
    ],
    groups: {
      'The data': ['data', 'dataset', 'timestamp', 'target', 'id', 'frequency', 'regressors', 'country'],
      'How they are read': [
        ...['date-order', 'time-zone', 'thousands', 'decimal-comma', 'missing', 'min', 'max', 'aggregate'],
        ...['max-quarantine', 'max-restated'],
      ],
      'Windows and folds (a LENGTH is 5y, 4q, 3m, 26w or 90d)': [
        ...['train', 'evaluate', 'windows', 'cv-initial', 'cv-period', 'cv-horizon', 'holdout', 'cadence', 'season'],
      ],
      'What is fitted, and who goes live': [
        ...['candidates', 'recipe', 'metric', 'level', 'further-levels', 'policy', 'approvals', 'seed'],
      ],
      'The run': ['out', 'overwrite', 'verbose', 'clock', 'env', 'assembly'],
    },
    description:
      'Lives through the past of a file: windows of training and evaluation slide over it, and in each one the prod state\n' +
      'machines ingest, transform, cross-validate every candidate, fit the recipe, forecast, look, refresh and score.\n' +
      'With --dataset NAME of datasets/, the data set runs as its literal says. Of the options that describe a data set,\n' +
      'only --windows and --candidates (the families to keep of those in the literal) go with it, to make a try shorter.\n' +
      'What is written says when it ran; moves of Production and tracked trainings also say the date that was lived through.\n' +
      'With MLFLOW_TRACKING_URI, an MLflow server is told of every training; what it does not take waits in the folder for\n' +
      'the next run, unless TRACKING_WHEN_DOWN=fail.',
  });
export type ReplayOptions = z.output<typeof replayCommand>;

/** An option whose default suits the frequency. */
function lengthOf(length: Exclude<keyof UsualLengths, 'season' | 'block'>, description: string) {
  return duration.optional().meta({ placeholder: 'LENGTH', description, defaultsBy: byFrequency(length) });
}

function byFrequency(length: Exclude<keyof UsualLengths, 'block'>) {
  const values = Object.entries<UsualLengths>(USUAL_LENGTHS).map(([name, usual]) => [name, String(usual[length])]);
  return { option: 'frequency', values: Object.fromEntries(values) };
}

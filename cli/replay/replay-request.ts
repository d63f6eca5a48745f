import { basename, extname } from 'node:path';
import type * as z from 'zod';
import { type Dataset, datasetSchema } from '../../core/contracts/dataset.ts';
import { POLICIES, type Policy } from '../../core/contracts/promotion.ts';
import { FREQUENCIES, type Frequency } from '../../core/contracts/frequency.ts';
import { type CommandSpec, type ParsedOptions, requiredText, text, UsageError, wholeNumber } from '../options.ts';

const FAMILIES = ['seasonal-naive', 'climatology', 'harmonic', 'prophet'] as const;

export const REPLAY_COMMAND: CommandSpec = {
  name: 'replay',
  summary:
    'Lives through the past of a file: windows of training and evaluation slide over it, and in each one the prod state\n' +
    'machines ingest, transform, train every candidate, choose, register, forecast, and score what came true.',
  options: {
    data: { type: 'string', value: 'FILE', help: 'CSV or Parquet file, or the folder of a Delta table (required)' },
    timestamp: { type: 'string', value: 'COL', help: 'column of the dates (required)' },
    target: { type: 'string', value: 'COL', help: 'column of the values to forecast (required)' },
    id: { type: 'string', value: 'COL', help: 'column that tells the series apart; without it the file is one series' },
    frequency: { type: 'string', value: 'F', help: `${FREQUENCIES.join(', ')} (default day)` },
    train: { type: 'string', value: '5y', help: 'length of a training window' },
    evaluate: { type: 'string', value: '1y', help: 'length of an evaluation window; windows slide by it' },
    windows: { type: 'string', value: 'N', help: 'how many windows, from the first date on (default: all that fit)' },
    candidates: { type: 'string', value: 'A,B', help: `model families (default ${FAMILIES.join(',')})` },
    'cv-initial': { type: 'string', value: '700d', help: 'shortest history of a cross-validation fold' },
    'cv-period': { type: 'string', value: '30d', help: 'distance between two cutoffs' },
    'cv-horizon': { type: 'string', value: '90d', help: 'what each fold forecasts' },
    holdout: { type: 'string', value: '90d', help: 'what both models are judged on before one goes live' },
    cadence: { type: 'string', value: '30d', help: 'how often the monitor looks while a window is lived through' },
    season: { type: 'string', value: 'N', help: 'steps of the main season (daily: 365, monthly: 12, ...)' },
    metric: { type: 'string', value: 'M', help: 'selection metric: mse, rmse, mae, mdape, smape, mase (default rmse)' },
    level: { type: 'string', value: '0.8', help: 'probability of the forecast interval' },
    'max-quarantine': { type: 'string', value: '0.05', help: 'share of rows that may be refused before the run is' },
    'date-order': {
      type: 'string',
      value: 'iso',
      help: 'how to read 03/04/2012: iso refuses it, day-first, month-first',
    },
    policy: {
      type: 'string',
      value: 'P',
      help: `what decides who goes live: ${POLICIES.join(', ')} (default gates)`,
    },
    approvals: {
      type: 'string',
      value: 'A',
      help: "automatic, or ask: wait for 'npm run approve' or 'npm run reject' (default automatic)",
    },
    dataset: { type: 'string', value: 'NAME', help: 'name of the data set (default: from the file name)' },
    seed: { type: 'string', value: 'N', help: 'seed of everything random (default 1)' },
    out: { type: 'string', value: 'DIR', help: 'where tables, models, registry and results go (required)' },
    overwrite: { type: 'boolean', help: 'replace what another replay left in DIR' },
    env: { type: 'string', value: 'ENV', help: 'whose state machines to run: dev, staging, prod (default prod)' },
    assembly: { type: 'string', value: 'CDK_OUT', help: 'run an already synthesized app instead of synthesizing' },
  },
};

export interface ReplayRequest {
  readonly dataset: Dataset;
  readonly dataPath: string;
  readonly outDir: string;
  readonly policy: Policy;
  readonly approvals: 'automatic' | 'ask';
  readonly windows?: number;
  readonly environment: string;
  readonly assembly?: string;
  readonly overwrite: boolean;
}

interface Lengths {
  readonly train: string;
  readonly evaluate: string;
  readonly cvInitial: string;
  readonly cvPeriod: string;
  readonly cvHorizon: string;
  readonly season: number;
  /** How often the monitor looks. */
  readonly cadence: string;
  /** For how many periods errors may stay correlated. */
  readonly block: number;
}

/** Lengths that suit most series of a frequency; every one has an option of its own. */
const LENGTHS: Readonly<Record<Frequency, Lengths>> = {
  hour: {
    train: '60d',
    evaluate: '7d',
    cvInitial: '28d',
    cvPeriod: '2d',
    cvHorizon: '7d',
    season: 168,
    cadence: '1d',
    block: 12,
  },
  day: {
    train: '5y',
    evaluate: '1y',
    cvInitial: '700d',
    cvPeriod: '30d',
    cvHorizon: '90d',
    season: 365,
    cadence: '30d',
    block: 7,
  },
  week: {
    train: '5y',
    evaluate: '1y',
    cvInitial: '2y',
    cvPeriod: '8w',
    cvHorizon: '26w',
    season: 52,
    cadence: '4w',
    block: 4,
  },
  month: {
    train: '10y',
    evaluate: '1y',
    cvInitial: '5y',
    cvPeriod: '3m',
    cvHorizon: '1y',
    season: 12,
    cadence: '3m',
    block: 3,
  },
  quarter: {
    train: '10y',
    evaluate: '1y',
    cvInitial: '5y',
    cvPeriod: '1q',
    cvHorizon: '1y',
    season: 4,
    cadence: '1q',
    block: 1,
  },
  year: {
    train: '30y',
    evaluate: '5y',
    cvInitial: '15y',
    cvPeriod: '1y',
    cvHorizon: '5y',
    season: 1,
    cadence: '1y',
    block: 1,
  },
};

/** @throws UsageError naming the option, the value got and what is allowed. */
export function replayRequest(options: ParsedOptions): ReplayRequest {
  const dataPath = requiredText(options, 'data', 'the file to replay');
  const windows = wholeNumber(options, 'windows', 1);
  const assembly = text(options, 'assembly');
  return {
    dataset: datasetOf(options, dataPath),
    dataPath,
    outDir: requiredText(options, 'out', 'the folder for the results'),
    environment: text(options, 'env') ?? 'prod',
    overwrite: options.overwrite === true,
    policy: oneOf(text(options, 'policy') ?? 'gates', 'policy', POLICIES),
    approvals: oneOf(text(options, 'approvals') ?? 'automatic', 'approvals', ['automatic', 'ask']),
    ...(windows === undefined ? {} : { windows }),
    ...(assembly === undefined ? {} : { assembly }),
  };
}

function datasetOf(options: ParsedOptions, dataPath: string): Dataset {
  const frequency = oneOf(text(options, 'frequency') ?? 'day', 'frequency', FREQUENCIES);
  const lengths = LENGTHS[frequency];
  const id = text(options, 'id');
  const file = basename(dataPath);
  const candidates = (text(options, 'candidates') ?? FAMILIES.join(',')).split(',').map((name) => name.trim());
  const draft = {
    name: text(options, 'dataset') ?? nameFrom(file),
    description: `Replay of ${file}`,
    owner: 'local',
    intendedUse: 'A replay of history on a laptop',
    tags: {},
    source: { format: formatOf(file), prefix: file },
    columns: {
      timestamp: requiredText(options, 'timestamp', 'the column of the dates'),
      target: requiredText(options, 'target', 'the column of the values to forecast'),
      ...(id === undefined ? {} : { id }),
    },
    frequency,
    contract: {
      missingValues: ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '-'],
      maxQuarantineShare: fraction(options, 'max-quarantine', 0.05),
      restatements: 'last-delivery-wins',
      dateOrder: oneOf(text(options, 'date-order') ?? 'iso', 'date-order', ['iso', 'day-first', 'month-first']),
      decimalComma: false,
    },
    shards: 1,
    segmentSeparator: null,
    training: { length: text(options, 'train') ?? lengths.train },
    evaluation: { length: text(options, 'evaluate') ?? lengths.evaluate },
    seasonLength: wholeNumber(options, 'season', 1) ?? lengths.season,
    level: fraction(options, 'level', 0.8),
    candidates: candidates.map((name) => ({ name, family: oneOf(name, 'candidates', FAMILIES), options: {} })),
    crossValidation: {
      initial: text(options, 'cv-initial') ?? lengths.cvInitial,
      period: text(options, 'cv-period') ?? lengths.cvPeriod,
      horizon: text(options, 'cv-horizon') ?? lengths.cvHorizon,
    },
    selectionMetric: text(options, 'metric') ?? 'rmse',
    maxFailedSeriesShare: 0.01,
    ...judgementDefaults({
      holdout: text(options, 'holdout') ?? text(options, 'cv-horizon') ?? lengths.cvHorizon,
      cadence: text(options, 'cadence') ?? lengths.cadence,
      block: lengths.block,
    }),
    seed: wholeNumber(options, 'seed', 0) ?? 1,
  };
  return checked(draft);
}

/** Gates and monitoring that suit most series. A data set of one's own in datasets/ says its own. */
function judgementDefaults({
  holdout,
  cadence,
  block,
}: {
  readonly holdout: string;
  readonly cadence: string;
  readonly block: number;
}): Pick<Dataset, 'promotion' | 'monitoring'> {
  return {
    promotion: {
      holdout,
      requiredTags: [],
      maxTrainingAge: holdout,
      gates: {
        minJoinedRows: 1,
        minSkill: 0,
        production: { tolerance: 0.05, confidence: 0.9, blockLength: block, resamples: 500 },
        coverage: { min: 0.5, max: 1 },
        maxBiasShare: 1,
        maxCrossValidationGap: 2,
        cost: { over: 1, under: 1, tolerance: 0.1 },
        maxWorseSeriesShare: 0.75,
        maxWorstSegmentRatio: 1.5,
      },
    },
    monitoring: {
      cadence,
      alarm: { violations: 2, of: 3 },
      maxRmseOverNaive: 1.25,
      maxRmseOverPromised: 2,
      drift: { maxStabilityIndex: 1, maxMissingShare: 0.5 },
      rollBackBelow: 0.9,
      coolDown: cadence,
      maxActionsPerWeek: 1,
      lockMinutes: 60,
    },
  };
}

/** Which option a field of the data set comes from, for the error message. */
const OPTION_OF: Readonly<Record<string, string>> = {
  name: 'dataset',
  'training.length': 'train',
  'evaluation.length': 'evaluate',
  'crossValidation.initial': 'cv-initial',
  'crossValidation.period': 'cv-period',
  'crossValidation.horizon': 'cv-horizon',
  selectionMetric: 'metric',
  'promotion.holdout': 'holdout',
  'promotion.maxTrainingAge': 'holdout',
  'monitoring.cadence': 'cadence',
  'monitoring.coolDown': 'cadence',
};

function checked(draft: unknown): Dataset {
  const result = datasetSchema.safeParse(draft);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue: z.core.$ZodIssue) => {
    const field = issue.path.join('.');
    return `--${OPTION_OF[field] ?? field}: ${issue.message}`;
  });
  throw new UsageError(lines.join('; '));
}

function oneOf<const T extends string>(value: string, option: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`--${option} '${value}' is unknown; allowed: ${allowed.join(', ')}`);
  return found;
}

function fraction(options: ParsedOptions, name: string, otherwise: number): number {
  const value = text(options, name);
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!(number >= 0 && number <= 1)) throw new UsageError(`--${name} '${value}' is not between 0 and 1`);
  return number;
}

function nameFrom(file: string): string {
  const name = file
    .slice(0, file.length - extname(file).length)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'data' : name.slice(0, 40);
}

function formatOf(file: string): 'csv' | 'parquet' | 'delta' {
  switch (extname(file).toLowerCase()) {
    case '.parquet':
      return 'parquet';
    case '':
      return 'delta';
    default:
      return 'csv';
  }
}

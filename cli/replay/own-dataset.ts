import { basename, extname, resolve } from 'node:path';
import { type Dataset, datasetSchema } from '../../core/contracts/dataset.ts';
import { USUAL_LENGTHS, type UsualLengths } from '../../core/series/usual-lengths.ts';
import { isOneMarkTwice, NO_DELIVERY_LIMITS } from '../../core/contracts/data-contract.ts';
import { nearestName } from '../../core/ingest/nearest-name.ts';
import { DATASETS } from '../../datasets/index.ts';
import { UsageError } from '../errors.ts';
import { MISSING_VALUES, type ReplayOptions } from './command.ts';
import { foldsFor, refuseInfeasible, withHoldout } from './feasible.ts';
import { formatOf } from './data-format.ts';
import { usualCandidates } from './usual-candidates.ts';

/**
 * The data set that the options describe: what they leave out suits most series of the frequency.
 *
 * @throws UsageError where columns are missing, or they, or the lengths, cannot go together
 */
export function ownDataset(options: ReplayOptions): Dataset {
  if (!hasColumns(options)) throw withoutColumns(options);
  const dataset = withHoldout(described(options), options.holdout);
  refuseInfeasible(dataset, options);
  const parsed = datasetSchema.safeParse(dataset);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

type WithColumns = ReplayOptions & { readonly timestamp: string; readonly target: string };

function hasColumns(options: ReplayOptions): options is WithColumns {
  return options.timestamp !== undefined && options.target !== undefined;
}

/** Whoever names a data set without columns likely means one of datasets/. */
function withoutColumns({ dataset, timestamp, target }: ReplayOptions): UsageError {
  const names = DATASETS.map(({ name }) => name);
  const missing = [
    ...(timestamp === undefined ? ['--timestamp is missing: column of the dates'] : []),
    ...(target === undefined ? ['--target is missing: column of the values to forecast'] : []),
  ].join('; ');
  if (dataset === undefined)
    return new UsageError(`${missing}; or a data set of datasets/: --dataset ${names.join(', ')}`);
  return new UsageError(
    `--dataset '${dataset}' is not in datasets/index.ts (${names.join(', ')}; did you mean '${nearestName(dataset, names) ?? ''}'?); ` +
      `for a file that the options describe, ${missing}`,
  );
}

/** Its fields in the schema's order. */
function described(options: WithColumns): Dataset {
  const { frequency, id, timestamp, target } = options;
  const usual = USUAL_LENGTHS[frequency];
  const file = basename(resolve(options.data));
  const crossValidation = foldsFor(options);
  const { horizon } = crossValidation;
  return {
    name: options.dataset ?? nameFrom(file),
    description: `Replay of ${file}`,
    owner: 'local',
    intendedUse: 'A replay of history on a laptop',
    tags: {},
    source: { format: formatOf(options.data), prefix: file },
    onDelivery: 'nothing',
    columns: { timestamp, target, ...(id === undefined ? {} : { id }) },
    regressors: regressorsOf(options),
    holidays: holidaysOf(options),
    frequency,
    contract: contractOf(options),
    shards: 1,
    segmentSeparator: null,
    training: { length: options.train ?? usual.train },
    evaluation: { length: options.evaluate ?? usual.evaluate },
    seasonLength: options.season ?? usual.season,
    level: options.level,
    // A column of its own has the main level alone.
    furtherLevels: options['further-levels'].filter((level) => level !== options.level),
    candidates: candidatesOf(options),
    recipe: options.recipe,
    crossValidation,
    selectionMetric: options.metric,
    maxFailedSeriesShare: 0.01,
    promotion: promotionOf(options.holdout ?? horizon, usual),
    monitoring: monitoringOf(options.cadence ?? usual.cadence, horizon),
    seed: options.seed,
  };
}

/** @throws UsageError for a column that is something else already */
function regressorsOf({ regressors, id, timestamp, target }: ReplayOptions): string[] {
  for (const [option, column] of Object.entries({ id, timestamp, target })) {
    if (column === undefined || !regressors.includes(column)) continue;
    throw new UsageError(
      `--regressors '${column}' is the column of --${option}: name columns beside it, or leave it out`,
    );
  }
  return regressors;
}

function holidaysOf({ country: place }: ReplayOptions): Dataset['holidays'] {
  if (place === undefined) return null;
  const [country, subdivision] = place.split('-');
  return { country, ...(subdivision === undefined ? {} : { subdivision }) };
}

/** Families that are named have their default options. */
function candidatesOf({ candidates, frequency }: ReplayOptions): Dataset['candidates'] {
  return candidates?.map((family) => ({ name: family, family, options: {} })) ?? usualCandidates(frequency);
}

/** @throws UsageError where options contradict each other */
export function contractOf(options: ReplayOptions): Dataset['contract'] {
  const { min, max, 'decimal-comma': decimalComma, thousands: thousandsSeparator = null } = options;
  if (isOneMarkTwice({ thousandsSeparator, decimalComma }))
    throw new UsageError(
      `--thousands ${thousandsSeparator} ${decimalComma ? 'with' : 'without'} --decimal-comma: one mark would be two things`,
    );
  if (min !== undefined && max !== undefined && min > max) throw new UsageError(`--min ${min} is above --max ${max}`);
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    missingValues: [...new Set([...MISSING_VALUES, ...(options.missing ?? [])])],
    maxQuarantineShare: options['max-quarantine'],
    restatements: 'last-delivery-wins',
    dateOrder: options['date-order'],
    decimalComma,
    thousandsSeparator,
    timeZone: options['time-zone'] ?? null,
    aggregate: options.aggregate ?? null,
    maxBeyondObserved: 1,
    deliveries: { ...NO_DELIVERY_LIMITS, maxRestatedShare: options['max-restated'] },
  };
}

/** Of the series, so many stand for the others. */
export const MIN_SCORED_SHARE = 0.5;

function promotionOf(holdout: string, { block }: UsualLengths): Dataset['promotion'] {
  return {
    approveRefreshes: 'never',
    holdout,
    requiredTags: [],
    minScoredShare: MIN_SCORED_SHARE,
    maxMissingSeriesShare: 0.5,
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
  };
}

function monitoringOf(cadence: string, horizon: string): Dataset['monitoring'] {
  return {
    cadence,
    alarm: { violations: 2, of: 3 },
    maxRmseOverNaive: 1.25,
    maxRmseOverPromised: 2,
    drift: { maxStabilityIndex: 1, maxMissingShare: 0.5 },
    returnBelow: 0.95,
    // At the next look, one of a cadence would have cooled down already.
    coolDown: horizon,
    maxActionsPerWeek: 1,
    lockMinutes: 60,
  };
}

export function nameFrom(file: string): string {
  const name = file
    .slice(0, file.length - extname(file).length)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'data' : name.slice(0, 40);
}

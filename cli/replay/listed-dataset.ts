import { existsSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { type Dataset, datasetSchema } from '../../core/contracts/dataset.ts';
import { describeOfLiteral, feasibility } from '../../core/contracts/feasibility.ts';
import { placeholdersIn } from '../../core/contracts/placeholder.ts';
import { shown } from '../../core/contracts/visible.ts';
import { UsageError } from '../errors.ts';
import type { ReplayOptions } from './command.ts';
import { formatOf } from './data-format.ts';
import type { Replayed } from './replayed.ts';

/** The options that describe a data set, and the fields in which a literal says the same. */
export const DESCRIBES = {
  timestamp: 'columns.timestamp',
  target: 'columns.target',
  id: 'columns.id',
  regressors: 'regressors',
  country: 'holidays',
  frequency: 'frequency',
  train: 'training.length',
  evaluate: 'evaluation.length',
  recipe: 'recipe',
  'cv-initial': 'crossValidation.initial',
  'cv-period': 'crossValidation.period',
  'cv-horizon': 'crossValidation.horizon',
  holdout: 'promotion.holdout',
  cadence: 'monitoring.cadence',
  season: 'seasonLength',
  metric: 'selectionMetric',
  level: 'level',
  'further-levels': 'furtherLevels',
  'max-quarantine': 'contract.maxQuarantineShare',
  'max-restated': 'contract.deliveries.maxRestatedShare',
  'date-order': 'contract.dateOrder',
  'time-zone': 'contract.timeZone',
  thousands: 'contract.thousandsSeparator',
  'decimal-comma': 'contract.decimalComma',
  missing: 'contract.missingValues',
  min: 'contract.min',
  max: 'contract.max',
  aggregate: 'contract.aggregate',
  seed: 'seed',
} as const satisfies Partial<Record<keyof ReplayOptions, string>>;

/**
 * A data set of datasets/, replayed as it will run: `--windows` and `--candidates` make a try shorter, and no option says otherwise what the literal
 * says.
 *
 * @param given the options that stand on the command line
 * @throws UsageError where options describe the data set once more, or the data are not what it says
 */
export function listedDataset(literal: Dataset, options: ReplayOptions, given: ReadonlySet<string>): Replayed {
  refuseDescription(literal, given);
  requireFormat(literal, options.data);
  const dataset = withCandidates(literal, options.candidates);
  return { dataset, landing: landingOf(dataset, options.data), notes: notesOn(dataset) };
}

/** Even where both say the same: whoever edits the one would believe that the other follows. */
function refuseDescription(literal: Dataset, given: ReadonlySet<string>): void {
  const said = Object.entries(DESCRIBES).filter(([option]) => given.has(option));
  if (said.length === 0) return;
  const options = said.map(([option, field]) => `--${option} (${field} ${valueOf(literal, field)})`);
  throw new UsageError(
    `the data set '${literal.name}' is described in datasets/ alone, and not by ${options.join(', ')}: leave the option ` +
      "out, edit the field there, or give the file's own data set another name (--dataset)",
  );
}

function valueOf(literal: Dataset, field: string): string {
  const value = field.split('.').reduce<unknown>((within, key) => Object(within)[key], literal);
  return value === undefined ? 'says nothing' : `says ${JSON.stringify(value)}`;
}

/** What is not there is said where it is copied. */
function requireFormat({ name, source: { format } }: Dataset, data: string): void {
  if (!existsSync(data)) return;
  const found = formatOf(data);
  if (found === format) return;
  throw new UsageError(
    `--data '${shown(data)}' is ${found}, and the data set '${name}' says source.format '${format}': ` +
      'give its deliveries, or edit the field in datasets/',
  );
}

/** Those of the literal, with their own options, that are of the families. */
function withCandidates(literal: Dataset, families: ReplayOptions['candidates']): Dataset {
  if (families === undefined) return literal;
  const unknown = families.find((wanted) => literal.candidates.every(({ family }) => family !== wanted));
  if (unknown !== undefined) {
    const known = [...new Set(literal.candidates.map(({ family }) => family))].join(', ');
    throw new UsageError(`--candidates '${unknown}' is no family of '${literal.name}'; allowed: ${known}`);
  }
  const candidates = literal.candidates.filter(({ family }) => families.some((wanted) => wanted === family));
  return datasetSchema.parse({ ...literal, candidates });
}

/**
 * Where its source lies, below the folder of the run. A file goes into the source's folder, or takes the place of the one file that the source
 * is, which its name's ending tells.
 */
function landingOf({ source: { prefix, of } }: Dataset, data: string): string {
  const source = of === undefined ? join('landing', prefix) : join('shared', of.environment, of.layer, prefix);
  const isFile = existsSync(data) && statSync(data).isFile();
  return isFile && extname(prefix) === '' ? join(source, basename(resolve(data))) : source;
}

function notesOn(dataset: Dataset): readonly string[] {
  const empty = placeholdersIn(dataset);
  const told = feasibility(dataset).filter(({ outcome }) => outcome === 'tell');
  return [
    ...(empty.length === 0
      ? []
      : [`'${dataset.name}' has yet to be filled in (datasets/): ${empty.join(', ')}; no environment takes it before`]),
    ...told.map((problem) => describeOfLiteral(problem, dataset)),
  ];
}

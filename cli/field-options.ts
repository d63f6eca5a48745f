import { shellWord } from '../core/contracts/command-words.ts';
import { PlatformError } from '../core/contracts/errors.ts';
import { commandOf, type CommandSchema } from './command-schema.ts';
import { RunFailed } from './errors.ts';

/** Lengths of a data set, by the option that says them. */
export const LENGTH_OPTIONS = {
  'training.length': 'train',
  'evaluation.length': 'evaluate',
  'crossValidation.initial': 'cv-initial',
  'crossValidation.period': 'cv-period',
  'crossValidation.horizon': 'cv-horizon',
  'promotion.holdout': 'holdout',
  'monitoring.cadence': 'cadence',
} as const;

/** What messages call a field of a data set, by the option of a command that describes one instead. */
const OPTIONS: Readonly<Record<string, string>> = {
  ...LENGTH_OPTIONS,
  'columns.id': 'id',
  'columns.timestamp': 'timestamp',
  'columns.target': 'target',
  frequency: 'frequency',
  "the data set's regressors": 'regressors',
  'contract.dateOrder': 'date-order',
  'contract.timeZone': 'time-zone',
  'contract.thousandsSeparator': 'thousands',
  'contract.decimalComma': 'decimal-comma',
  'contract.missingValues': 'missing',
  'contract.min': 'min',
  'contract.max': 'max',
  'contract.aggregate': 'aggregate',
  'contract.maxQuarantineShare': 'max-quarantine',
  'contract.deliveries.maxRestatedShare': 'max-restated',
};
const FIELDS = Object.keys(OPTIONS)
  .sort((a, b) => b.length - a.length)
  .map((field) => field.replaceAll('.', '\\.'));
const MENTION = new RegExp(
  `(?<![\\w.])(${FIELDS.join('|')})(?: ('[^']*'|"[^"]*"|true|false|null)(?!\\w))?(?!\\.?\\w)`,
  'g',
);
/** What is no name of a field by itself. */
const WORDS: ReadonlySet<string> = new Set(['frequency']);

/** A message of core, which names the fields of a data set, for a command that has options in their place: those that it has. */
export function withOptions(message: string, options: ReadonlySet<string>): string {
  return message.replace(MENTION, (mention, field: string, value: string | undefined) => {
    const option = OPTIONS[field];
    if (!options.has(option) || (value === undefined && WORDS.has(field))) return mention;
    if (value === undefined || value === 'true') return `--${option}`;
    if (value === 'false' || value === 'null') return `no --${option}`;
    const text = value.slice(1, -1);
    return `--${option}${text.startsWith('-') ? '=' : ' '}${shellWord(text)}`;
  });
}

/** For a command that describes a data set by its options: what the work fails with names those, not the fields of a literal that is not there. @throws as the work does */
export async function tellingOptions<T>(schema: CommandSchema, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlatformError || error instanceof RunFailed)) throw error;
    const options = new Set(commandOf(schema).options.map(({ name }) => name));
    throw new RunFailed(error.name, withOptions(error.message, options));
  }
}

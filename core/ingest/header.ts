import type { Dataset } from '../contracts/dataset.ts';
import { shown } from '../contracts/visible.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { parseValue } from '../series/parse-value.ts';
import { nearestName } from './nearest-name.ts';
import { refusal } from './refusal.ts';

/** Where the data set's columns stand among a record's fields. */
export interface ColumnPlan {
  /** undefined: the file holds one series, named by the target. */
  readonly id: number | undefined;
  readonly timestamp: number;
  readonly target: number;
  readonly regressors: ReadonlyMap<string, number>;
  /** How many fields a record has; empty ones may follow. */
  readonly width: number;
  /** How many names the header has: a column behind them is one of `beside`. */
  readonly fields: number;
  /** Columns of the data set that stand beside the file, and not in it. */
  readonly beside: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiter that splits the header line into most fields. */
export function delimiterOf(headerLine: string): Delimiter {
  const unquoted = headerLine.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/**
 * Finds the data set's columns in a header, and behind it those that stand beside the file; other columns are left alone, and so are
 * nameless ones.
 * @throws SourceRefused when there is no header, or one of these columns is missing or stands in it twice.
 */
export function planColumns(
  header: readonly string[],
  dataset: Pick<Dataset, 'columns' | 'contract' | 'regressors'>,
  { beside = [], ...place }: { readonly file: string; readonly line?: number; readonly beside?: readonly string[] },
): ColumnPlan {
  const own = header.map((name) => name.trim());
  const names = [...own, ...beside.filter((name) => !own.includes(name))];
  const { id, timestamp, target } = dataset.columns;
  const expected = [...(id === undefined ? [timestamp, target] : [id, timestamp, target]), ...dataset.regressors];
  const missing = expected.filter((name) => !names.includes(name));
  if (missing.length === expected.length && readsAsData(names, dataset.contract))
    throw noHeader(names, expected, place);
  refuseDuplicates(names, expected, place);
  if (missing.length > 0) throw missingColumn(missing, names, place);
  return {
    id: id === undefined ? undefined : names.indexOf(id),
    timestamp: names.indexOf(timestamp),
    target: names.indexOf(target),
    regressors: new Map(dataset.regressors.map((name) => [name, names.indexOf(name)])),
    width: own.findLastIndex((name) => name !== '') + 1,
    fields: own.length,
    beside: names.slice(own.length),
  };
}

function readsAsData(cells: readonly string[], contract: Dataset['contract']): boolean {
  return cells.some((cell) => typeof parseValue(cell, contract) === 'number' || isDate(cell));
}

function noHeader(cells: readonly string[], expected: readonly string[], place: { file: string; line?: number }) {
  return refusal({
    ...place,
    rule: 'the first row looks like data, not like a header',
    got: cells.join(','),
    allowed: `a header that names the columns ${quoted(expected)}`,
    hint: 'put the column names into the first line',
  });
}

/** Names that nobody asks for may stand twice: nothing is read by them. */
function refuseDuplicates(
  names: readonly string[],
  expected: readonly string[],
  place: { file: string; line?: number },
): void {
  const duplicate = expected.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (duplicate === undefined) return;
  throw refusal({
    ...place,
    column: duplicate,
    rule: 'the header names this column more than once',
    got: names.join(','),
    allowed: "the names of the data set's columns once each",
    hint: 'rename or remove one of the two: which one is meant cannot be told',
  });
}

function missingColumn(missing: readonly string[], names: readonly string[], place: { file: string; line?: number }) {
  return refusal({
    ...place,
    column: missing[0],
    rule: missing.length === 1 ? 'the column is missing' : `the columns ${quoted(missing)} are missing`,
    got: names.join(','),
    allowed: `a header that names ${quoted(missing)}`,
    hint: missingHint(missing, names, place.line !== undefined),
  });
}

/** So many names that are dates are no accident. */
const DATES_OF_A_HEADER = 3;

function missingHint(missing: readonly string[], names: readonly string[], isText: boolean): string {
  const known = names.filter((name) => name !== '');
  if (isText && names.length === 1)
    return 'the first line is one field: take out what stands above the header, and separate the columns by one of , ; tab |';
  if (known.filter(isDate).length >= DATES_OF_A_HEADER)
    return 'the dates stand in the header: turn the table round, so that each row has one series, one date and one value';
  const suggestions = missing.map((name) => nearestName(name, known) ?? '');
  const nearest = `the nearest name is ${quoted(suggestions)}: rename it, or name it (columns.timestamp, columns.target, columns.id)`;
  return known.length === names.length ? nearest : `${nearest}; a column without a name is not read: give it one`;
}

function isDate(cell: string): boolean {
  return parseTimestamp(cell, { dateOrder: 'iso', frequency: 'year', zone: null }) !== 'bad-date';
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${shown(name)}'`).join(', ');
}

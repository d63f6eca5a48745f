import type { ColumnPlan } from './header.ts';

/** Rows of a delivery as text, column-wise: what every source format is read into. */
export interface TextRows {
  readonly rows: number;
  /** The row's first line in the file, 1 the first; in Parquet the row's number. */
  readonly line: Float64Array;
  readonly uniqueId: readonly (string | null)[];
  readonly timestamp: readonly (string | null)[];
  readonly value: readonly (string | null)[];
  /** The raw text of a record whose fields could not be told apart; the other columns are null then. */
  readonly record: readonly (string | null)[];
  /** A JSON object of the data set's known-future columns; null where it has none. */
  readonly regressors: readonly (string | null)[];
}

export interface SplitRecords {
  readonly records: readonly (readonly string[])[];
  readonly firstLine: number;
  /** undefined where no field can hold a line break, because the file has no quotes. */
  readonly lineBreak: string | undefined;
  /** The file's lines from..to, both included. Asked for in ascending order. */
  rawText(from: number, to: number): string;
}

/** Columns that stand beside a file: one value for all of its rows. */
export type Partition = Readonly<Record<string, string | null>>;

/** Picks the data set's columns out of records. Blank lines are no rows; a record of a wrong length keeps its raw text only. */
export function textRowsOf(
  split: SplitRecords,
  plan: ColumnPlan,
  { seriesName, partition }: { readonly seriesName: string; readonly partition: Partition },
): TextRows {
  const line: number[] = [];
  const uniqueId: (string | null)[] = [];
  const timestamp: (string | null)[] = [];
  const value: (string | null)[] = [];
  const record: (string | null)[] = [];
  const regressors: (string | null)[] = [];
  const beside = plan.beside.map((name) => partition[name]);
  const cell = (fields: readonly string[], column: number): string | null =>
    column < plan.fields ? fields[column] : beside[column - plan.fields];
  let current = split.firstLine;
  for (const fields of split.records) {
    const next = current + linesOf(fields, split.lineBreak);
    if (!isBlank(fields)) {
      const fits = hasWidth(fields, plan.width);
      line.push(current);
      uniqueId.push(fits ? (plan.id === undefined ? seriesName : cell(fields, plan.id)) : null);
      timestamp.push(fits ? cell(fields, plan.timestamp) : null);
      value.push(fits ? cell(fields, plan.target) : null);
      record.push(fits ? null : split.rawText(current, next - 1));
      regressors.push(fits ? regressorTexts(plan.regressors, (at) => cell(fields, at)) : null);
    }
    current = next;
  }
  return { rows: line.length, line: Float64Array.from(line), uniqueId, timestamp, value, record, regressors };
}

/**
 * As they stand in bronze: by name, so that rows keep their meaning when the data set names other columns. null without any.
 *
 * @param columns name -> where the column is
 */
export function regressorTexts<Place>(
  columns: ReadonlyMap<string, Place>,
  textAt: (place: Place) => string | null,
): string | null {
  if (columns.size === 0) return null;
  return JSON.stringify(Object.fromEntries([...columns].map(([name, place]) => [name, textAt(place)])));
}

/** How many lines of the file a record takes up. */
export function linesOf(fields: readonly string[], lineBreak: string | undefined): number {
  if (lineBreak === undefined) return 1;
  return fields.reduce((lines, field) => lines + field.split(lineBreak).length - 1, 1);
}

/** Nothing at all: spreadsheets leave lines of delimiters below their last row. */
export function isBlank(fields: readonly string[]): boolean {
  return fields.every((field) => field === '');
}

/** Empty fields at the end of a record are what a trailing delimiter leaves. */
function hasWidth(fields: readonly string[], width: number): boolean {
  if (fields.length < width) return false;
  for (let i = width; i < fields.length; i++) if (fields[i] !== '') return false;
  return true;
}

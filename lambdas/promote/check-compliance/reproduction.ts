import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { recordedForecastsSchema } from '../../../core/models/forecast-columns.ts';
import type { Ports } from '../../../core/ports.ts';
import { recordedForecasts } from '../../../lake/forecasts.ts';

export interface Reproduction {
  /** Largest absolute difference of any number: forecast, interval end, yardstick or scale; infinite where one side has none. */
  readonly maxDifference: number;
  readonly rows: number;
}

/** Loads the artifact, forecasts its horizon again, and compares with what its training job had recorded. */
export async function reproduce(
  version: ModelVersion,
  { stores, forecaster }: Pick<Ports, 'stores' | 'forecaster'>,
): Promise<Reproduction> {
  const names = numbersOf(version);
  const recorded = new RecordedRows();
  for await (const batch of recordedForecasts(stores, version.artifactUri, version.schema)) recorded.add(batch);
  let [rows, maxDifference] = [0, 0];
  for await (const batch of forecaster.forecast(version, version.forecast, stores)) {
    rows += batch.rows;
    maxDifference = Math.max(maxDifference, largestDifference(batch, recorded, names));
  }
  return { maxDifference: rows === recorded.rows ? maxDifference : Infinity, rows };
}

function numbersOf({ schema: { frequency, furtherLevels } }: ModelVersion): readonly string[] {
  const { columns } = recordedForecastsSchema(frequency, furtherLevels);
  return columns.filter(({ type }) => type === 'double').map(({ name }) => name);
}

type Columns = RowBatch['columns'];

/** Row after row of each series, in the columns in which they were read: a large panel's stand in memory once. */
class RecordedRows {
  rows = 0;
  private readonly spans = new Map<string, { readonly columns: Columns; row: number; readonly end: number }[]>();

  add({ rows, columns }: RowBatch): void {
    this.rows += rows;
    const ids = idsOf(columns);
    for (let row = 0, end = 0; row < rows; row = end) {
      while (end < rows && ids[end] === ids[row]) end++;
      const known = this.spans.get(ids[row]);
      if (known === undefined) this.spans.set(ids[row], [{ columns, row, end }]);
      else known.push({ columns, row, end });
    }
  }

  /** The next of the series; undefined where there is none any more. */
  take(uniqueId: string): { readonly columns: Columns; readonly row: number } | undefined {
    const spans = this.spans.get(uniqueId);
    const [first] = spans ?? [];
    if (first === undefined) return undefined;
    const row = first.row++;
    if (first.row === first.end) spans?.shift();
    return { columns: first.columns, row };
  }
}

function idsOf({ unique_id: ids }: Columns): readonly string[] {
  // A column of strings, none null, by the recorded forecasts' schema.
  return ids as readonly string[];
}

function largestDifference({ rows, columns }: RowBatch, recorded: RecordedRows, names: readonly string[]): number {
  const ids = idsOf(columns);
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    const other = recorded.take(ids[row]);
    if (other === undefined) return Infinity;
    for (const name of names) {
      const difference = differenceOf(columns[name][row], other.columns[name][other.row]);
      largest = Math.max(largest, difference);
    }
  }
  return largest;
}

/** A value that both sides have not is the same; what is no number on both sides is no number that anybody could use. */
function differenceOf(a: unknown, b: unknown): number {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b ? 0 : Infinity;
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Infinity : difference;
}

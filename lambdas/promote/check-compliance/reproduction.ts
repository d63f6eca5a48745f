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
  const recorded: Numbers = new Map();
  let recordedRows = 0;
  for await (const batch of recordedForecasts(stores, version.artifactUri, version.schema)) {
    recordedRows += batch.rows;
    addTo(recorded, batch, names);
  }
  const again: Numbers = new Map();
  let rows = 0;
  for await (const batch of forecaster.forecast(version, version.forecast, stores)) {
    rows += batch.rows;
    addTo(again, batch, names);
  }
  const differences = [...again].map(([uniqueId, values]) => largestDifference(values, recorded.get(uniqueId)));
  const maxDifference = rows === recordedRows ? differences.reduce((a, b) => Math.max(a, b), 0) : Infinity;
  return { maxDifference, rows };
}

/** By unique_id, row after row. */
type Numbers = Map<string, (number | null)[]>;

function numbersOf({ schema: { frequency, furtherLevels } }: ModelVersion): readonly string[] {
  const { columns } = recordedForecastsSchema(frequency, furtherLevels);
  return columns.filter(({ type }) => type === 'double').map(({ name }) => name);
}

function addTo(series: Numbers, { rows, columns }: RowBatch, names: readonly string[]): void {
  // Columns of the recorded forecasts' schema.
  const ids = columns.unique_id as readonly string[];
  for (let row = 0; row < rows; row++) {
    const values = series.get(ids[row]) ?? [];
    if (values.length === 0) series.set(ids[row], values);
    for (const name of names) {
      const value = columns[name][row];
      values.push(typeof value === 'number' ? value : null);
    }
  }
}

function largestDifference(values: readonly (number | null)[], others: readonly (number | null)[] | undefined): number {
  if (others?.length !== values.length) return Infinity;
  return values.reduce((largest: number, value, i) => Math.max(largest, differenceOf(value, others[i])), 0);
}

/** What is no number on both sides is no number that anybody could use. */
function differenceOf(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : Infinity;
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Infinity : difference;
}

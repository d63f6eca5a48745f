import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import type { Ports } from '../../../core/ports.ts';
import { recordedForecasts } from '../../../lake/forecasts.ts';

export interface Reproduction {
  /** Largest absolute difference of any yhat or interval end; infinite where a row is missing on one side. */
  readonly maxDifference: number;
  readonly rows: number;
}

/** Loads the artifact, forecasts its horizon again, and compares with what its training job had recorded. */
export async function reproduce(
  version: ModelVersion,
  { stores, forecaster }: Pick<Ports, 'stores' | 'forecaster'>,
): Promise<Reproduction> {
  const recorded = new Map<string, number[]>();
  let recordedRows = 0;
  for await (const batch of recordedForecasts(stores, version.artifactUri, version.schema)) {
    recordedRows += batch.rows;
    addTo(recorded, batch);
  }
  const again = new Map<string, number[]>();
  let rows = 0;
  for await (const batch of forecaster.forecast(version, version.forecast, stores)) {
    rows += batch.rows;
    addTo(again, batch);
  }
  const differences = [...again].map(([uniqueId, values]) => largestDifference(values, recorded.get(uniqueId)));
  const maxDifference = rows === recordedRows ? differences.reduce((a, b) => Math.max(a, b), 0) : Infinity;
  return { maxDifference, rows };
}

const VALUES = ['yhat', 'yhat_lower', 'yhat_upper'] as const;

function addTo(series: Map<string, number[]>, { rows, columns }: RowBatch): void {
  // Columns of the recorded forecasts' schema.
  const ids = columns.unique_id as readonly string[];
  for (let row = 0; row < rows; row++) {
    const values = series.get(ids[row]) ?? [];
    if (values.length === 0) series.set(ids[row], values);
    for (const name of VALUES) values.push((columns[name] as Float64Array)[row]);
  }
}

function largestDifference(values: readonly number[], others: readonly number[] | undefined): number {
  if (others?.length !== values.length) return Infinity;
  return values.reduce((largest, value, i) => {
    const difference = Math.abs(value - others[i]);
    return difference <= largest ? largest : Number.isNaN(difference) ? Infinity : difference;
  }, 0);
}

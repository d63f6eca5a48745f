import type { RealisedMetrics } from '../contracts/metrics.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import type { ErrorSums } from './realised-errors.ts';
import { realisedMetrics } from './realised-errors.ts';

/** Each metric by its name in the table. */
const METRICS = [
  ['rmse', 'rmse'],
  ['mae', 'mae'],
  ['bias', 'bias'],
  ['smape', 'smape'],
  ['mase', 'mase'],
  ['coverage', 'coverage'],
  ['winkler', 'winkler'],
  ['scaled_mqloss', 'scaledMqloss'],
  ['scaled_crps', 'scaledCrps'],
] as const satisfies (readonly [string, keyof RealisedMetrics])[];

/** Rows of the evaluations table for one candidate: first the panel as a whole (unique_id null), then series by series. */
export function evaluationRows(
  { candidate, modelVersion }: { readonly candidate: string; readonly modelVersion: number },
  pooled: ErrorSums,
  bySeries: ReadonlyMap<string, ErrorSums>,
): RowBatch {
  const scored: (readonly [string | null, ErrorSums])[] = [[null, pooled], ...bySeries];
  const rows = scored.flatMap(([uniqueId, sums]) => {
    const metrics = realisedMetrics(sums);
    return METRICS.map(([metric, key]) => ({ uniqueId, metric, value: metrics[key], joined: sums.joined }));
  });
  return {
    rows: rows.length,
    columns: {
      model_version: new Float64Array(rows.length).fill(modelVersion),
      candidate: rows.map(() => candidate),
      unique_id: rows.map(({ uniqueId }) => uniqueId),
      metric: rows.map(({ metric }) => metric),
      value: rows.map(({ value }) => value),
      joined: Float64Array.from(rows, ({ joined }) => joined),
    },
  };
}

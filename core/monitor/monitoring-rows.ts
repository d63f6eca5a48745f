import type { RowBatch } from '../contracts/table-schema.ts';
import type { ErrorSums } from '../evaluate/realised-errors.ts';
import { addErrors, naiveRmse, NO_ERRORS, realisedMetrics } from '../evaluate/realised-errors.ts';
import type { Drift, PanelDrift } from './drift.ts';
import { skillOver } from './evaluation-window.ts';

export interface MonitoredPanel {
  readonly modelVersion: number;
  /** Of the forecasts in force, by series. */
  readonly errors: ReadonlyMap<string, ErrorSums>;
  readonly drift: PanelDrift;
  /** null where the panel has no segments. */
  readonly segmentOf: (uniqueId: string) => string | null;
}

/** Rows of the monitoring table for one look: the panel as a whole, then its segments, then series by series. */
export function monitoringRows({ modelVersion, errors, drift, segmentOf }: MonitoredPanel): RowBatch {
  let all = NO_ERRORS;
  const bySegment = new Map<string, ErrorSums>();
  for (const [uniqueId, sums] of errors) {
    all = addErrors(all, sums);
    const segment = segmentOf(uniqueId);
    if (segment !== null) bySegment.set(segment, addErrors(bySegment.get(segment) ?? NO_ERRORS, sums));
  }
  const rows = [
    ...metricRows({ uniqueId: null, segment: null }, all, drift.pooled),
    ...keysOf(bySegment, drift.bySegment).flatMap((segment) =>
      metricRows({ uniqueId: null, segment }, bySegment.get(segment), drift.bySegment.get(segment)),
    ),
    ...keysOf(errors, drift.bySeries).flatMap((uniqueId) =>
      metricRows({ uniqueId, segment: segmentOf(uniqueId) }, errors.get(uniqueId), drift.bySeries.get(uniqueId)),
    ),
  ];
  return {
    rows: rows.length,
    columns: {
      model_version: new Float64Array(rows.length).fill(modelVersion),
      unique_id: rows.map(({ uniqueId }) => uniqueId),
      segment: rows.map(({ segment }) => segment),
      metric: rows.map(({ metric }) => metric),
      value: rows.map(({ value }) => value),
      joined: Float64Array.from(rows, ({ joined }) => joined),
    },
  };
}

interface Part {
  readonly uniqueId: string | null;
  readonly segment: string | null;
}

function metricRows(part: Part, errors: ErrorSums = NO_ERRORS, drift?: Drift) {
  const { rmse, bias, coverage, winkler, scaledMqloss, scaledCrps } = realisedMetrics(errors);
  const metrics = {
    rmse,
    bias,
    coverage,
    winkler,
    scaled_mqloss: scaledMqloss,
    scaled_crps: scaledCrps,
    skill: skillOver(naiveRmse(errors), rmse),
    stability_index: drift?.stabilityIndex ?? null,
    missing_share: drift?.missingShare ?? null,
  };
  return Object.entries(metrics).map(([metric, value]) => ({ ...part, metric, value, joined: errors.joined }));
}

/** Ascending: a series may have errors, drift, or both. */
function keysOf(...maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
}

import type { Dataset } from '../../../core/contracts/dataset.ts';
import { MONITORING_SCHEMA, tablePath } from '../../../core/contracts/tables.ts';
import type { ErrorSums } from '../../../core/evaluate/realised-errors.ts';
import type { PanelDrift } from '../../../core/monitor/drift.ts';
import { monitoringRows } from '../../../core/monitor/monitoring-rows.ts';
import type { Ports } from '../../../core/ports.ts';
import { segmentOf } from '../../../core/series/segments.ts';
import { ensureTable, replacePartitions } from '../../../tables/index.ts';

export interface Observations {
  readonly dataset: Dataset;
  readonly runId: string;
  readonly version: number;
  /** Of the forecasts in force, by series. */
  readonly errors: ReadonlyMap<string, ErrorSums>;
  readonly drift: PanelDrift;
}

/** Writes the look's figures to gold, by panel, segment and series, in one commit. */
export async function keepObservations(
  { dataset, runId, version, errors, drift }: Observations,
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
): Promise<void> {
  const { name, segmentSeparator } = dataset;
  const batch = monitoringRows({
    modelVersion: version,
    errors,
    drift,
    segmentOf: (uniqueId) => (segmentSeparator === null ? null : segmentOf(uniqueId, segmentSeparator)),
  });
  const location = { store: stores.gold, path: tablePath(name, 'monitoring') };
  const nowMs = clock.nowMs();
  await ensureTable(location, MONITORING_SCHEMA, { nowMs });
  const partition = { values: { run_id: runId }, batches: [batch] };
  await replacePartitions(location, [partition], { step: 'monitor', nowMs });
}

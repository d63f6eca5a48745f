import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { type DriftSeries, driftOf, type PanelDrift } from '../../../core/monitor/drift.ts';
import { segmentOf } from '../../../core/series/segments.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import { formatPeriodRange, type PeriodRange, periodRange } from '../../../core/series/period-range.ts';
import { silverPanels } from '../../../lake/silver-panels.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';

export interface DriftQuestion {
  readonly dataset: Dataset;
  readonly silver: SilverTable;
  /** Of the version in force. */
  readonly training: DateRange;
  readonly recent: PeriodRange;
}

/** The recent input against the training window, in distribution and in what is missing. */
export async function observeDrift({ dataset, silver, training, recent }: DriftQuestion): Promise<PanelDrift> {
  const { axis } = silver;
  const { end } = formatPeriodRange(axis, recent);
  const panel: DriftSeries[] = [];
  for await (const shard of silverPanels(silver, { start: training.start, end })) {
    shard.uniqueIds.forEach((uniqueId, index) => {
      const segment = dataset.segmentSeparator === null ? null : segmentOf(uniqueId, dataset.segmentSeparator);
      panel.push({ series: seriesAt(shard, index), segment });
    });
  }
  return driftOf(panel, { axis, seasonLength: dataset.seasonLength, training: periodRange(axis, training), recent });
}

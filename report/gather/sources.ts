import type { Actuals } from '../../core/backtest/actuals.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import type { Ports } from '../../core/ports.ts';
import type { PeriodRange } from '../../core/series/period-range.ts';

export interface Sources {
  readonly ports: Pick<Ports, 'stores' | 'forecaster'>;
  readonly dataset: Dataset;
  readonly windows: readonly RunRecord[];
  readonly versions: readonly ModelVersion[];
}

export type ByActuals = ReadonlyMap<string, Actuals>;

/** What came true in each period; NaN where nothing did. */
export function onPeriods(actuals: Actuals | undefined, { first, last }: PeriodRange): Float64Array {
  const y = new Float64Array(Math.max(0, last - first + 1)).fill(NaN);
  actuals?.ds.forEach((period, index) => {
    if (period >= first && period <= last) y[period - first] = actuals.y[index];
  });
  return y;
}

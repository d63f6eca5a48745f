import type { Dataset } from '../core/contracts/dataset.ts';
import type { Yardstick } from '../core/contracts/recipe.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import type { Actuals } from '../core/backtest/actuals.ts';
import { actualsOf } from '../core/backtest/actuals.ts';
import { seriesAt } from '../core/series/panel.ts';
import { periodRange } from '../core/series/period-range.ts';
import type { SilverTable } from './silver-table.ts';
import { silverPanels } from './silver-panels.ts';

export interface Sought {
  /** Of the version whose forecasts are scored. */
  readonly training: DateRange;
  /** What came true here. */
  readonly range: DateRange;
  /** Of that version. */
  readonly yardstick: Pick<Yardstick, 'lag'>;
}

/** By unique_id, everything that scoring needs of the silver rows in the range: one shard at a time stands in memory. */
export async function gatherActuals(
  silver: SilverTable,
  { seed }: Pick<Dataset, 'seed'>,
  { training, range, yardstick }: Sought,
): Promise<ReadonlyMap<string, Actuals>> {
  const actuals = new Map<string, Actuals>();
  const measure = { axis: silver.axis, seed, lag: yardstick.lag };
  const learned = periodRange(silver.axis, training);
  for await (const panel of silverPanels(silver, { start: earlier(training.start, range.start), end: range.end })) {
    panel.uniqueIds.forEach((uniqueId, index) => {
      actuals.set(uniqueId, actualsOf(seriesAt(panel, index), learned, measure));
    });
  }
  return actuals;
}

/** Dates of one form order as texts do. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

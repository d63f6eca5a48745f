import type { Dataset } from '../core/contracts/dataset.ts';
import type { Yardstick } from '../core/contracts/recipe.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import type { Actuals, MeasuredActuals } from '../core/backtest/actuals.ts';
import { actualsOf } from '../core/backtest/actuals.ts';
import { seriesAt } from '../core/series/panel.ts';
import { formatPeriodRange, type PeriodRange, periodRange } from '../core/series/period-range.ts';
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

/** By unique_id, what came true in the periods: all that is to be known of forecasts which bring along what they are measured by. */
export async function gatherCameTrue(silver: SilverTable, periods: PeriodRange): Promise<ReadonlyMap<string, Actuals>> {
  const cameTrue = new Map<string, Actuals>();
  for await (const panel of silverPanels(silver, formatPeriodRange(silver.axis, periods))) {
    panel.uniqueIds.forEach((uniqueId, index) => {
      const { ds, y } = seriesAt(panel, index);
      cameTrue.set(uniqueId, { ds, y });
    });
  }
  return cameTrue;
}

/**
 * By unique_id, what came true after the window, and what the window gives to measure whichever forecasts by, from the window's own rows: one shard at
 * a time stands in memory.
 */
export async function gatherActuals(
  silver: SilverTable,
  { seed }: Pick<Dataset, 'seed'>,
  { training, range, yardstick }: Sought,
): Promise<ReadonlyMap<string, MeasuredActuals>> {
  const actuals = new Map<string, MeasuredActuals>();
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

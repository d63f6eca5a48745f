import { maseScale } from './metrics.ts';
import { buildModel } from '../models/families.ts';
import type { ModelSetting } from '../models/family.ts';
import type { Series } from '../series/series.ts';
import { countBefore } from '../series/panel.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { PeriodRange } from '../series/period-range.ts';

/** What came true of one series after its training window, and the yardsticks that the window gives. */
export interface Actuals {
  /** Period numbers after the window, ascending. */
  readonly ds: Int32Array;
  readonly y: Float64Array;
  /** What the seasonal naive, fitted on the window, would have said for them; absent where it cannot be fitted. */
  readonly naive?: Float64Array;
  /** Of the mean absolute scaled error: the seasonal naive's mean absolute error inside the window. */
  readonly scale: number | null;
}

/**
 * @param series observations of the training window and after it
 * @param training periods before the first are left out, the ones after the last are what came true
 */
export function actualsOf(series: Series, training: PeriodRange, setting: ModelSetting): Actuals {
  const start = countBefore(series.ds, training.first);
  const end = countBefore(series.ds, training.last + 1);
  const learned = { ...series, ds: series.ds.subarray(start, end), y: series.y.subarray(start, end) };
  const ds = series.ds.slice(end);
  const differences = new SeasonalDifferences(learned, setting.seasonLength);
  differences.advanceTo(learned.ds.length);
  return { ds, y: series.y.slice(end), scale: maseScale(differences), ...naiveOf(learned, ds, setting) };
}

/** Only what came true in these periods. */
export function limitActuals(actuals: Actuals, { first, last }: PeriodRange): Actuals {
  const [start, end] = [countBefore(actuals.ds, first), countBefore(actuals.ds, last + 1)];
  return {
    ...actuals,
    ds: actuals.ds.subarray(start, end),
    y: actuals.y.subarray(start, end),
    ...(actuals.naive === undefined ? {} : { naive: actuals.naive.subarray(start, end) }),
  };
}

/** The yardstick of every evaluation, the same that a candidate of this family would use. */
const NAIVE = { name: 'seasonal-naive', family: 'seasonal-naive', options: {} } as const;

function naiveOf(learned: Series, ds: Int32Array, setting: ModelSetting): { readonly naive?: Float64Array } {
  // Fewer admit no fit.
  if (learned.ds.length < 2) return {};
  const model = buildModel(NAIVE, setting);
  const state = model.prepare(learned).fit(learned.ds.length);
  // The level only moves the interval, which nobody reads here.
  return { naive: model.forecast(state, ds, 0.5).yhat };
}

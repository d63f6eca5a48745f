import { maseScale } from './metrics.ts';
import { buildModel } from '../models/families.ts';
import type { ModelSetting } from '../models/family.ts';
import type { Series } from '../series/series.ts';
import { countBefore } from '../series/panel.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { PeriodRange } from '../series/period-range.ts';

/** What came true of one series. */
export interface Actuals {
  /** Period numbers, ascending. */
  readonly ds: Int32Array;
  readonly y: Float64Array;
}

/** What came true after a training window, and what the window gives to measure forecasts by, whichever version's they are. */
export interface MeasuredActuals extends Actuals {
  /** What the yardstick, fitted on the window, would have said for them; absent where it cannot be fitted. */
  readonly naive?: Float64Array;
  /** Of the mean absolute scaled error: the yardstick's mean absolute error inside the window. */
  readonly scale: number | null;
}

/** The seasonal naive of this lag is the yardstick. */
export interface MeasuredBy extends Pick<ModelSetting, 'axis' | 'seed'> {
  readonly lag: number;
}

/**
 * @param series observations of the training window and after it
 * @param training periods before the first are left out, the ones after the last are what came true
 */
export function actualsOf(series: Series, training: PeriodRange, measure: MeasuredBy): MeasuredActuals {
  const start = countBefore(series.ds, training.first);
  const end = countBefore(series.ds, training.last + 1);
  const learned = { ...series, ds: series.ds.subarray(start, end), y: series.y.subarray(start, end) };
  const ds = series.ds.slice(end);
  const differences = new SeasonalDifferences(learned, measure.lag);
  differences.advanceTo(learned.ds.length);
  return { ds, y: series.y.slice(end), scale: maseScale(differences), ...naiveOf(learned, ds, measure) };
}

/** Only what came true in these periods. */
export function limitActuals(actuals: MeasuredActuals, periods: PeriodRange): MeasuredActuals;
export function limitActuals(actuals: Actuals, periods: PeriodRange): Actuals;
export function limitActuals(
  actuals: Actuals | MeasuredActuals,
  { first, last }: PeriodRange,
): Actuals | MeasuredActuals {
  const [start, end] = [countBefore(actuals.ds, first), countBefore(actuals.ds, last + 1)];
  const within = { ds: actuals.ds.subarray(start, end), y: actuals.y.subarray(start, end) };
  if (!('scale' in actuals)) return within;
  const { naive, scale } = actuals;
  return { ...within, scale, ...(naive === undefined ? {} : { naive: naive.subarray(start, end) }) };
}

/** By its default a naive looks back by the setting's season: here, by the yardstick's lag. */
const NAIVE = { name: 'yardstick', family: 'seasonal-naive', options: {} } as const;

function naiveOf(learned: Series, ds: Int32Array, { lag, ...setting }: MeasuredBy): { readonly naive?: Float64Array } {
  // Fewer admit no fit.
  if (learned.ds.length < 2) return {};
  const model = buildModel(NAIVE, { ...setting, seasonLength: lag });
  const state = model.prepare(learned).fit(learned.ds.length);
  // The level only moves the interval, which nobody reads here.
  return { naive: model.forecast(state, ds, 0.5).yhat };
}

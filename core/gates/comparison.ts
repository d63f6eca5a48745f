import type { MissingList } from '../contracts/missing-series.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { MeasuredActuals } from '../backtest/actuals.ts';
import type { Forecast } from '../models/family.ts';
import { segmentOf } from '../series/segments.ts';

/** One series of the holdout: parallel columns, a row for each period that came true and that the challenger forecasts. */
export interface PairedSeries {
  readonly uniqueId: string;
  readonly segment: string;
  /** Period numbers, ascending. */
  readonly ds: Int32Array;
  readonly y: Float64Array;
  readonly challenger: Forecast;
  /** NaN in periods that Production does not forecast; undefined where it forecasts none of the series. */
  readonly production: Forecast | undefined;
  /** NaN where there is none. */
  readonly naive: Float64Array;
}

/** What the gates judge: both models against the same realised holdout. */
export interface Comparison {
  readonly series: readonly PairedSeries[];
  /** Before the first version is promoted, the yardstick takes Production's place in every gate. */
  readonly production: 'version' | 'naive';
  /** Realised rows that only one side forecasts: no gate that compares the two uses them. */
  readonly unmatched: { readonly challengerOnly: number; readonly productionOnly: number };
  /** What the challenger does not forecast of what was delivered; undefined where a release before 0.2.0 registered it. */
  readonly missing: MissingList | undefined;
  /** Series that still deliver, and that Production forecasts and the challenger does not. */
  readonly lost: readonly string[];
  /** Of the challenger's model that was scored; null where cross-validation left it undefined. */
  readonly crossValidatedRmse: number | null;
  /** Probability of the forecast intervals. */
  readonly level: number;
  /** What the naive is called: 'seasonal naive of 7'. */
  readonly yardstick: string;
  readonly seed: number;
}

export interface DatedForecast extends Forecast {
  /** Period numbers, each once, in any order. */
  readonly ds: Int32Array;
}

/** By unique_id. */
export interface Holdout {
  readonly actuals: ReadonlyMap<string, Pick<MeasuredActuals, 'ds' | 'y' | 'naive'>>;
  readonly challenger: ReadonlyMap<string, DatedForecast>;
  /** undefined where the data set has no Production version yet. */
  readonly production: ReadonlyMap<string, DatedForecast> | undefined;
}

/**
 * Joins what came true with what both models said, series in ascending order of unique_id. A forecast of Production that is NaN counts
 * as absent; one of the challenger does not, so that no gate can be computed with it.
 *
 * @throws TableCorrupt where a side forecasts a period twice
 */
export function pairSeries(
  { actuals, challenger, production }: Holdout,
  segmentSeparator: string | null,
): Pick<Comparison, 'series' | 'production' | 'unmatched'> {
  const series: PairedSeries[] = [];
  const unmatched = { challengerOnly: 0, productionOnly: 0 };
  for (const uniqueId of [...actuals.keys()].sort()) {
    const { ds, y, naive = new Float64Array(ds.length).fill(NaN) } = actuals.get(uniqueId)!;
    const ours = aligned(uniqueId, ds, challenger.get(uniqueId));
    const theirs = aligned(uniqueId, ds, production?.get(uniqueId));
    const rival = production === undefined ? naive : theirs.values.yhat;
    for (let row = 0; row < ds.length; row++) {
      if (ours.has[row] && Number.isNaN(rival[row])) unmatched.challengerOnly++;
      if (!ours.has[row] && !Number.isNaN(rival[row])) unmatched.productionOnly++;
    }
    const rows = rowsWhere(ds.length, (row) => ours.has[row]);
    if (rows.length === 0) continue;
    series.push({
      uniqueId,
      segment: segmentOf(uniqueId, segmentSeparator),
      ds: Int32Array.from(rows, (row) => ds[row]),
      y: pick(y, rows),
      challenger: pickForecast(ours.values, rows),
      production: production?.has(uniqueId) === true ? pickForecast(theirs.values, rows) : undefined,
      naive: pick(naive, rows),
    });
  }
  return { series, production: production === undefined ? 'naive' : 'version', unmatched };
}

export function rowsWhere(count: number, keeps: (row: number) => boolean): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (keeps(row)) rows.push(row);
  return rows;
}

export function pick(values: Float64Array, rows: readonly number[]): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) picked[at] = values[rows[at]];
  return picked;
}

export function pickForecast({ yhat, lower, upper }: Forecast, rows: readonly number[]): Forecast {
  return { yhat: pick(yhat, rows), lower: pick(lower, rows), upper: pick(upper, rows) };
}

/** The forecast on these periods, NaN in those that it does not have. */
function aligned(uniqueId: string, ds: Int32Array, forecast: DatedForecast | undefined) {
  const rowOf = new Map<number, number>();
  forecast?.ds.forEach((period, row) => rowOf.set(period, row));
  if (forecast !== undefined && rowOf.size !== forecast.ds.length) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: 'a model forecasts the same period of a series twice',
      got: uniqueId,
      hint: 'compare the forecasts of one run at a time',
    });
  }
  const column = (values: Float64Array | undefined) => {
    return Float64Array.from(ds, (period) => values?.[rowOf.get(period) ?? -1] ?? NaN);
  };
  return {
    has: Array.from(ds, (period) => rowOf.has(period)),
    values: { yhat: column(forecast?.yhat), lower: column(forecast?.lower), upper: column(forecast?.upper) },
  };
}

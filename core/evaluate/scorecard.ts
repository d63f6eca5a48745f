import type { RowBatch } from '../contracts/table-schema.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import type { PeriodRange } from '../series/period-range.ts';
import { periodsOfColumn } from '../series/ds-column.ts';
import type { Actuals } from '../backtest/actuals.ts';
import type { ErrorSums, Scored } from './realised-errors.ts';
import { addErrors, NO_ERRORS, realisedErrors } from './realised-errors.ts';

/** The realised errors of one candidate, series by series. */
export class Scorecard {
  /** Series that joined at least one row, in the order in which they came. */
  readonly bySeries = new Map<string, ErrorSums>();
  private first = Infinity;
  private last = -Infinity;

  constructor(
    private readonly axis: TimeAxis,
    private readonly actuals: ReadonlyMap<string, Actuals>,
  ) {}

  /** @param batch rows of a forecasts table in which those of a series stand together */
  add({ rows, columns }: RowBatch): void {
    // The forecasts' schema requires these columns, strings and doubles.
    const ids = columns.unique_id as readonly string[];
    const ds = periodsOfColumn(this.axis, columns.ds);
    const yhat = columns.yhat as Float64Array;
    const lower = columns.yhat_lower as Float64Array;
    const upper = columns.yhat_upper as Float64Array;
    for (let start = 0, end = 0; start < rows; start = end) {
      while (end < rows && ids[end] === ids[start]) end++;
      const part = (column: Float64Array) => column.subarray(start, end);
      const forecast = { yhat: part(yhat), lower: part(lower), upper: part(upper) };
      this.addSeries(ids[start], ds.subarray(start, end), forecast);
    }
  }

  addSeries(uniqueId: string, ds: Int32Array, forecast: Scored): void {
    const errors = realisedErrors(this.actuals.get(uniqueId), ds, forecast);
    if (errors.joined > 0) this.bySeries.set(uniqueId, addErrors(this.bySeries.get(uniqueId) ?? NO_ERRORS, errors));
    for (const period of ds) {
      this.first = Math.min(this.first, period);
      this.last = Math.max(this.last, period);
    }
  }

  /** The periods of all forecasts so far, joined or not. */
  get range(): PeriodRange {
    return { first: this.first, last: this.last };
  }

  /** All series together. */
  pooled(): ErrorSums {
    return [...this.bySeries.values()].reduce(addErrors, NO_ERRORS);
  }
}

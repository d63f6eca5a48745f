import type { Interval } from '../backtest/interval-scores.ts';
import type { Dataset } from '../contracts/dataset.ts';
import type { ColumnValues, RowBatch } from '../contracts/table-schema.ts';
import { intervalColumns } from '../contracts/tables.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import type { PeriodRange } from '../series/period-range.ts';
import { periodsOfColumn } from '../series/ds-column.ts';
import type { Actuals, MeasuredActuals } from '../backtest/actuals.ts';
import type { ErrorSums, Scored } from './realised-errors.ts';
import { addErrors, NO_ERRORS, realisedErrors } from './realised-errors.ts';

/** What the intervals of the forecasts were made for: those of a recipe, or of its data set. */
type Levels = Pick<Dataset, 'level' | 'furtherLevels'>;

/** The realised errors of one candidate, series by series. */
export class Scorecard {
  /** Series that joined at least one row, in the order in which they came. */
  readonly bySeries = new Map<string, ErrorSums>();
  private first = Infinity;
  private last = -Infinity;

  constructor(
    private readonly axis: TimeAxis,
    private readonly actuals: ReadonlyMap<string, Actuals | MeasuredActuals>,
    private readonly levels: Levels,
  ) {}

  /** @param batch rows of a forecasts table in which those of a series stand together */
  add({ rows, columns }: RowBatch): void {
    // The forecasts' schema requires these columns, strings and doubles.
    const ids = columns.unique_id as readonly string[];
    const ds = periodsOfColumn(this.axis.frequency, columns.ds);
    const yhat = columns.yhat as Float64Array;
    const [main, ...further] = intervalsOf(columns, this.levels);
    const [naive, scale] = [columns.naive, columns.scale].map((column) => numbersIn(column, rows));
    for (let start = 0, end = 0; start < rows; start = end) {
      while (end < rows && ids[end] === ids[start]) end++;
      const part = (column: Float64Array) => column.subarray(start, end);
      const partOf = (one: Ends): Interval => ({ level: one.level, lower: part(one.lower), upper: part(one.upper) });
      const intervals = [partOf(main), ...further.map(partOf)] as const;
      const measure = { naive: part(naive), scale: Number.isNaN(scale[start]) ? null : scale[start] };
      this.addSeries(ids[start], ds.subarray(start, end), { yhat: part(yhat), intervals, measure });
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

interface Ends extends Interval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** NaN where there is none. */
function numbersIn(column: ColumnValues | undefined, rows: number): Float64Array {
  if (column instanceof Float64Array) return column;
  return Float64Array.from({ length: rows }, (_, row) => {
    const value = column?.[row];
    return typeof value === 'number' ? value : NaN;
  });
}

/** The main level first; further ones where the rows have them: a table may have gained, or lost, their columns since. */
function intervalsOf(columns: RowBatch['columns'], { level, furtherLevels }: Levels): readonly [Ends, ...Ends[]] {
  const main = { level, lower: columns.yhat_lower as Float64Array, upper: columns.yhat_upper as Float64Array };
  const further = furtherLevels.flatMap((one) => {
    const names = intervalColumns(one);
    // A column with a null in it is no typed array.
    const [lower, upper] = [columns[names.lower], columns[names.upper]];
    return lower instanceof Float64Array && upper instanceof Float64Array ? [{ level: one, lower, upper }] : [];
  });
  return [main, ...further];
}

import { daysOf, formatPeriod } from '../../series/time-axis.ts';
import type { TimeAxis } from '../../series/time-axis.ts';
import { SeriesUnfit } from '../family.ts';
import { dayOf } from '../holidays.ts';
import type { ProphetOptions } from './options.ts';
import { SEASONS, largestFourierOrder, periodDays } from './seasonality.ts';
import type { Season } from './seasonality.ts';

/** Where a group of columns starts, and how many it has. */
export interface ColumnRange {
  readonly start: number;
  readonly count: number;
}

/**
 * Everything in Prophet's regression that depends on the date alone, one row a period: Fourier terms of every season that a history
 * may call for (sine and cosine of each order), one column a holiday and day of its window, and the regressors, less their mean.
 * Rows are made when they are first asked for; all series of a job share them.
 */
export class FeatureTable {
  readonly width: number;
  readonly seasons: Readonly<Record<Season, ColumnRange>>;
  readonly holidays: ColumnRange;
  readonly regressors: ColumnRange;
  /** What was taken off each regressor, so that sums of squares keep their digits. */
  readonly regressorMeans: Float64Array;
  /** The normal prior's standard deviation of each column's coefficient. */
  readonly priorScales: Float64Array;
  /** Of each column: 1 where its effect is a share of the trend, 0 where it is added to it. */
  readonly multiplies: Uint8Array;
  /** Row-major; the row of a period starts at `offset(period)`. */
  values = new Float64Array(0);
  private firstPeriod = 0;
  private rows = 0;
  private readonly axis: TimeAxis;
  private readonly options: ProphetOptions;
  private readonly holidayColumnsByDay: ReadonlyMap<number, readonly number[]>;

  constructor(axis: TimeAxis, options: ProphetOptions) {
    this.axis = axis;
    this.options = options;
    const scales: number[] = [];
    const range = (scalesOfGroup: readonly number[]): ColumnRange => {
      const start = scales.length;
      scales.push(...scalesOfGroup);
      return { start, count: scalesOfGroup.length };
    };
    const season = (name: Season) =>
      range(Array<number>(2 * largestFourierOrder(name, options, axis.frequency)).fill(options.seasonalityPriorScale));
    this.seasons = { yearly: season('yearly'), weekly: season('weekly'), daily: season('daily') };
    this.holidays = range(
      options.holidays.flatMap((holiday) =>
        Array<number>(windowLength(holiday)).fill(holiday.priorScale ?? options.holidaysPriorScale),
      ),
    );
    this.regressors = range(options.regressors.map((regressor) => regressor.priorScale ?? options.holidaysPriorScale));
    this.width = scales.length;
    this.priorScales = Float64Array.from(scales);
    this.multiplies = this.modes(options);
    this.regressorMeans = Float64Array.from(options.regressors, ({ values }) => mean(Object.values(values)));
    this.holidayColumnsByDay = holidayColumns(options, this.holidays.start);
  }

  /** Index of the period's row in `values`, whose array may be another one after each call of `cover`. */
  offset(period: number): number {
    return (period - this.firstPeriod) * this.width;
  }

  /** Makes sure that all periods from first to last have their rows. */
  cover(first: number, last: number): void {
    const end = this.firstPeriod + this.rows;
    if (this.rows > 0 && first >= this.firstPeriod && last < end) return;
    const from = this.rows > 0 ? Math.min(first, this.firstPeriod) : first;
    const to = this.rows > 0 ? Math.max(last + 1, end) : last + 1;
    const grown = new Float64Array((to - from) * this.width);
    if (this.rows > 0) grown.set(this.values, (this.firstPeriod - from) * this.width);
    for (let period = from; period < to; period++) {
      const known = this.rows > 0 && period >= this.firstPeriod && period < end;
      if (!known) this.fillRow(grown.subarray((period - from) * this.width), period);
    }
    this.values = grown;
    this.firstPeriod = from;
    this.rows = to - from;
  }

  /** @throws SeriesUnfit naming the regressor and the date that it has no value for. The period must be covered. */
  requireRegressors(period: number): void {
    for (let i = 0; i < this.regressors.count; i++) {
      if (!Number.isNaN(this.values[this.offset(period) + this.regressors.start + i])) continue;
      throw new SeriesUnfit(
        `regressor '${this.options.regressors[i].name}' has no value for ${formatPeriod(this.axis, period)}`,
      );
    }
  }

  private modes({ seasonalityMode, holidaysMode, regressors }: ProphetOptions): Uint8Array {
    const modes = new Uint8Array(this.width);
    const set = ({ start, count }: ColumnRange, mode = seasonalityMode) =>
      modes.fill(mode === 'multiplicative' ? 1 : 0, start, start + count);
    for (const season of SEASONS) set(this.seasons[season]);
    set(this.holidays, holidaysMode);
    regressors.forEach(({ mode }, i) => set({ start: this.regressors.start + i, count: 1 }, mode));
    return modes;
  }

  private fillRow(row: Float64Array, period: number): void {
    const days = daysOf(this.axis, period);
    for (const season of SEASONS) {
      const { start, count } = this.seasons[season];
      for (let i = 0; i < count / 2; i++) {
        // In Prophet's order of multiplication, so that it rounds alike.
        const angle = ((i + 1) / periodDays(season)) * (Math.PI * 2 * days);
        row[start + 2 * i] = Math.sin(angle);
        row[start + 2 * i + 1] = Math.cos(angle);
      }
    }
    for (const column of this.holidayColumnsByDay.get(Math.floor(days)) ?? []) row[column] = 1;
    if (this.regressors.count === 0) return;
    const date = formatPeriod(this.axis, period);
    this.options.regressors.forEach(({ values }, i) => {
      row[this.regressors.start + i] = (values[date] ?? NaN) - this.regressorMeans[i];
    });
  }
}

function windowLength(holiday: ProphetOptions['holidays'][number]): number {
  return holiday.upperWindow - holiday.lowerWindow + 1;
}

/** The columns that are 1 on a day (days since epoch): windows of one holiday or several may overlap. */
function holidayColumns(options: ProphetOptions, start: number): Map<number, number[]> {
  const byDay = new Map<number, number[]>();
  let column = start;
  for (const holiday of options.holidays) {
    for (let shift = holiday.lowerWindow; shift <= holiday.upperWindow; shift++, column++) {
      for (const date of holiday.dates) {
        const day = dayOf(date) + shift;
        byDay.set(day, [...(byDay.get(day) ?? []), column]);
      }
    }
  }
  return byDay;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

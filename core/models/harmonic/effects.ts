import { missingAt, regressorRow, type Regressors } from '../../series/regressors.ts';
import { daysOf, formatPeriod, type TimeAxis } from '../../series/time-axis.ts';
import { SeriesUnfit } from '../family.ts';
import { dayOf } from '../holidays.ts';
import type { HarmonicOptions } from './options.ts';

/** What stands beside the curve in the regression: first one column a regressor, less its centre; then one a holiday, 1 on its days. */
export class EffectColumns {
  readonly count: number;
  readonly regressorCount: number;
  private readonly columnsByDay: ReadonlyMap<number, readonly number[]>;

  constructor(
    private readonly axis: TimeAxis,
    holidays: HarmonicOptions['holidays'],
    private readonly regressors?: Regressors,
  ) {
    this.regressorCount = regressors?.names.length ?? 0;
    this.count = this.regressorCount + holidays.length;
    const byDay = new Map<number, number[]>();
    holidays.forEach(({ dates }, at) => {
      for (const day of dates.map(dayOf)) byDay.set(day, [...(byDay.get(day) ?? []), this.regressorCount + at]);
    });
    this.columnsByDay = byDay;
  }

  /** Of each regressor, the mean of what is known of it. */
  centres(): number[] {
    return Array.from({ length: this.regressorCount }, (_, column) => {
      const { values = new Float64Array(0) } = this.regressors ?? {};
      const known = values.filter((value, i) => i % this.regressorCount === column && !Number.isNaN(value));
      return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
    });
  }

  /** Writes a period's row. @throws SeriesUnfit naming the regressor without a value and the date */
  fill(row: Float64Array, period: number, centres: readonly number[]): void {
    row.fill(0);
    if (this.regressors !== undefined) {
      const at = regressorRow(this.regressors, period);
      for (let i = 0; i < this.regressorCount; i++) {
        const value = at === undefined ? NaN : this.regressors.values[at + i];
        if (Number.isNaN(value)) throw this.unknown(this.regressors, period);
        row[i] = value - centres[i];
      }
    }
    for (const column of this.columnsByDay.get(Math.floor(daysOf(this.axis, period))) ?? []) row[column] = 1;
  }

  private unknown(regressors: Regressors, period: number): SeriesUnfit {
    const [name] = missingAt(regressors, period);
    return new SeriesUnfit(`regressor '${name}' has no value for ${formatPeriod(this.axis, period)}`);
  }
}

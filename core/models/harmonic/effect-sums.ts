import type { Series } from '../../series/series.ts';
import type { EffectColumns } from './effects.ts';
import type { FourierTable } from './fourier.ts';
import { packedRow } from './gram.ts';

/**
 * What least squares needs of the columns beside the curve (effects.ts), summed up to a number of observations as RunningSums are: asked for
 * ascending numbers, one pass over the series.
 */
export class EffectSums {
  readonly centres: readonly number[];
  /** Products with the curve's columns, those of one effect after the other. */
  readonly withCurve: Float64Array;
  /** Products with each other, packed lower triangle. */
  readonly squares: Float64Array;
  readonly xy: Float64Array;
  /** Products with their own value one step before, over pairs of neighbouring periods. */
  readonly steps: Float64Array;
  /** On how many observations a column is not zero. */
  readonly seen: Int32Array;
  private readonly curveColumns: number;
  private readonly row: Float64Array;
  private readonly before: Float64Array;
  private count = 0;

  constructor(
    private readonly series: Series,
    private readonly columns: EffectColumns,
    private readonly table: FourierTable,
  ) {
    const { count } = columns;
    this.centres = columns.centres();
    this.curveColumns = table.width + 2;
    this.withCurve = new Float64Array(count * this.curveColumns);
    this.squares = new Float64Array(packedRow(count));
    this.xy = new Float64Array(count);
    this.steps = new Float64Array(count);
    this.seen = new Int32Array(count);
    this.row = new Float64Array(count);
    this.before = new Float64Array(count);
  }

  /** @throws SeriesUnfit where a regressor has no value */
  advanceTo(observations: number): void {
    if (observations < this.count) this.reset();
    const { ds, y } = this.series;
    for (let i = this.count; i < observations; i++) {
      this.before.set(this.row);
      this.columns.fill(this.row, ds[i], this.centres);
      this.add(ds[i], y[i] - y[0], i > 0 && ds[i] === ds[i - 1] + 1);
    }
    this.count = observations;
  }

  /** Most holidays are zero on most days, and cost nothing there. */
  private add(period: number, value: number, isNext: boolean): void {
    const { row, before, withCurve, curveColumns, squares, table } = this;
    const offset = table.offset(period);
    for (let j = 0; j < row.length; j++) {
      const x = row[j];
      if (x === 0) continue;
      const start = j * curveColumns;
      withCurve[start] += x;
      for (let k = 0; k < table.width; k++) withCurve[start + 1 + k] += x * table.values[offset + k];
      withCurve[start + curveColumns - 1] += x * (period - this.series.ds[0]);
      for (let k = 0; k <= j; k++) squares[packedRow(j) + k] += x * row[k];
      this.xy[j] += x * value;
      if (isNext) this.steps[j] += x * before[j];
      this.seen[j]++;
    }
  }

  private reset(): void {
    for (const sums of [this.withCurve, this.squares, this.xy, this.steps, this.seen, this.row]) sums.fill(0);
    this.count = 0;
  }
}

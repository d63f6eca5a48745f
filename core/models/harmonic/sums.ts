import type { Series } from '../../series/series.ts';
import type { FourierTable } from './fourier.ts';
import { columnCount, packedRow } from './gram.ts';

/**
 * Everything that least squares needs to know of a series, summed up to a number of observations. Asked for ascending
 * numbers, one pass over the series serves all folds; the order of summation is the same whatever was asked before.
 */
export class RunningSums {
  /** Subtracted from every value, so that a large level does not drown the squares. */
  readonly shift: number;
  /** X'y, columns as in gram.ts. */
  readonly xy: Float64Array;
  squares = 0;
  /** Over pairs of neighbouring periods. */
  squaredSteps = 0;
  steps = 0;
  /** X'X over the missing periods, packed; untouched while there are none. */
  readonly missing: Float64Array;
  missingCount = 0;
  private count = 0;

  constructor(
    private readonly series: Series,
    private readonly table: FourierTable,
  ) {
    const columns = columnCount(table.width / 2);
    this.shift = series.y[0];
    this.xy = new Float64Array(columns);
    this.missing = new Float64Array(packedRow(columns));
    table.cover(series.ds[0], series.ds[series.ds.length - 1]);
  }

  advanceTo(observations: number): void {
    if (observations < this.count) this.reset();
    this.addSteps(observations);
    this.addProducts(observations);
    this.count = observations;
  }

  private addProducts(observations: number): void {
    const { xy, table, shift } = this;
    const { ds, y } = this.series;
    const { values, width } = table;
    let { squares } = this;
    for (let i = this.count; i < observations; i++) {
      const value = y[i] - shift;
      const offset = table.offset(ds[i]);
      xy[0] += value;
      for (let j = 0; j < width; j++) xy[1 + j] += value * values[offset + j];
      xy[width + 1] += value * (ds[i] - ds[0]);
      squares += value * value;
    }
    this.squares = squares;
  }

  private addSteps(observations: number): void {
    const { ds, y } = this.series;
    let { squaredSteps, steps } = this;
    for (let i = Math.max(this.count, 1); i < observations; i++) {
      if (ds[i] === ds[i - 1] + 1) {
        const change = y[i] - y[i - 1];
        squaredSteps += change * change;
        steps++;
      } else {
        for (let period = ds[i - 1] + 1; period < ds[i]; period++) this.addMissing(period);
      }
    }
    this.squaredSteps = squaredSteps;
    this.steps = steps;
  }

  private addMissing(period: number): void {
    const { missing, table, xy } = this;
    const { values, width } = table;
    const offset = table.offset(period);
    const line = period - this.series.ds[0];
    this.missingCount++;
    missing[0] += 1;
    let at = 1;
    for (let i = 0; i < width; i++) {
      const x = values[offset + i];
      missing[at++] += x;
      for (let j = 0; j <= i; j++) missing[at++] += x * values[offset + j];
    }
    missing[at++] += line;
    for (let j = 0; j < width; j++) missing[at++] += line * values[offset + j];
    missing[packedRow(xy.length) - 1] += line * line;
  }

  private reset(): void {
    this.xy.fill(0);
    this.missing.fill(0);
    this.squares = this.squaredSteps = this.steps = this.missingCount = this.count = 0;
  }
}

import { daysOf } from '../../series/time-axis.ts';
import type { TimeAxis } from '../../series/time-axis.ts';
import type { FeatureTable } from './feature-table.ts';

/** Sums that are needed at cutoffs only are kept at every so many rows; the rows in between are added when asked for. */
const BLOCK = 64;

/**
 * Running sums over the dates of one history: entry i is the sum over the first i rows. Time d counts in whole ticks (hours on an
 * hourly axis, else days) since the first row, so that the sums of d and d^2 are exact integers. F are the table's features.
 */
export class CalendarSums {
  readonly ds: Int32Array;
  readonly ticksPerDay: number;
  readonly ticks: Float64Array;
  readonly d: Float64Array;
  readonly dd: Float64Array;
  /** Row-major, `width` values a row. */
  readonly f: Float64Array;
  readonly df: Float64Array;
  readonly width: number;
  private readonly table: FeatureTable;
  private readonly ffBlocks: Float64Array;

  /** @throws SeriesUnfit when a regressor has no value for one of the dates */
  constructor(axis: TimeAxis, table: FeatureTable, ds: Int32Array) {
    const n = ds.length;
    const q = table.width;
    // A copy: the panel that the dates are a view of may be let go.
    this.ds = ds.slice();
    this.table = table;
    this.width = q;
    this.ticksPerDay = axis.frequency === 'hour' ? 24 : 1;
    this.ticks = ticksSinceFirst(axis, ds);
    this.d = new Float64Array(n + 1);
    this.dd = new Float64Array(n + 1);
    this.f = new Float64Array((n + 1) * q);
    this.df = new Float64Array((n + 1) * q);
    this.ffBlocks = new Float64Array((Math.floor(n / BLOCK) + 1) * triangle(q));
    if (n > 0) table.cover(ds[0], ds[n - 1]);
    const running = new Float64Array(triangle(q));
    for (let i = 0; i < n; i++) {
      if (i % BLOCK === 0) this.ffBlocks.set(running, (i / BLOCK) * triangle(q));
      this.addRow(i);
      this.addProducts(running, i);
    }
    if (n % BLOCK === 0) this.ffBlocks.set(running, (n / BLOCK) * triangle(q));
  }

  /** Sum of F F' over the first n rows, lower triangle packed by rows. */
  featureProducts(n: number): Float64Array {
    const block = Math.floor(n / BLOCK);
    const sums = this.ffBlocks.slice(block * triangle(this.width), (block + 1) * triangle(this.width));
    for (let i = block * BLOCK; i < n; i++) this.addProducts(sums, i);
    return sums;
  }

  private addRow(i: number): void {
    const { table, width, f, df } = this;
    const d = this.ticks[i];
    this.d[i + 1] = this.d[i] + d;
    this.dd[i + 1] = this.dd[i] + d * d;
    table.requireRegressors(this.ds[i]);
    const values = table.values;
    const row = table.offset(this.ds[i]);
    const before = i * width;
    const after = before + width;
    for (let c = 0; c < width; c++) {
      f[after + c] = f[before + c] + values[row + c];
      df[after + c] = df[before + c] + d * values[row + c];
    }
  }

  private addProducts(sums: Float64Array, i: number): void {
    const { table, width } = this;
    const values = table.values;
    const row = table.offset(this.ds[i]);
    for (let a = 0, at = 0; a < width; at += ++a) {
      const value = values[row + a];
      // Holidays are zero on most days.
      if (value === 0) continue;
      for (let b = 0; b <= a; b++) sums[at + b] += value * values[row + b];
    }
  }
}

/** Running sums over one series' values, less its first value: sums of squares then keep their digits far from zero. */
export class ValueSums {
  readonly y: Float64Array;
  readonly dy: Float64Array;
  readonly yy: Float64Array;
  /** Largest |y| among the first i rows. */
  readonly absMax: Float64Array;
  /** How many of the first rows all have the first row's value. */
  readonly constantRows: number;
  private readonly centred: Float64Array;
  private readonly calendar: CalendarSums;
  private readonly table: FeatureTable;
  private readonly fyBlocks: Float64Array;

  constructor(calendar: CalendarSums, table: FeatureTable, y: Float64Array) {
    const n = y.length;
    const q = table.width;
    this.calendar = calendar;
    this.table = table;
    this.centred = y.map((value) => value - y[0]);
    this.y = new Float64Array(n + 1);
    this.dy = new Float64Array(n + 1);
    this.yy = new Float64Array(n + 1);
    this.absMax = new Float64Array(n + 1);
    this.fyBlocks = new Float64Array((Math.floor(n / BLOCK) + 1) * q);
    const running = new Float64Array(q);
    for (let i = 0; i < n; i++) {
      const value = this.centred[i];
      this.y[i + 1] = this.y[i] + value;
      this.dy[i + 1] = this.dy[i] + calendar.ticks[i] * value;
      this.yy[i + 1] = this.yy[i] + value * value;
      this.absMax[i + 1] = Math.max(this.absMax[i], Math.abs(y[i]));
      if (i % BLOCK === 0) this.fyBlocks.set(running, (i / BLOCK) * q);
      this.addProducts(running, i);
    }
    if (n % BLOCK === 0) this.fyBlocks.set(running, (n / BLOCK) * q);
    const change = this.centred.findIndex((value) => value !== 0);
    this.constantRows = change === -1 ? n : change;
  }

  /** Sum of F y over the first n rows. */
  featureProducts(n: number): Float64Array {
    const q = this.table.width;
    const block = Math.floor(n / BLOCK);
    const sums = this.fyBlocks.slice(block * q, (block + 1) * q);
    for (let i = block * BLOCK; i < n; i++) this.addProducts(sums, i);
    return sums;
  }

  private addProducts(sums: Float64Array, i: number): void {
    const values = this.table.values;
    const row = this.table.offset(this.calendar.ds[i]);
    const value = this.centred[i];
    for (let c = 0; c < sums.length; c++) sums[c] += value * values[row + c];
  }
}

function ticksSinceFirst(axis: TimeAxis, ds: Int32Array): Float64Array {
  if (axis.frequency === 'hour') return Float64Array.from(ds, (period) => period - ds[0]);
  const first = ds.length === 0 ? 0 : daysOf(axis, ds[0]);
  return Float64Array.from(ds, (period) => daysOf(axis, period) - first);
}

function triangle(size: number): number {
  return (size * (size + 1)) / 2;
}

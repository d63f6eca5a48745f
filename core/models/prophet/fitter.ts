import { SeriesUnfit } from '../family.ts';
import type { Fitter } from '../family.ts';
import type { Series } from '../../series/series.ts';
import { assembleProducts } from './assemble.ts';
import { columnCount, ridgeColumns } from './design.ts';
import type { CalendarFit, HistoryCalendar } from './history-calendar.ts';
import { jointEstimate } from './joint/estimate.ts';
import { jointProblemOf } from './joint/problem-of.ts';
import { mapEstimate } from './map-estimate.ts';
import type { MapEstimate } from './map-estimate.ts';
import type { ProphetOptions } from './options.ts';
import type { ValueSums } from './prefix-sums.ts';
import type { ProphetState } from './state.ts';

/** Prophet's sigma for a series that never changes. */
const CONSTANT_SERIES_SIGMA = 1e-9;

export const LEAST_OBSERVATIONS = 2;

/** Fits any number of first observations of one series; each fit is computed from the same sums, in whatever order they are asked for. */
export class ProphetFitter implements Fitter<ProphetState> {
  private readonly series: Series;
  private readonly calendar: HistoryCalendar;
  private readonly values: ValueSums;
  private readonly options: ProphetOptions;

  constructor(series: Series, calendar: HistoryCalendar, options: ProphetOptions) {
    this.series = series;
    this.calendar = calendar;
    this.values = calendar.sumValues(series.y);
    this.options = options;
  }

  fit(observations: number): ProphetState {
    if (observations < LEAST_OBSERVATIONS) {
      throw new SeriesUnfit(`Prophet needs at least ${LEAST_OBSERVATIONS} observations, got ${observations}`);
    }
    const calendar = this.calendar.fit(observations);
    const yScale = this.scale(observations);
    const estimate = this.estimate(calendar, yScale);
    if (!(estimate.sigma > 0) || !estimate.theta.every(Number.isFinite)) {
      throw new SeriesUnfit('the values are too large or too small to be squared, or not finite');
    }
    return this.state(calendar, estimate, yScale);
  }

  /** Prophet's y is (value - floor) / scale. */
  private scale(observations: number): number {
    const { floor } = this.options;
    let largest = this.values.absMax[observations];
    if (floor !== 0) {
      largest = 0;
      for (let i = 0; i < observations; i++) largest = Math.max(largest, Math.abs(this.series.y[i] - floor));
    }
    return largest > 0 ? largest : 1;
  }

  /** Theta in the order of the design's columns. */
  private estimate(calendar: CalendarFit, yScale: number): MapEstimate {
    const { n } = calendar.design;
    const constant = n <= this.values.constantRows;
    if (this.options.growth === 'logistic') return this.joint(calendar, yScale);
    if (constant) return this.constant(calendar, yScale);
    return calendar.multiplies.includes(1) ? this.joint(calendar, yScale) : this.additive(calendar, yScale);
  }

  private constant({ design }: CalendarFit, yScale: number): MapEstimate {
    const theta = new Float64Array(columnCount(design));
    theta[0] = this.series.y[0] / yScale;
    return { theta, sigma: CONSTANT_SERIES_SIGMA };
  }

  private additive(calendar: CalendarFit, yScale: number): MapEstimate {
    const { design, gram, precision } = calendar;
    const level = (this.series.y[0] - this.options.floor) / yScale;
    const mean = new Float64Array(precision.length);
    // The sums hold y less its first value, so the intercept's prior stands around minus that value.
    mean[0] = -level;
    const estimate = mapEstimate({
      gram,
      zy: assembleProducts(this.values, this.calendar.sums, calendar).map((product) => product / yScale),
      yy: this.values.yy[design.n] / yScale ** 2,
      observations: design.n,
      size: columnCount(design),
      ridge: ridgeColumns(design),
      precision,
      mean,
      rate: 1 / this.options.changepointPriorScale,
    });
    estimate.theta[0] += level;
    return estimate;
  }

  private joint(calendar: CalendarFit, yScale: number): MapEstimate {
    const y = this.series.y.subarray(0, calendar.design.n);
    return jointEstimate(jointProblemOf(this.calendar, calendar, { y, yScale, options: this.options }));
  }

  private state(
    { design, standardisations }: CalendarFit,
    { theta, sigma }: MapEstimate,
    yScale: number,
  ): ProphetState {
    const { ds } = this.series;
    const ridge = ridgeColumns(design);
    const breaks = Array.from(design.changepoints, (row, j) => ({ row, delta: theta[ridge + j] })).filter(
      ({ delta }) => delta !== 0,
    );
    // A change at the very first row is no change: its slope counts from the start, as Prophet folds it into k. In logistic growth it
    // stays what was fitted: there it is no part of the slope that m belongs to.
    const folded = this.options.growth === 'logistic' ? [] : breaks.filter(({ row }) => row === 0);
    const kept = breaks.filter((each) => !folded.includes(each));
    return {
      start: ds[0],
      end: ds[design.n - 1],
      yScale,
      k: design.trendColumns === 2 ? folded.reduce((slope, { delta }) => slope + delta, theta[1]) : 0,
      m: theta[0],
      changepoints: kept.map(({ row }) => ds[row]),
      delta: kept.map(({ delta }) => delta),
      changepointCount: design.changepoints.length,
      seasons: design.seasons,
      beta: Array.from(theta.subarray(design.trendColumns, ridge)),
      standardisations,
      sigma,
    };
  }
}

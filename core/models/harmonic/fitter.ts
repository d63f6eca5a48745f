import type { Fitter } from '../family.ts';
import type { Series } from '../../series/series.ts';
import { SeriesUnfit } from '../family.ts';
import { solveBackward, solveForward } from './factor.ts';
import type { FourierTable } from './fourier.ts';
import type { GramFactors, Stretch } from './gram-factors.ts';
import type { HarmonicOptions } from './options.ts';
import { shrink } from './shrinkage.ts';
import type { Curve, HarmonicState } from './state.ts';
import { evaluateCurve } from './state.ts';
import { RunningSums } from './sums.ts';

/** What all series of a job share. */
export interface HarmonicCalendar {
  readonly options: HarmonicOptions;
  readonly table: FourierTable;
  readonly factors: GramFactors;
}

/** Below this there is no noise left to measure around a line. */
export const LEAST_OBSERVATIONS = 3;

/**
 * Least squares on Fourier terms and a line, each shrunk by the evidence for it, with a first-order autoregressive deviation
 * from the curve (dynamic harmonic regression: Hyndman & Athanasopoulos, FPP3, 10.5), all in closed form.
 */
export class HarmonicFitter implements Fitter<HarmonicState> {
  private readonly sums: RunningSums;
  /** Coordinates on the orthogonal columns; after the solution, coefficients. */
  private readonly z: Float64Array;

  constructor(
    private readonly series: Series,
    private readonly calendar: HarmonicCalendar,
  ) {
    this.sums = new RunningSums(series, calendar.table);
    this.z = new Float64Array(this.sums.xy.length);
  }

  fit(observations: number): HarmonicState {
    if (observations < LEAST_OBSERVATIONS) {
      throw new SeriesUnfit(`${observations} observations; harmonic regression needs at least ${LEAST_OBSERVATIONS}`);
    }
    const { series, sums, calendar, z } = this;
    const stretch: Stretch = { first: series.ds[0], last: series.ds[observations - 1], observations };
    sums.advanceTo(observations);
    const factor = calendar.factors.of(stretch, sums);
    solveForward(factor, sums.xy, z);
    const noise = shrink({ z, factor, sums, observations }, factor.terms, calendar.options);
    solveBackward(factor, z);
    const curve = this.curve(factor.columns.length, stretch.first);
    evaluateCurve(curve, series.ds.subarray(observations - 1, observations), { table: calendar.table, into: z });
    const deviation = series.y[observations - 1] - z[0];
    return { curve, last: stretch.last, deviation, ...noise, centre: (stretch.first + stretch.last) / 2 };
  }

  /** @param columns the level, the Fourier terms in use, and the line where it takes part */
  private curve(columns: number, origin: number): Curve {
    const { z, sums, calendar } = this;
    const { trend } = calendar.options;
    return {
      level: z[0] + sums.shift,
      slope: trend ? z[columns - 1] + 0 : 0,
      origin,
      fourier: numbersOf(z, 1, columns - (trend ? 1 : 0)),
    };
  }
}

/** Without minus zeros, which JSON turns into zeros. (Array.from would walk an iterator, at ten times the cost.) */
function numbersOf(values: Float64Array, start: number, end: number): number[] {
  const numbers: number[] = [];
  for (let i = start; i < end; i++) numbers.push(values[i] + 0);
  return numbers;
}

import type { Fitter } from '../family.ts';
import type { Series } from '../../series/series.ts';
import { SeriesUnfit } from '../family.ts';
import { EffectSums } from './effect-sums.ts';
import type { EffectColumns } from './effects.ts';
import { type ExtendedFactor, extendFactor } from './extended-factor.ts';
import { solveBackward, solveForward } from './factor.ts';
import type { FourierTable } from './fourier.ts';
import type { DesignFactor, GramFactors, Stretch } from './gram-factors.ts';
import type { HarmonicOptions } from './options.ts';
import { shrink } from './shrinkage.ts';
import type { Curve, Effects, HarmonicState } from './state.ts';
import { addEffects, evaluateCurve } from './state.ts';
import { RunningSums } from './sums.ts';

/** What all series of a job share. */
export interface HarmonicCalendar {
  readonly options: HarmonicOptions;
  readonly table: FourierTable;
  readonly factors: GramFactors;
  /** undefined where nothing stands beside the curve. */
  readonly effects: EffectColumns | undefined;
}

/** Below this there is no noise left to measure around a line. */
const MIN_OBSERVATIONS = 3;

/**
 * Least squares on Fourier terms and a line, each shrunk by the evidence for it, with a first-order autoregressive deviation
 * from the curve (dynamic harmonic regression: Hyndman & Athanasopoulos, FPP3, 10.5), all in closed form.
 */
export class HarmonicFitter implements Fitter<HarmonicState> {
  private readonly sums: RunningSums;
  private readonly effects: EffectSums | undefined;
  /** X'y, the effects' behind the curve's. */
  private readonly xy: Float64Array;
  /** Coordinates on the orthogonal columns; after the solution, coefficients. */
  private readonly z: Float64Array;

  constructor(
    private readonly series: Series,
    private readonly calendar: HarmonicCalendar,
  ) {
    const { table, effects } = calendar;
    this.sums = new RunningSums(series, table);
    this.effects = effects === undefined ? undefined : new EffectSums(series, effects, table);
    this.xy = effects === undefined ? this.sums.xy : new Float64Array(this.sums.xy.length + effects.count);
    this.z = new Float64Array(this.xy.length);
  }

  fit(observations: number): HarmonicState {
    if (observations < MIN_OBSERVATIONS) {
      throw new SeriesUnfit(`${observations} observations; harmonic regression needs at least ${MIN_OBSERVATIONS}`);
    }
    const { series, sums, calendar, z, xy } = this;
    const stretch: Stretch = { first: series.ds[0], last: series.ds[observations - 1], observations };
    sums.advanceTo(observations);
    const base = calendar.factors.of(stretch, sums);
    const factor = this.extended(base, observations);
    solveForward(factor, xy, z);
    const noise = shrink({ z, factor, sums, observations }, factor.terms, calendar.options);
    solveBackward(factor, z);
    const curve = this.curve(base.columns.length, stretch.first);
    const beside = this.effectState(factor, base.columns.length);
    const last = { ds: series.ds.subarray(observations - 1, observations), y: series.y[observations - 1] };
    const expected = this.expected(curve, beside, last.ds);
    return {
      curve,
      last: stretch.last,
      deviation: last.y - expected,
      ...noise,
      centre: (stretch.first + stretch.last) / 2,
      ...beside,
    };
  }

  private extended(base: DesignFactor, observations: number): DesignFactor & Partial<ExtendedFactor> {
    const { effects, sums, xy } = this;
    if (effects === undefined) return base;
    effects.advanceTo(observations);
    xy.set(sums.xy);
    xy.set(effects.xy, sums.xy.length);
    return extendFactor(base, effects, { observations, curveColumns: sums.xy.length });
  }

  /** @param base how many columns of the factor are the curve's */
  private effectState({ effects: used = [] }: Partial<ExtendedFactor>, base: number): Effects {
    if (this.effects === undefined) return {};
    const effects = new Array<number>(this.effects.xy.length).fill(0);
    used.forEach((column, at) => (effects[column] = this.z[base + at] + 0));
    return { effects, regressorCentres: this.effects.centres };
  }

  private expected(curve: Curve, beside: Effects, ds: Int32Array): number {
    const into = new Float64Array(1);
    evaluateCurve(curve, ds, { table: this.calendar.table, into });
    addEffects(beside, ds, { columns: this.calendar.effects, into });
    return into[0];
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

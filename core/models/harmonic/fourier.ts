import type { HarmonicOptions } from './options.ts';
import type { Season } from './seasons.ts';

/** The Fourier terms of all seasons, shortest season first; frequency f owns the columns 2f (sine) and 2f + 1 (cosine). */
export interface FourierTerms {
  /** Radians a step. */
  readonly angular: readonly number[];
  /** Their cosines. */
  readonly cosines: readonly number[];
  /** For each season, in order: its period, and how many frequencies there are up to and including it. */
  readonly seasons: readonly { readonly periodSteps: number; readonly frequencies: number }[];
}

export function fourierTerms(seasons: readonly Season[], options: HarmonicOptions): FourierTerms {
  const angular: number[] = [];
  const upTo = seasons.map(({ name, periodSteps }) => {
    // Faster than two steps a cycle, an equally spaced series cannot tell a frequency from a slower one.
    const order = Math.min(options[name] ?? defaultYearly(periodSteps), Math.floor(periodSteps / 2));
    for (let k = 1; k <= order; k++) {
      const omega = (2 * Math.PI * k) / periodSteps;
      if (!angular.some((other) => Math.abs(other - omega) < 1e-9)) angular.push(omega);
    }
    return { periodSteps, frequencies: angular.length };
  });
  return { angular, cosines: angular.map(Math.cos), seasons: upTo };
}

/** Months can differ from each other as they like; days of a year follow a smooth course. */
function defaultYearly(periodSteps: number): number {
  return periodSteps > 53 ? 4 : 6;
}

/** Rows of Fourier terms by period, computed once and shared by all series of a job. */
export class FourierTable {
  readonly width: number;
  /** Row after row; `offset` says where a period's begins. */
  values = new Float64Array(0);
  private from = 0;
  private to = 0;

  constructor(private readonly angular: readonly number[]) {
    this.width = 2 * angular.length;
  }

  /** Makes sure that the periods first..last have rows. */
  cover(first: number, last: number): void {
    const empty = this.from === this.to;
    if (!empty && first >= this.from && last < this.to) return;
    // Growing by more than is asked for makes the next ragged series meet a table that is large enough already.
    this.from = empty ? first : Math.min(this.from, first < this.from ? first - GROWTH_MARGIN : first);
    this.to = empty ? last + 1 : Math.max(this.to, last >= this.to ? last + GROWTH_MARGIN : last);
    this.fill();
  }

  /** Position of the period's row; only for covered ones. */
  offset(period: number): number {
    return (period - this.from) * this.width;
  }

  private fill(): void {
    this.values = new Float64Array((this.to - this.from) * this.width);
    for (let period = this.from, i = 0; period < this.to; period++) {
      for (const omega of this.angular) {
        this.values[i++] = Math.sin(omega * period);
        this.values[i++] = Math.cos(omega * period);
      }
    }
  }
}

const GROWTH_MARGIN = 512;

import type { Factor } from './factor.ts';
import { factorise } from './factor.ts';
import type { FourierTerms } from './fourier.ts';
import { calendarGram, columnCount } from './gram.ts';
import type { Term } from './shrinkage.ts';
import { termsOf } from './shrinkage.ts';
import type { RunningSums } from './sums.ts';

export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly observations: number;
}

/** A factor, and what its columns mean. */
export interface DesignFactor extends Factor {
  readonly terms: readonly Term[];
}

/** A season is estimated from one whole cycle on, and from half as many observations again as the regression has columns. */
const MIN_CYCLES = 1;
export const OBSERVATIONS_PER_COLUMN = 1.5;

/** About a kilobyte each, so a few megabytes; ragged series beyond that pay for their own. */
const CACHED_FACTORS = 4096;

/** Factors of the normal equations. Gapless series over the same stretch share one; a gap is subtracted from the calendar's. */
export class GramFactors {
  private readonly gapless = new Map<number, DesignFactor>();
  /** By the number of frequencies in use: the level, their sines and cosines, and the line where there is one. */
  private readonly designs: readonly Omit<DesignFactor, 'lower'>[];

  constructor(
    private readonly fourier: FourierTerms,
    withLine: boolean,
  ) {
    const { angular, cosines } = fourier;
    const line = withLine ? [1 + 2 * angular.length] : [];
    this.designs = Array.from({ length: angular.length + 1 }, (_, frequencies) => ({
      columns: Int32Array.of(...Array(1 + 2 * frequencies).keys(), ...line),
      terms: termsOf(cosines.slice(0, frequencies), withLine),
    }));
  }

  of(stretch: Stretch, sums: RunningSums): DesignFactor {
    if (sums.missingCount > 0) return this.factorOf(stretch, sums.missing);
    // Stretches stay below 2^24 periods (1,900 years of hours), so that the pair is one exact number.
    const key = stretch.first * 2 ** 24 + (stretch.last - stretch.first);
    const known = this.gapless.get(key);
    if (known !== undefined) return known;
    const factor = this.factorOf(stretch);
    if (this.gapless.size >= CACHED_FACTORS) this.gapless.clear();
    this.gapless.set(key, factor);
    return factor;
  }

  private factorOf(stretch: Stretch, missing?: Float64Array): DesignFactor {
    const gram = calendarGram(this.fourier.angular, stretch.first, stretch.last);
    if (missing !== undefined) for (let i = 0; i < gram.length; i++) gram[i] -= missing[i];
    const { columns, terms } = this.designFor(stretch);
    return { ...factorise(gram, columns), terms };
  }

  private designFor({ first, last, observations }: Stretch): Omit<DesignFactor, 'lower'> {
    const span = last - first + 1;
    let frequencies = 0;
    for (const season of this.fourier.seasons) {
      // Half a step of grace: 365 days are a year.
      const seen = span + 0.5 >= MIN_CYCLES * season.periodSteps;
      if (seen && observations >= OBSERVATIONS_PER_COLUMN * columnCount(season.frequencies)) {
        frequencies = season.frequencies;
      }
    }
    return this.designs[frequencies];
  }
}

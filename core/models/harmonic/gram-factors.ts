import type { Factor } from './factor.ts';
import { factorise } from './factor.ts';
import type { FourierTerms } from './fourier.ts';
import { calendarGram, columnCount } from './gram.ts';
import type { RunningSums } from './sums.ts';

export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly observations: number;
}

/** A season is estimated from one whole cycle on, and from half as many observations again as the regression has columns. */
const MIN_CYCLES = 1;
const OBSERVATIONS_PER_COLUMN = 1.5;

/** About a kilobyte each, so a few megabytes; ragged series beyond that pay for their own. */
const CACHED_FACTORS = 4096;

/** Factors of the normal equations. Gapless series over the same stretch share one; a gap is subtracted from the calendar's. */
export class GramFactors {
  private readonly gapless = new Map<number, Factor>();
  /** By the number of frequencies in use: the level, their sines and cosines, and the line where there is one. */
  private readonly columnSets: readonly Int32Array[];

  constructor(
    private readonly terms: FourierTerms,
    withLine: boolean,
  ) {
    const line = withLine ? [1 + 2 * terms.angular.length] : [];
    this.columnSets = Array.from({ length: terms.angular.length + 1 }, (_, frequencies) =>
      Int32Array.of(...Array(1 + 2 * frequencies).keys(), ...line),
    );
  }

  of(stretch: Stretch, sums: RunningSums): Factor {
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

  private factorOf(stretch: Stretch, missing?: Float64Array): Factor {
    const gram = calendarGram(this.terms.angular, stretch.first, stretch.last);
    if (missing !== undefined) for (let i = 0; i < gram.length; i++) gram[i] -= missing[i];
    return factorise(gram, this.columnsFor(stretch));
  }

  private columnsFor({ first, last, observations }: Stretch): Int32Array {
    const span = last - first + 1;
    let frequencies = 0;
    for (const season of this.terms.seasons) {
      // Half a step of grace: 365 days are a year.
      const seen = span + 0.5 >= MIN_CYCLES * season.periodSteps;
      if (seen && observations >= OBSERVATIONS_PER_COLUMN * columnCount(season.frequencies)) {
        frequencies = season.frequencies;
      }
    }
    return this.columnSets[frequencies];
  }
}

import type { Frequency } from '../contracts/frequency.ts';
import { SEASONS } from '../contracts/seasons.ts';
import type { Series } from '../series/series.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';

export interface FoundSeason {
  /** In steps of the frequency. */
  readonly steps: number;
  /**
   * How far values a season apart differ, over how far those half a season apart do: 1 where there is no season, 0 where there is nothing else.
   * undefined where no series has two of it.
   */
  readonly ratio: number | undefined;
}

const LOOKED_AT = 500;

export function seasonsOf(series: readonly Series[], frequency: Frequency): readonly FoundSeason[] {
  const some = series.slice(0, LOOKED_AT);
  return SEASONS[frequency].map((steps) => {
    const whole = meanDifference(some, steps);
    const half = meanDifference(some, Math.floor(steps / 2));
    const isKnown = whole.pairs >= steps && half.mean > 0;
    return { steps, ratio: isKnown ? whole.mean / half.mean : undefined };
  });
}

function meanDifference(series: readonly Series[], lag: number) {
  let [absolute, pairs] = [0, 0];
  for (const one of series) {
    const differences = new SeasonalDifferences(one, lag);
    differences.advanceTo(one.ds.length);
    absolute += differences.absolute;
    pairs += differences.pairs;
  }
  return { mean: pairs === 0 ? 0 : absolute / pairs, pairs };
}

import type { Frequency } from '../contracts/frequency.ts';
import { SEASONS } from '../contracts/seasons.ts';
import type { Series } from '../series/series.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';

export interface FoundSeason {
  /** In steps of the frequency. */
  readonly steps: number;
  /**
   * How far values a season apart differ, over how far those half a season less and half a season more apart do: 1 of a trend, or of
   * noise, and 0 where there is nothing but the season. undefined where the history is too short for it.
   */
  readonly ratio: number | undefined;
}

const LOOKED_AT = 500;

export function seasonsOf(series: readonly Series[], frequency: Frequency): readonly FoundSeason[] {
  const some = series.slice(0, LOOKED_AT);
  const [shortest = 1] = SEASONS[frequency];
  return SEASONS[frequency].map((steps) => {
    // Of days of one weekday, and hours of one time of day: else the shorter season would be seen.
    const within = steps === shortest ? 1 : shortest;
    const toMultiple = (lag: number) => within * Math.round(lag / within);
    const [whole, half] = [toMultiple(steps), toMultiple(steps / 2)];
    const [at, before, behind] = [whole, half, whole + half].map((lag) => meanDifference(some, lag));
    const elsewhere = (before.mean + behind.mean) / 2;
    if (behind.pairs < half) return { steps, ratio: undefined };
    return { steps, ratio: elsewhere === 0 ? 1 : at.mean / elsewhere };
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

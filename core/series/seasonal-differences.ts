import type { Series } from '../models/family.ts';

/**
 * Running sums over the differences between an observation and the one a season before it, where both exist on the calendar.
 * One pass over the series serves all folds when it is asked for ascending numbers of observations.
 */
export class SeasonalDifferences {
  pairs = 0;
  absolute = 0;
  squares = 0;
  private count = 0;
  /** First observation that is not earlier than a season before the next one. */
  private partner = 0;

  constructor(
    private readonly series: Series,
    private readonly seasonLength: number,
  ) {}

  /** Sums over the series' first observations. */
  advanceTo(observations: number): void {
    if (observations < this.count) {
      this.pairs = this.absolute = this.squares = this.count = this.partner = 0;
    }
    const { ds, y } = this.series;
    for (; this.count < observations; this.count++) {
      const wanted = ds[this.count] - this.seasonLength;
      while (ds[this.partner] < wanted) this.partner++;
      if (ds[this.partner] !== wanted) continue;
      const difference = y[this.count] - y[this.partner];
      this.pairs++;
      this.absolute += Math.abs(difference);
      this.squares += difference * difference;
    }
  }
}

import type { Series } from './series.ts';

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
    // Fields are written once: in the loop they would cost most of it.
    let { pairs, absolute, squares, partner } = this;
    for (let row = this.count; row < observations; row++) {
      const wanted = ds[row] - this.seasonLength;
      while (ds[partner] < wanted) partner++;
      if (ds[partner] !== wanted) continue;
      const difference = y[row] - y[partner];
      pairs++;
      absolute += Math.abs(difference);
      squares += difference * difference;
    }
    this.pairs = pairs;
    this.absolute = absolute;
    this.squares = squares;
    this.partner = partner;
    this.count = observations;
  }
}

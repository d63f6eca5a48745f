/**
 * How often a series' values lay where, by part of the season, in the training window: what new values are held against, so that nobody needs the
 * window for it. A few letters and digits a bin and week, however long the window was. Plain data, of a model's line.
 */
export interface SeasonalProfile {
  /** The series' first period in the window, and its rows there. */
  readonly first: number;
  readonly rows: number;
  /** Quantiles of the window, or of every second month of its years, part the line into (.., cut]; each atom, which is one of the cuts, has a bin of its own. */
  readonly cuts: readonly number[];
  readonly atoms: readonly number[];
  /** By part of the season, 'a12c3': twelve rows in the first bin, three in the third. */
  readonly counts: string;
  /** Of neighbouring rows, about the level of their time of the season. */
  readonly correlation: number;
}

/** What each position of a season adds to the level; `index[t % index.length]` at period t, counted from the series' first. */
export type SeasonIndex = Float64Array;

/** How far the values lie from the mean of the season around them, where there is a whole one. */
export interface Deviations {
  readonly values: Float64Array;
  /** The period of the first. */
  readonly start: number;
}

/** @param f undefined where it says nothing, and the indices stay as they are */
export interface Indices {
  readonly index: SeasonIndex;
  readonly f: number | undefined;
}

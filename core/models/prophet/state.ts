import type { Season } from './seasonality.ts';
import type { Standardisation } from './standardisation.ts';

/** A fitted model in Prophet's own parameters and units: y divided by yScale, t = 0 at the period `start` and 1 at `end`. */
export interface ProphetState {
  readonly start: number;
  readonly end: number;
  readonly yScale: number;
  readonly k: number;
  readonly m: number;
  /** Periods where the slope changes, and by how much; changepoints without a change are left out. */
  readonly changepoints: readonly number[];
  readonly delta: readonly number[];
  /** How many changepoints the model has, those without a change among them. */
  readonly changepointCount: number;
  /** Fourier pairs of each season. */
  readonly seasons: Readonly<Record<Season, number>>;
  /** Of the seasons' sines and cosines, holidays and regressors, in the order of the feature table. */
  readonly beta: readonly number[];
  /** Of each regressor. */
  readonly standardisations: readonly Standardisation[];
  readonly sigma: number;
}

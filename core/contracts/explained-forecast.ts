import type { SeasonalProfile } from './seasonal-profile.ts';

/** What a version knows of a series' training window, beside what it forecasts by. */
export interface LearnedWindow {
  readonly profile: SeasonalProfile;
  /** Positions of the calendar that never held an observation (decision 0023). */
  readonly unobserved: readonly string[];
}

/** One series' forecast and its parts, aligned with `ds`; in the unit of y. */
export interface ExplainedForecast {
  readonly uniqueId: string;
  /** Period numbers. */
  readonly ds: Int32Array;
  /** The last period that the forecast learned from. */
  readonly origin: number;
  /** By candidate of the recipe, in its order; undefined where one has no forecast. */
  readonly members: readonly (Float64Array | undefined)[];
  /** Of the candidates in the average, adding up to 1. */
  readonly weights: readonly number[];
  /** Which candidate the choice is; -1 where none could be fitted, and the last value forecasts. */
  readonly choice: number;
  /** The share of the average in yhat; the rest is the choice's. */
  readonly share: number;
  readonly average: Float64Array;
  readonly yhat: Float64Array;
  /** Half width at the main level, before any scale and not below its floor. */
  readonly half: Float64Array;
  /** What half is multiplied with at each level, the main one first. */
  readonly scales: readonly Float64Array[];
  /** The size of the series' errors that looks are measured by (m_s); undefined where it has none. */
  readonly size: number | undefined;
  /** NaN where the yardstick cannot be fitted. */
  readonly naive: Float64Array;
  /** The MASE's denominator; null where there is none. */
  readonly scale: number | null;
  /** undefined in models of releases up to 0.2.0. */
  readonly learned: LearnedWindow | undefined;
}

import type { SeasonIndex } from './season-index.ts';
import { seasonAt, seasonals } from './seasonals.ts';

/** Whether seasons multiply or add; one that multiplies is an index of the logarithm. */
export type Form = 'log' | 'plain';

/** A series without its seasons, in the unit of y. */
export interface Adjusted {
  readonly form: Form;
  readonly indices: readonly SeasonIndex[];
  readonly z: Float64Array;
}

/** Below this share of the median a value is next to nothing, and its logarithm would drown all others. */
const SMALLEST_SHARE = 0.01;

/** Seasons multiply where every value is well above zero. @param values a value a period, without gaps */
export function adjust(values: Float64Array, seasons: readonly number[]): Adjusted {
  const form = isWellPositive(values) ? 'log' : 'plain';
  const indices = seasonals(form === 'log' ? values.map(Math.log) : values, seasons);
  return { form, indices, z: values.map((y, t) => withoutSeason(form, y, seasonAt(indices, t))) };
}

export function withSeason(form: Form, z: number, season: number): number {
  return form === 'log' ? z * Math.exp(season) : z + season;
}

function withoutSeason(form: Form, y: number, season: number): number {
  return form === 'log' ? y / Math.exp(season) : y - season;
}

function isWellPositive(values: Float64Array): boolean {
  const sorted = values.slice().sort();
  const middle = sorted.length >>> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return sorted[0] > 0 && sorted[0] > SMALLEST_SHARE * median;
}

import { harmonicIndices } from './harmonic-indices.ts';
import type { Deviations, Indices, SeasonIndex } from './season-index.ts';

/** Seasons of so many positions that a mean of each would be noise: a few harmonics stand for them. */
const BY_HARMONICS: readonly number[] = [52, 365];

/**
 * Additive indices of every season of which the series holds two, shortest first, each from what the ones before it leave: deviations
 * from the centred moving mean, shrunk by the F statistic of "there is no such season", so that noise brings in no season.
 *
 * @param values a value a period, without gaps
 */
export function seasonals(values: Float64Array, seasons: readonly number[]): readonly SeasonIndex[] {
  const rest = values.slice();
  const found: SeasonIndex[] = [];
  for (const season of seasons) {
    // The moving mean of an even season reaches one period further.
    if (rest.length < 2 * season + (season % 2 === 0 ? 1 : 0)) continue;
    const deviations = fromMovingMean(rest, season);
    const { index, f } = BY_HARMONICS.includes(season)
      ? harmonicIndices(deviations, season)
      : meanIndices(deviations, season);
    const shrink = shrinkageOf(f);
    for (let i = 0; i < season; i++) index[i] *= shrink;
    for (let t = 0; t < rest.length; t++) rest[t] -= index[t % season];
    found.push(index);
  }
  return found;
}

/** The sum of all seasons at a period. */
export function seasonAt(indices: readonly SeasonIndex[], t: number): number {
  let sum = 0;
  for (const index of indices) sum += index[t % index.length];
  return sum;
}

/** James and Stein's positive part. */
function shrinkageOf(f: number | undefined): number {
  if (f === undefined) return 1;
  return f === 0 ? 0 : Math.max(0, 1 - 1 / f);
}

/** An even season takes its two ends at half weight. */
function fromMovingMean(values: Float64Array, season: number): Deviations {
  const half = Math.floor(season / 2);
  const isEven = season % 2 === 0;
  const deviations = new Float64Array(values.length - 2 * half);
  for (let i = 0; i < deviations.length; i++) {
    let sum = 0;
    for (let k = 0; k < season; k++) sum += values[i + k];
    if (isEven) sum += (values[i + season] - values[i]) / 2;
    deviations[i] = values[i + half] - sum / season;
  }
  return { values: deviations, start: half };
}

/** The mean of each position; F of an analysis of variance with the positions as groups. */
function meanIndices({ values, start }: Deviations, season: number): Indices {
  const [index, counts] = [new Float64Array(season), new Float64Array(season)];
  for (let i = 0; i < values.length; i++) {
    index[(start + i) % season] += values[i];
    counts[(start + i) % season]++;
  }
  for (let i = 0; i < season; i++) index[i] /= counts[i];
  let within = 0;
  for (let i = 0; i < values.length; i++) within += (values[i] - index[(start + i) % season]) ** 2;
  const mean = index.reduce((sum, value) => sum + value, 0) / season;
  let between = 0;
  for (let i = 0; i < season; i++) {
    index[i] -= mean;
    between += counts[i] * index[i] ** 2;
  }
  const isJudged = values.length > season && within > 0;
  return { index, f: isJudged ? between / (season - 1) / (within / (values.length - season)) : undefined };
}

import { type Bins, binOf, binsOf } from '../series/quantile-bins.ts';

/**
 * Population stability index of two samples, sum of (p - q) ln(p / q) over quantile bins of the reference (Siddiqi, Credit Risk Scorecards,
 * 2006): 0 where they are alike, by custom 0.1 for a change worth a look and 0.25 for a large one.
 *
 * @returns null where a sample is empty
 */
export function stabilityIndex(reference: Float64Array, recent: Float64Array, bins = 10): number | null {
  const parted = binsOf(reference, bins);
  return indexOfCounts(countsIn(parted, reference, bins), countsIn(parted, recent, bins));
}

/** How many values lie in each bin. There are at most 2 * bins - 1: each cut may have a bin of its own. */
export function countsIn(parted: Bins, values: Float64Array, bins: number): Float64Array {
  const counts = new Float64Array(2 * bins);
  for (const value of values) counts[binOf(parted, value)]++;
  return counts;
}

/**
 * Half a row is added to every bin, so that an empty one gives a large index and no infinite one (the prior of Krichevsky and
 * Trofimov, 1981); bins that are empty on both sides tell nothing and are left out.
 */
export function indexOfCounts(reference: Float64Array, recent: Float64Array): number | null {
  const used = [...reference.keys()].filter((bin) => reference[bin] > 0 || recent[bin] > 0);
  const share = (counts: Float64Array) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return total === 0 ? undefined : (bin: number) => (counts[bin] + 0.5) / (total + 0.5 * used.length);
  };
  const [q, p] = [share(reference), share(recent)];
  if (p === undefined || q === undefined) return null;
  return used.reduce((sum, bin) => sum + (p(bin) - q(bin)) * Math.log(p(bin) / q(bin)), 0);
}

/**
 * Bins of a reference sample: its quantiles part the line into (.., cut], and a value that makes up a whole bin of the sample by itself
 * (the zeros of intermittent demand, a constant) has a bin of its own, so that what falls below it is told from it.
 */
export interface Bins {
  /** Ascending, distinct. */
  readonly cuts: Float64Array;
  /** Those of the cuts that have a bin of their own. */
  readonly atoms: Float64Array;
}

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

export function binsOf(reference: Float64Array, bins: number): Bins {
  const sorted = reference.slice().sort();
  const cuts: number[] = [];
  const atoms: number[] = [];
  for (let bin = 1; bin < bins && sorted.length > 0; bin++) {
    const cut = sorted[Math.ceil((bin * sorted.length) / bins) - 1];
    if (cut !== cuts.at(-1)) cuts.push(cut);
    else if (cut !== atoms.at(-1)) atoms.push(cut);
  }
  return { cuts: Float64Array.from(cuts), atoms: Float64Array.from(atoms) };
}

/** How many values lie in each bin. There are at most 2 * bins - 1: each cut may have a bin of its own. */
export function countsIn({ cuts, atoms }: Bins, values: Float64Array, bins: number): Float64Array {
  const counts = new Float64Array(2 * bins);
  for (const value of values) {
    let bin = 0;
    for (const cut of cuts) if (cut < value) bin++;
    for (const atom of atoms) if (atom <= value) bin++;
    counts[bin]++;
  }
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

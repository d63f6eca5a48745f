/**
 * Bins of a reference sample: its quantiles part the line into (.., cut], and a value that makes up a whole bin of the sample by itself
 * (the zeros of intermittent demand, a constant) has a bin of its own, so that what falls below it is told from it.
 */
export interface Bins {
  /** Ascending, distinct. */
  readonly cuts: readonly number[];
  /** Those of the cuts that have a bin of their own; ascending, too. */
  readonly atoms: readonly number[];
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
  return { cuts, atoms };
}

/** There are at most 2 * bins - 1: each cut may have a bin of its own. */
export function binOf({ cuts, atoms }: Bins, value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] < value) low = middle + 1;
    else high = middle;
  }
  let own = 0;
  while (own < atoms.length && atoms[own] <= value) own++;
  return low + own;
}

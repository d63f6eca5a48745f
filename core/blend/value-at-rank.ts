/**
 * What would stand at a place if the values were sorted: Hoare's selection, at the cost of a few passes. Asked again, it goes on from the order
 * that it left.
 *
 * @param values reordered; at least one, none NaN
 * @param rank from 0, below their number
 */
export function valueAtRank(values: Float64Array, rank: number): number {
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const pivot = values[(first + last) >>> 1];
    let [i, j] = [first, last];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (pivot < values[j]) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    // Between j and i there is nothing, or one value in its place.
    if (rank <= j) last = j;
    else if (rank >= i) first = i;
    else break;
  }
  return values[rank];
}

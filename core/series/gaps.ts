/** A run of missing periods; both ends are missing. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * The periods that a series lacks between its first and its last observation, held against the calendar.
 *
 * @param ds period numbers, ascending and unique
 */
export function findGaps(ds: Int32Array): readonly Gap[] {
  const gaps: Gap[] = [];
  if (countMissing(ds) === 0) return gaps;
  for (let i = 1; i < ds.length; i++) {
    const count = ds[i] - ds[i - 1] - 1;
    if (count > 0) gaps.push({ from: ds[i - 1] + 1, to: ds[i] - 1, count });
  }
  return gaps;
}

/** How many periods are missing between the first and the last observation. */
export function countMissing(ds: Int32Array): number {
  return ds.length === 0 ? 0 : ds[ds.length - 1] - ds[0] + 1 - ds.length;
}

/** So many looks may pass without a row of a series. */
const LOOKS = 3;

interface Panel {
  /** The last observed period of any series. */
  readonly last: number;
  /** From one look to the next. */
  readonly cadencePeriods: number;
}

/**
 * The last observation of a series that no longer delivers: three looks have passed since without a row, and it never paused for so long
 * before. undefined where it still delivers.
 *
 * @param ds its observations in the training window, at least one, ascending
 */
export function silentSince(ds: Int32Array, { last, cadencePeriods }: Panel): number | undefined {
  const own = ds[ds.length - 1];
  const silence = last - own;
  if (silence <= LOOKS * cadencePeriods) return undefined;
  for (let i = 1; i < ds.length; i++) if (ds[i] - ds[i - 1] >= silence) return undefined;
  return own;
}

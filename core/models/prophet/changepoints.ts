/**
 * The rows of a history of n observations that potential changepoints stand at: evenly spaced over the first part of the rows,
 * without the very first. Fewer when the history is short. A history too short for any gets Prophet's stand-in, one
 * changepoint at the first row. Source: Prophet.set_changepoints.
 *
 * @param range share of the rows that changepoints are spread over
 */
export function changepointRows(n: number, wanted: number, range: number): Int32Array {
  const last = Math.floor(n * range) - 1;
  const count = Math.min(wanted, last);
  if (count <= 0) return Int32Array.of(0);
  const step = last / count;
  return Int32Array.from({ length: count }, (_, j) => (j === count - 1 ? last : roundHalfToEven((j + 1) * step)));
}

/** As numpy rounds: 2.5 is 2, 3.5 is 4. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

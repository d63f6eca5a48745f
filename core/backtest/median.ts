/**
 * The exact median of many non-negative numbers, wherever they lie, without moving one: floats of one sign order as their bit
 * patterns do, so two counts over 16 bits each find any rank. Its cost and memory do not depend on the order or the split
 * of the chunks, and neither does the result.
 *
 * @param chunks single precision halves the memory that the 30 million errors of a large cross-validation take, and costs a
 *   relative error below 6e-8
 * @returns null for no numbers; the mean of the middle two for an even count
 */
export function medianOf(chunks: readonly Float32Array[]): number | null {
  const count = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (count === 0) return null;
  const words = chunks.map((chunk) => new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length));
  const high = new Uint32Array(HALF_WORD);
  for (const part of words) for (let i = 0; i < part.length; i++) high[part[i] >>> 16]++;
  const lower = valueAtRank(words, high, (count - 1) >>> 1);
  return count % 2 === 1 ? lower : (lower + valueAtRank(words, high, count >>> 1)) / 2;
}

const HALF_WORD = 65_536;

/** @param high how many words there are of each upper half */
function valueAtRank(words: readonly Uint32Array[], high: Uint32Array, rank: number): number {
  const upper = bucketOf(high, rank);
  const low = new Uint32Array(HALF_WORD);
  for (const part of words) {
    for (let i = 0; i < part.length; i++) if (part[i] >>> 16 === upper.bucket) low[part[i] & 0xffff]++;
  }
  const word = upper.bucket * HALF_WORD + bucketOf(low, upper.rankInside).bucket;
  return new Float32Array(Uint32Array.of(word).buffer)[0];
}

function bucketOf(counts: Uint32Array, rank: number): { readonly bucket: number; readonly rankInside: number } {
  let rankInside = rank;
  let bucket = 0;
  while (rankInside >= counts[bucket]) rankInside -= counts[bucket++];
  return { bucket, rankInside };
}

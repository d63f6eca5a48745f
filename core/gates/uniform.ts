/**
 * Pseudo-random numbers in [0, 1), the same for the same seed: a Weyl sequence through a 32-bit finaliser (G. Steele, D. Lea and C. Flood,
 * Fast splittable pseudorandom number generators, 2014; multipliers of C. Wellons's hash prospector).
 */
export function uniform(seed: number): () => number {
  // Seeds beyond 32 bits differ in their high part.
  let state = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), GOLDEN)) | 0;
  return () => {
    state = (state + GOLDEN) | 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** 2^32 over the golden ratio, made odd: its multiples spread evenly. */
const GOLDEN = 0x9e3779b9;

const WARM_UP = 8;

/** Uniform on (0, 1): Marsaglia's xorshift (2003) on 32 bits, the same numbers on every machine. */
export function uniform(seed: number): () => number {
  // Neighbouring seeds start far apart, and never at zero, where the generator would stay.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < WARM_UP; i++) next();
  return next;
}

/** Standard normal values by Box and Muller, correlated from one to the next; their variance stays 1. */
export function correlatedNoise(seed: number, correlation: number): () => number {
  const random = uniform(seed);
  const fresh = Math.sqrt(1 - correlation ** 2);
  let value = 0;
  return () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    value = correlation * value + fresh * normal;
    return value;
  };
}

/**
 * The half width of a central interval of the standard normal distribution: 1.2816 for a level of 0.8.
 *
 * @param level probability inside the interval, in (0, 1)
 */
export function intervalHalfWidth(level: number): number {
  return upperQuantile((1 - level) / 2);
}

/**
 * The z that a standard normal variable exceeds with the given probability, at most one half: a rational approximation (Abramowitz
 * and Stegun 26.2.23, within 4.5e-4), made exact to rounding by Newton steps on the tail probability.
 */
function upperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < NEWTON_STEPS; step++) z += (upperTail(z) - tail) / density(z);
  return z;
}

/** Each step squares the error: 4.5e-4, then 1e-7, then rounding. */
const NEWTON_STEPS = 3;

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** P(Z > z) for z >= 0: the Taylor series of the distribution near zero, the continued fraction of Mills' ratio further out. */
function upperTail(z: number): number {
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density(z) * sum;
  }
  let fraction = z;
  for (let k = 80; k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}

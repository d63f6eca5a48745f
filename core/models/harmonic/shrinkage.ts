import type { Factor } from './factor.ts';
import { packedRow } from './gram.ts';
import type { HarmonicOptions } from './options.ts';
import type { RunningSums } from './sums.ts';

/** A line reaches outside the data, where its error grows: it takes twice the evidence (two standard errors by default). */
const LINE_EVIDENCE = 2;

/** A random walk (1) would never come back to the curve, and its variance would have no bound. */
const MAX_AUTOCORRELATION = 0.98;

/** What is left of the squares below this share is rounding: the curve runs through the values. */
const EXACT_FIT = 1e-12;

interface Fit {
  /** Coordinates of y on the orthogonal columns (factor.ts). */
  readonly z: Float64Array;
  readonly factor: Factor;
  readonly sums: RunningSums;
  readonly observations: number;
}

export interface Noise {
  readonly noiseVariance: number;
  readonly autocorrelation: number;
  /** Variance of the curve: of its level and waves, and of its line per squared period from the centre. */
  readonly levelVariance: number;
  readonly lineVariance: number;
}

const NO_NOISE: Noise = { noiseVariance: 0, autocorrelation: 0, levelVariance: 0, lineVariance: 0 };

/**
 * Shrinks the coordinates in place, each by the evidence for it, and measures the noise that is left. Neighbouring errors are
 * alike, so slow terms scatter wider than least squares believes; a term stays as far as its square stands out from that.
 *
 * @param cosines of the frequencies, in the order of their pairs of columns
 */
export function shrink(fit: Fit, cosines: readonly number[], options: HarmonicOptions): Noise {
  const { z, factor, sums, observations } = fit;
  const last = factor.columns.length - 1;
  const pairs = (options.trend ? last - 1 : last) / 2;
  const rest = new Unexplained(sums, z[0], observations);
  const total = rest.squares;
  for (let pair = 0; pair < pairs; pair++) rest.remove(pairSquare(z, pair), cosines[pair]);
  if (options.trend) rest.remove(z[last] * z[last], 1);
  if (rest.squares <= EXACT_FIT * total) return NO_NOISE;

  const phi = rest.autocorrelation();
  const variance = rest.squares / Math.max(observations - factor.columns.length, 1);
  const slowest = spectralInflation(phi, 1);
  // Degrees of freedom that the fit has used up, a slow term counting for as many as it scatters wider.
  let freedom = slowest;
  for (let pair = 0; pair < pairs; pair++) {
    const expected = 2 * spectralInflation(phi, cosines[pair]);
    const square = pairSquare(z, pair);
    const kept = garrote(square, expected * variance, options.shrinkage);
    z[1 + 2 * pair] *= kept;
    z[2 + 2 * pair] *= kept;
    rest.remove(-((1 - kept) ** 2) * square, cosines[pair]);
    freedom += kept * expected;
  }
  const line = options.trend ? garrote(z[last] * z[last], slowest * variance, LINE_EVIDENCE * options.shrinkage) : 0;
  if (options.trend) {
    rest.remove(-((1 - line) ** 2) * z[last] * z[last], 1);
    z[last] *= line;
  }
  // In a short series the slow terms would use up more than there is.
  const noiseVariance = rest.squares / Math.max(observations - freedom, observations / 2);
  const lineSquares = factor.lower[packedRow(last + 1) - 1] ** 2;
  return {
    noiseVariance,
    autocorrelation: options.autoregression ? rest.autocorrelation() : 0,
    levelVariance: (noiseVariance * freedom) / observations,
    lineVariance: line === 0 ? 0 : (line * slowest * noiseVariance) / lineSquares,
  };
}

/** Squares that the regression leaves, of the values and of the steps between neighbours. */
class Unexplained {
  squares: number;
  /** Half the mean squared step. */
  private halfStep: number;

  constructor(
    { squares, squaredSteps, steps }: RunningSums,
    level: number,
    private readonly observations: number,
  ) {
    this.squares = squares - level * level;
    this.halfStep = steps === 0 ? this.squares / observations : squaredSteps / (2 * steps);
  }

  /** A wave takes its square with it, and of the squared steps as much as it changes in one step. */
  remove(square: number, cosine: number): void {
    this.squares -= square;
    this.halfStep -= (square / this.observations) * (1 - cosine);
  }

  /** One minus half the von Neumann ratio; negative ones are left to the noise. */
  autocorrelation(): number {
    const phi = 1 - (this.halfStep * this.observations) / this.squares;
    return Math.min(Math.max(phi, 0), MAX_AUTOCORRELATION);
  }
}

function pairSquare(z: Float64Array, pair: number): number {
  return z[1 + 2 * pair] * z[1 + 2 * pair] + z[2 + 2 * pair] * z[2 + 2 * pair];
}

/**
 * Power of a first-order autoregressive process at an angular frequency, over that of white noise of the same variance (its
 * spectral density): 1 without autocorrelation.
 */
function spectralInflation(autocorrelation: number, cosine: number): number {
  const square = autocorrelation * autocorrelation;
  return (1 - square) / (1 - 2 * autocorrelation * cosine + square);
}

/**
 * The share of a term to keep: 1 - threshold * (its expected square under pure noise) / (its square), not below zero. (Breiman
 * 1995, the non-negative garrote; on orthogonal terms it has this closed form.)
 */
function garrote(square: number, expected: number, threshold: number): number {
  return square > threshold * expected ? 1 - (threshold * expected) / square : 0;
}

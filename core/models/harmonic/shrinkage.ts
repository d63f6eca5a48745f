import type { Factor } from './factor.ts';
import { packedRow } from './gram.ts';
import type { HarmonicOptions } from './options.ts';
import type { RunningSums } from './sums.ts';

/** Columns that stay or go together: the sine and cosine of a frequency, or the line. */
export interface Term {
  readonly kind: 'wave' | 'line' | 'effect';
  /** First column among those in use, and how many there are. */
  readonly at: number;
  readonly width: 1 | 2;
  /** Of its angle a step; 1 for the line, the slowest of all; an effect's autocorrelation. */
  readonly cosine: number;
  /** How much more evidence than another term it takes. */
  readonly evidence: number;
}

/** A line reaches outside the data, where its error grows: it takes twice the evidence (two standard errors by default). */
const LINE_EVIDENCE = 2;

export function termsOf(cosines: readonly number[], withLine: boolean): readonly Term[] {
  const pairs = cosines.map((cosine, i): Term => ({ kind: 'wave', at: 1 + 2 * i, width: 2, cosine, evidence: 1 }));
  return withLine
    ? [...pairs, { kind: 'line', at: 1 + 2 * cosines.length, width: 1, cosine: 1, evidence: LINE_EVIDENCE }]
    : pairs;
}

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
 */
export function shrink(
  { z, factor, sums, observations }: Fit,
  terms: readonly Term[],
  options: HarmonicOptions,
): Noise {
  const rest = new Unexplained(sums, z[0], observations);
  const total = rest.squares;
  for (const term of terms) rest.remove(squareOf(z, term), term.cosine);
  if (rest.squares <= EXACT_FIT * total) return NO_NOISE;

  const variance = rest.squares / Math.max(observations - factor.columns.length, 1);
  const phi = rest.autocorrelation();
  // Degrees of freedom that the fit has used up, a slow term counting for as many as it scatters wider.
  let levelFreedom = spectralInflation(phi, 1);
  let lineFreedom = 0;
  for (const term of terms) {
    const scatter = term.width * spectralInflation(phi, term.cosine);
    const square = squareOf(z, term);
    const kept = garrote(square, term.evidence * options.shrinkage * scatter * variance);
    for (let i = term.at; i < term.at + term.width; i++) z[i] *= kept;
    rest.remove(-((1 - kept) ** 2) * square, term.cosine);
    if (term.kind === 'line') lineFreedom += kept * scatter;
    else levelFreedom += kept * scatter;
  }
  // In a short series the slow terms would use up more than there is.
  const noiseVariance = rest.squares / Math.max(observations - levelFreedom - lineFreedom, observations / 2);
  const line = terms.find(({ kind }) => kind === 'line');
  const lineSquares = line === undefined ? 0 : factor.lower[packedRow(line.at) + line.at] ** 2;
  return {
    noiseVariance,
    autocorrelation: options.autoregression ? rest.autocorrelation() : 0,
    levelVariance: (noiseVariance * levelFreedom) / observations,
    lineVariance: lineFreedom === 0 ? 0 : (noiseVariance * lineFreedom) / lineSquares,
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

function squareOf(z: Float64Array, { at, width }: Term): number {
  return width === 1 ? z[at] * z[at] : z[at] * z[at] + z[at + 1] * z[at + 1];
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
 * The share of a term to keep: one minus the square that noise alone might have, over its square; not below zero. (Breiman
 * 1995, the non-negative garrote; on orthogonal terms it has this closed form.)
 */
function garrote(square: number, ofNoise: number): number {
  return square > ofNoise ? 1 - ofNoise / square : 0;
}

import type { ByCandidate, MeanSquares } from './errors.ts';

/** The errors that a series' forecast is weighed by. */
export interface Weighed {
  /** The series' own, and the panel's; both may be empty of a candidate. */
  readonly own: MeanSquares;
  readonly pooled: MeanSquares;
  /** How many cross-validation points and rows the series' own are made of. */
  readonly points: number;
}

/** So many points make a series' own errors worth as much as the panel's. */
const PRIOR_POINTS = 10;
/** How much a better candidate gains: a weight falls with the cube of the mean square. */
const SHARPNESS = 3;
/** Losses that differ by less are equal. */
const EQUAL_WITHIN = 1e-12;

/**
 * How much worse than the best each candidate is, in logarithms, own and pooled errors mixed; undefined for one that has no errors where
 * others have.
 *
 * @param trust in the series' own errors, 0 to 1
 */
function losses({ own, pooled }: Pick<Weighed, 'own' | 'pooled'>, trust: number): MeanSquares {
  const [ownTerms, pooledTerms] = [logRatios(own), logRatios(pooled)];
  const hasOwn = own.some((error) => error !== undefined);
  return pooledTerms.map((pooledTerm, k) => {
    const ownTerm = hasOwn ? ownTerms[k] : 0;
    if (ownTerm === undefined || pooledTerm === undefined) return undefined;
    const mix = hasOwn ? trust : 0;
    return 0.5 * mix * ownTerm + 0.5 * (2 - mix) * pooledTerm;
  });
}

/** ln(error / least error); zero for all where nobody has any. */
function logRatios(errors: MeanSquares): MeanSquares {
  const known = errors.filter((error) => error !== undefined);
  if (known.length === 0) return errors.map(() => 0);
  const least = Math.min(...known);
  return errors.map((error) => (error === undefined ? undefined : Math.log(error / least)));
}

/**
 * The candidates' weights in the average, adding up to 1.
 *
 * @param forecasts whether each candidate has a forecast for the series; at least one has
 */
export function averageWeights(weighed: Weighed, forecasts: ByCandidate<boolean>): ByCandidate<number> {
  const found = losses(weighed, weighed.points / (weighed.points + PRIOR_POINTS));
  const raw = found.map((loss, k) => (loss === undefined || !forecasts[k] ? 0 : Math.exp(-SHARPNESS * loss)));
  return normalised(raw.some((weight) => weight > 0) ? raw : forecasts.map(Number));
}

/** Adding up to 1, in the order of the candidates. */
function normalised(weights: ByCandidate<number>): ByCandidate<number> {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The candidate of a series: the least loss in cross-validation, of equal ones the earlier.
 *
 * @param errors of cross-validation alone, over all points
 * @param forecasts whether each candidate has a forecast for the series; at least one has
 */
export function choiceOf(errors: Pick<Weighed, 'own' | 'pooled'>, forecasts: ByCandidate<boolean>): number {
  const found = losses(errors, 1).map((loss, k) => (forecasts[k] ? loss : undefined));
  let best: number | undefined;
  found.forEach((loss, k) => {
    if (loss !== undefined && (best === undefined || loss < found[best]! - EQUAL_WITHIN)) best = k;
  });
  return best ?? forecasts.indexOf(true);
}

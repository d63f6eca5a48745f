import type { ByCandidate } from './errors.ts';

/** How the candidates' forecasts of a series become one. */
export interface Mixture {
  /** In the average. */
  readonly weights: ByCandidate<number>;
  readonly choice: number;
  /** Of the average in the blend; the rest is the choice's. */
  readonly share: number;
}

/** Aligned; one array a candidate, undefined where it has nothing to say. */
export type Members = ByCandidate<Float64Array | undefined>;

/** The members with their weights, which add up to 1 over those that are there; undefined where none of them has any. */
export function averageOf(members: Members, weights: ByCandidate<number>): Float64Array | undefined {
  const length = members.find((member) => member !== undefined)?.length ?? 0;
  const sum = members.reduce((total, member, k) => (member === undefined ? total : total + weights[k]), 0);
  if (sum === 0) return undefined;
  const average = new Float64Array(length);
  members.forEach((member, k) => {
    // Next to nothing may still be times infinity.
    if (member === undefined || weights[k] === 0) return;
    const weight = weights[k] / sum;
    for (let i = 0; i < length; i++) average[i] += weight * member[i];
  });
  return average;
}

/** Of average and choice, the one alone where the other is missing or has no share; undefined without either. */
export function blendOf(members: Members, { weights, choice, share }: Mixture): Float64Array | undefined {
  const chosen = members[choice];
  if (share === 0 && chosen !== undefined) return chosen;
  const blend = averageOf(members, weights);
  if (blend === undefined || chosen === undefined) return blend ?? chosen;
  for (let i = 0; i < blend.length; i++) blend[i] = share * blend[i] + (1 - share) * chosen[i];
  return blend;
}

/**
 * The mixture as it comes out where some members have nothing to say: weights that add up to 1 over the others, and one of average and choice alone
 * where the other is missing.
 */
export function effectiveMixture(members: Members, { weights, choice, share }: Mixture): Mixture {
  const own = weights.map((weight, k) => (members[k] === undefined ? 0 : weight));
  const sum = own.reduce((total, weight) => total + weight, 0);
  return {
    weights: sum === 0 ? own : own.map((weight) => weight / sum),
    choice,
    share: members[choice] === undefined ? 1 : sum === 0 ? 0 : share,
  };
}

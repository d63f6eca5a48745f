import { valueAtRank } from './value-at-rank.ts';

/** |y - yhat| over the half width, of the blend before any scale. */
export type Ratios = readonly number[];

export interface NearRatios {
  /** Of the cross-validation points up to the next look. */
  readonly crossValidation: ArrayLike<number>;
  /** Of the rows of the looks. */
  readonly looks: readonly Ratios[];
}

/** All points of cross-validation together count as so many looks. */
const CROSS_VALIDATION_LOOKS = 4;
const FEWEST_FAR_POINTS = 20;

/**
 * What a half width is multiplied with, so that so many actuals lie inside: a conformal quantile of the ratios, each look of the same weight.
 *
 * @returns the scale of a level (probability of the interval, in (0, 1)); 1 where there is no ratio
 */
export function nearScale(ratios: NearRatios): (level: number) => number {
  const { weights, valueAt } = ratios.looks.length === 0 ? alike(ratios) : weighted(ratios);
  const total = sumOf(weights);
  return (level) => {
    // Less what rounding may take from a sum of weights.
    const wanted = (level * (1 + 1 / weights.length) - 1e-9) * total;
    let cumulated = 0;
    for (let rank = 0; rank < weights.length; rank++) if ((cumulated += weights[rank]) >= wanted) return valueAt(rank);
    return weights.length === 0 ? 1 : valueAt(weights.length - 1);
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Ratios by their place in ascending order, and the weight of each. */
interface Ranked {
  readonly weights: Float64Array;
  readonly valueAt: (rank: number) => number;
}

/** Before the first look all weigh the same: nothing has to be sorted. */
function alike({ crossValidation }: NearRatios): Ranked {
  const ratios = new Float64Array(crossValidation);
  const weights = new Float64Array(ratios.length).fill(CROSS_VALIDATION_LOOKS / ratios.length);
  return { weights, valueAt: (rank) => valueAtRank(ratios, rank) };
}

/** The ratios of cross-validation are many and weigh alike: they are sorted as numbers. */
function weighted({ crossValidation, looks }: NearRatios): Ranked {
  const many = new Float64Array(crossValidation).sort();
  const few = looks
    .flatMap((look) => look.map((ratio) => ({ ratio, weight: 1 / look.length })))
    .sort((a, b) => a.ratio - b.ratio);
  const sorted = new Float64Array(many.length + few.length);
  const weights = new Float64Array(sorted.length);
  for (let i = 0, taken = 0; i < sorted.length; i++) {
    const ofLook = i - taken;
    if (ofLook < few.length && (taken === many.length || few[ofLook].ratio < many[taken])) {
      sorted[i] = few[ofLook].ratio;
      weights[i] = few[ofLook].weight;
    } else {
      sorted[i] = many[taken++];
      weights[i] = CROSS_VALIDATION_LOOKS / many.length;
    }
  }
  return { weights, valueAt: (rank) => sorted[rank] };
}

export interface FarRatios {
  /** Of the cross-validation points beyond the next look, and of all. */
  readonly beyond: ArrayLike<number>;
  readonly all: ArrayLike<number>;
}

/** The scale for what lies beyond the next look, of which no row can tell yet: of a level, and the scale of the same level up to there. */
export function farScale({ beyond, all }: FarRatios): (level: number, near: number) => number {
  if (beyond.length === 0) return (_, near) => Math.max(1, near);
  const ratios = new Float64Array(beyond.length < FEWEST_FAR_POINTS ? all : beyond);
  return (level) => valueAtRank(ratios, Math.min(Math.ceil((ratios.length + 1) * level), ratios.length) - 1);
}

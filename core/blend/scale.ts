/** |y - yhat| over the half width, of the blend before any scale. */
export type Ratios = readonly number[];

export interface NearRatios {
  /** Of the cross-validation points up to the next look. */
  readonly crossValidation: Ratios;
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
  const { sorted, weights } = weighted(ratios);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (level) => {
    // Less what rounding may take from a sum of weights.
    const wanted = (level * (1 + 1 / sorted.length) - 1e-9) * total;
    let cumulated = 0;
    for (let i = 0; i < sorted.length; i++) if ((cumulated += weights[i]) >= wanted) return sorted[i];
    return sorted.at(-1) ?? 1;
  };
}

/** All ratios in ascending order, with the weight of each. Those of cross-validation are many and weigh alike: they are sorted as numbers. */
function weighted({ crossValidation, looks }: NearRatios) {
  const many = Float64Array.from(crossValidation).sort();
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
  return { sorted, weights };
}

export interface FarRatios {
  /** Of the cross-validation points beyond the next look, and of all. */
  readonly beyond: Ratios;
  readonly all: Ratios;
}

/** The scale for what lies beyond the next look, of which no row can tell yet: of a level, and the scale of the same level up to there. */
export function farScale({ beyond, all }: FarRatios): (level: number, near: number) => number {
  if (beyond.length === 0) return (_, near) => Math.max(1, near);
  const sorted = Float64Array.from(beyond.length < FEWEST_FAR_POINTS ? all : beyond).sort();
  return (level) => sorted[Math.min(Math.ceil((sorted.length + 1) * level), sorted.length) - 1];
}

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
 * @param level probability of the interval, in (0, 1)
 * @returns 1 where there is no ratio
 */
export function nearScale({ crossValidation, looks }: NearRatios, level: number): number {
  const weighted = [
    ...crossValidation.map((ratio) => ({ ratio, weight: CROSS_VALIDATION_LOOKS / crossValidation.length })),
    ...looks.flatMap((look) => look.map((ratio) => ({ ratio, weight: 1 / look.length }))),
  ].sort((a, b) => a.ratio - b.ratio);
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  // Less what rounding may take from a sum of weights.
  const wanted = (level * (1 + 1 / weighted.length) - 1e-9) * total;
  let cumulated = 0;
  for (const { ratio, weight } of weighted) if ((cumulated += weight) >= wanted) return ratio;
  return weighted.at(-1)?.ratio ?? 1;
}

export interface FarRatios {
  /** Of the cross-validation points beyond the next look, and of all. */
  readonly beyond: Ratios;
  readonly all: Ratios;
}

/** The scale for what lies beyond the next look, of which no row can tell yet. @param near the scale of the same level up to there */
export function farScale({ beyond, all }: FarRatios, level: number, near: number): number {
  if (beyond.length === 0) return Math.max(1, near);
  const ratios = [...(beyond.length < FEWEST_FAR_POINTS ? all : beyond)].sort((a, b) => a - b);
  return ratios[Math.min(Math.ceil((ratios.length + 1) * level), ratios.length) - 1];
}

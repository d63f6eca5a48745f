import type { Recipe } from '../contracts/recipe.ts';
import { type ByCandidate, floorOf, type MeanSquares, pooledErrors, recentErrors, sizeOf } from './errors.ts';
import { lookErrors, rowsOf, type SeriesLooks } from './looks.ts';
import type { SeriesPointErrors } from './point-errors.ts';
import { averageWeights, choiceOf } from './weights.ts';

/** Everything that is known of a series' errors. */
export interface SeriesEvidence {
  readonly crossValidation: SeriesPointErrors;
  readonly looks: SeriesLooks;
}

/** What the average is weighed by, and what the choice is made by. */
export interface WeighedErrors {
  readonly recent: MeanSquares;
  readonly crossValidation: MeanSquares;
}

function ownErrors({ crossValidation, looks }: SeriesEvidence): WeighedErrors {
  const { near, all, actuals } = crossValidation;
  return {
    recent: recentErrors({ crossValidation: near, looks: lookErrors(looks, near.length), actuals }),
    crossValidation: recentErrors({ crossValidation: all, looks: [], actuals }),
  };
}

/** @param panel in the order of the series */
export function panelErrors(panel: readonly SeriesEvidence[], candidates: number): WeighedErrors {
  const own = panel.map(ownErrors);
  return {
    recent: pooledErrors(
      own.map(({ recent }) => recent),
      candidates,
    ),
    crossValidation: pooledErrors(
      own.map(({ crossValidation }) => crossValidation),
      candidates,
    ),
  };
}

export interface SeriesWeights {
  readonly weights: ByCandidate<number>;
  readonly choice: number;
  /**
   * Of the series' errors, in the unit of y squared; null without any, and where all lie at the floor, as of a series that never moved: the look
   * at which it first moves would count a thousand million times as much as all others, and hold the panel's share still for a hundred looks.
   */
  readonly size: number | null;
}

/**
 * @param forecasts whether each candidate has a forecast for the series; at least one has
 * @param chosen the place of the recipe's one candidate for all series, where it is of that kind
 */
export function weighSeries(
  evidence: SeriesEvidence,
  panel: WeighedErrors,
  { forecasts, chosen }: { readonly forecasts: ByCandidate<boolean>; readonly chosen: number | undefined },
): SeriesWeights {
  const own = ownErrors(evidence);
  const points = evidence.crossValidation.count + rowsOf(evidence.looks);
  const weights = averageWeights({ own: own.recent, pooled: panel.recent, points }, forecasts);
  const size = sizeAbove(floorOf(evidence.crossValidation.actuals), own.recent);
  if (chosen === undefined) {
    return { weights, choice: choiceOf({ own: own.crossValidation, pooled: panel.crossValidation }, forecasts), size };
  }
  return { weights, choice: forecasts[chosen] ? chosen : weights.indexOf(Math.max(...weights)), size };
}

function sizeAbove(floor: number, errors: MeanSquares): number | null {
  const isKnown = errors.some((error) => error !== undefined && error > floor);
  return isKnown ? (sizeOf(errors) ?? null) : null;
}

/** How much of a recipe's forecast is the average. */
export function shareOf(kind: Recipe['kind'], learned: number): number {
  return kind === 'choice' ? 0 : kind === 'average' ? 1 : learned;
}

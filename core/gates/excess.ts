import type { PromotionPolicy } from '../contracts/dataset.ts';
import { MIN_BLOCKS } from '../contracts/feasibility-rules.ts';
import { significantPercent } from '../contracts/figures.ts';
import { confidenceAboveZero } from './block-bootstrap.ts';
import type { Pairs } from './pairs.ts';

/** What an error costs; positive where the forecast is too high. */
export type Loss = (error: number) => number;

/** How confidently the challenger loses more than it may; NaN where that cannot be told, and a sentence either way. */
export interface ExcessVerdict {
  readonly confidence: number;
  readonly evidence: string;
}

export interface AllowedLoss {
  readonly loss: Loss;
  /** How many times its rival's loss the challenger may have. */
  readonly allowed: number;
  readonly policy: PromotionPolicy['gates']['production'];
  readonly seed: number;
}

/**
 * A paired test on the excess of losses, summed over all series of a period,
 *
 *   d(t) = sum of the challenger's losses - allowed x sum of its rival's
 *
 * whose mean is above zero exactly where the challenger's mean loss is above the allowed one. Blocks of periods are resampled, all series
 * together, so that neither correlation in time nor between series is lost.
 */
export function confidenceOfExcess(pairs: Pairs, { loss, allowed, policy, seed }: AllowedLoss): ExcessVerdict {
  const excess = excessByPeriod(pairs, loss, allowed);
  const { blockLength, resamples } = policy;
  if (excess.length < MIN_BLOCKS * blockLength || !excess.every(Number.isFinite)) {
    const needed = `finite errors and at least ${MIN_BLOCKS} blocks of ${blockLength} are needed`;
    return { confidence: NaN, evidence: `${excess.length} periods, where ${needed}` };
  }
  const confidence = confidenceAboveZero(excess, { ...policy, seed });
  const how = `by ${resamples} resamples in blocks of ${blockLength} periods`;
  return { confidence, evidence: `above the tolerance with ${significantPercent(confidence)} confidence ${how}` };
}

/** In order of time, a period without rows as zero: blocks then span the same time wherever they begin. */
function excessByPeriod({ ds, y, challenger, rival }: Pairs, loss: Loss, allowed: number): Float64Array {
  if (ds.length === 0) return new Float64Array();
  const first = ds.reduce((least, period) => Math.min(least, period));
  const last = ds.reduce((most, period) => Math.max(most, period));
  const excess = new Float64Array(last - first + 1);
  for (let row = 0; row < ds.length; row++) {
    excess[ds[row] - first] += loss(challenger.yhat[row] - y[row]) - allowed * loss(rival.yhat[row] - y[row]);
  }
  return excess;
}

import type { Frequency } from '../contracts/frequency.ts';
import { MIN_BLOCKS } from '../contracts/feasibility-rules.ts';
import { type Folds, foldsThatFit, lengthOf } from '../contracts/lengths.ts';
import { leastBlock, USUAL_LENGTHS } from './usual-lengths.ts';

export interface FittingLengths {
  readonly train: string;
  readonly evaluate: string;
  readonly cvInitial: string;
  readonly cvPeriod: string;
  readonly cvHorizon: string;
}

/**
 * Lengths that so much history has room for: five parts to learn from and one for each window to be held against, and folds in proportion.
 *
 * @param history in periods
 * @returns undefined where it is too short for any
 */
export function fittingLengths(history: number, frequency: Frequency, windows = 1): FittingLengths | undefined {
  const least = MIN_BLOCKS * leastBlock(USUAL_LENGTHS[frequency]);
  for (let evaluate = Math.max(1, Math.floor(history / (5 + windows))); evaluate >= 1; evaluate--) {
    const train = history - windows * evaluate;
    const folds = foldsThatFit(train, least);
    if (folds !== undefined) return textsOf({ train, evaluate, ...folds }, frequency);
  }
  return undefined;
}

function textsOf(
  { train, evaluate, initial, period, horizon }: Folds & { readonly train: number; readonly evaluate: number },
  frequency: Frequency,
): FittingLengths {
  const text = (periods: number) => lengthOf(periods, frequency);
  return {
    train: text(train),
    evaluate: text(evaluate),
    cvInitial: text(initial),
    cvPeriod: text(period),
    cvHorizon: text(horizon),
  };
}

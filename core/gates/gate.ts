import type { PromotionPolicy } from '../contracts/dataset.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';

export type GatePolicy = PromotionPolicy['gates'] & Pick<PromotionPolicy, 'maxMissingSeriesShare'>;

/** One condition of going live. It gives no value where it cannot be computed, and that refuses. */
export type Gate = (comparison: Comparison, policy: GatePolicy) => GateVerdict;

export interface Measurement {
  readonly gate: string;
  /** Anything that is not a finite number refuses, whatever `isMet` says. */
  readonly value: number | null;
  readonly isMet: boolean;
  readonly threshold: string;
  readonly evidence: string;
}

export function rule({ gate, value, isMet, threshold, evidence }: Measurement): GateVerdict {
  if (value === null || !Number.isFinite(value)) {
    return { gate, outcome: 'refuse', value: null, threshold, evidence: `cannot be computed: ${evidence}` };
  }
  return { gate, outcome: isMet ? 'pass' : 'refuse', value, threshold, evidence };
}

/** How evidence names the side that stands against the challenger. */
export function rivalName({ production, yardstick }: Comparison): string {
  return production === 'naive' ? `the ${yardstick}` : 'Production';
}

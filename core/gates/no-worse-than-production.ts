import { rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import type { Pairs } from './pairs.ts';
import { pairsWithProduction, rmseRatio } from './pairs.ts';
import { confidenceAboveZero } from './block-bootstrap.ts';
import type { GatePolicy } from './gate.ts';
import { significant, significantPercent } from '../contracts/figures.ts';
import { rivalName, rule } from './gate.ts';

/** Fewer cannot tell luck from loss, and would let nearly everything pass. */
const MIN_BLOCKS = 4;

/**
 * Refuses a challenger that is worse than Production by more than the tolerance, when that is more than the luck of the holdout. The paired
 * test is on the excess of squared errors, summed over all series of a period,
 *
 *   d(t) = sum of challenger's e^2 - (1 + tolerance)^2 x sum of Production's e^2
 *
 * whose mean is above zero exactly where RMSE > (1 + tolerance) x Production's RMSE. Blocks of periods are resampled, all series
 * together, so that neither correlation in time nor between series is lost. Value: the ratio of the RMSEs as observed; how
 * confidently it is above the tolerance stands in the evidence, and decides.
 */
export function noWorseThanProduction(comparison: Comparison, { production: policy }: GatePolicy): GateVerdict {
  const pairs = pairsWithProduction(comparison);
  const { y, challenger, rival } = pairs;
  const allowed = 1 + policy.tolerance;
  const excess = excessByPeriod(pairs, allowed ** 2);
  const isComputable = excess.length >= MIN_BLOCKS * policy.blockLength && excess.every(Number.isFinite);
  const confidence = isComputable ? confidenceAboveZero(excess, { ...policy, seed: comparison.seed }) : NaN;
  return rule({
    gate: 'no-worse-than-production',
    value: isComputable ? rmseRatio(pairs) : null,
    isMet: confidence < policy.confidence,
    threshold: `not above ${significant(allowed)} with ${significantPercent(policy.confidence)} confidence`,
    evidence:
      `RMSE ${significant(rmse(y, challenger.yhat))} against ${significant(rmse(y, rival.yhat))} of ${rivalName(comparison)} on ${y.length} rows; ` +
      (isComputable
        ? `above the tolerance with ${significantPercent(confidence)} confidence by ${policy.resamples} resamples in blocks of ${policy.blockLength} periods`
        : `${excess.length} periods, where finite errors and at least ${MIN_BLOCKS} blocks of ${policy.blockLength} are needed`),
  });
}

/** In order of time, a period without rows as zero: blocks then span the same time wherever they begin. */
function excessByPeriod({ ds, y, challenger, rival }: Pairs, factor: number): Float64Array {
  if (ds.length === 0) return new Float64Array();
  const first = ds.reduce((least, period) => Math.min(least, period));
  const last = ds.reduce((most, period) => Math.max(most, period));
  const excess = new Float64Array(last - first + 1);
  for (let row = 0; row < ds.length; row++) {
    excess[ds[row] - first] += (challenger.yhat[row] - y[row]) ** 2 - factor * (rival.yhat[row] - y[row]) ** 2;
  }
  return excess;
}

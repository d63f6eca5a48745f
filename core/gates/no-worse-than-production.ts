import { rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { confidenceOfExcess } from './excess.ts';
import { nothingToErr, pairsWithProduction, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant, significantPercent } from '../contracts/figures.ts';
import { rivalName, rule } from './gate.ts';

/**
 * Refuses a challenger that is worse than Production by more than the tolerance, when that is more than the luck of the holdout: a paired test
 * on squared errors, where RMSE > (1 + tolerance) x Production's RMSE. Value: the ratio of the RMSEs as observed; how confidently it is
 * above the tolerance stands in the evidence, and decides.
 */
export function noWorseThanProduction(comparison: Comparison, { production: policy }: GatePolicy): GateVerdict {
  const pairs = pairsWithProduction(comparison);
  const { y, challenger, rival } = pairs;
  const [ours, theirs] = [rmse(y, challenger.yhat), rmse(y, rival.yhat)];
  const allowed = 1 + policy.tolerance;
  const loss = (error: number) => error ** 2;
  const found = confidenceOfExcess(pairs, { loss, allowed: allowed ** 2, policy, seed: comparison.seed });
  return rule({
    gate: 'no-worse-than-production',
    value: Number.isNaN(found.confidence) ? null : ratioOf(ours, theirs),
    isMet: found.confidence < policy.confidence,
    threshold: `not above ${significant(allowed)} with ${significantPercent(policy.confidence)} confidence`,
    evidence:
      `RMSE ${significant(ours)} against ${significant(theirs)} of ${rivalName(comparison)} ` +
      `on ${y.length} rows; ${found.evidence}${nothingToErr(ours, theirs, rivalName(comparison))}`,
  });
}

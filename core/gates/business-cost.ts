import { isPlaceholderText } from '../contracts/placeholder.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { confidenceOfExcess, type Loss } from './excess.ts';
import { nothingToErr, pairsWithProduction, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant, significantPercent } from '../contracts/figures.ts';
import { rivalName, rule } from './gate.ts';

/**
 * What the errors cost, a unit too high and a unit too low each at its own price: refused where it is more than Production's by more than the
 * tolerance, and by more than the luck of the holdout. Value: the ratio of the costs as observed.
 */
export function businessCost(comparison: Comparison, { cost, production: policy }: GatePolicy): GateVerdict {
  const pairs = pairsWithProduction(comparison);
  const { y, challenger, rival } = pairs;
  const loss: Loss = (error) => (error > 0 ? cost.over * error : cost.under * -error);
  const [ours, theirs] = [challenger, rival].map(({ yhat }) => meanLoss(y, yhat, loss));
  const allowed = 1 + cost.tolerance;
  const found = confidenceOfExcess(pairs, { loss, allowed, policy, seed: comparison.seed });
  // Without prices every model would be free.
  const isComputable = cost.over + cost.under > 0 && !Number.isNaN(found.confidence);
  return rule({
    gate: 'business-cost',
    value: isComputable ? ratioOf(ours, theirs) : null,
    isMet: found.confidence < policy.confidence,
    threshold: `not above ${significant(allowed)} with ${significantPercent(policy.confidence)} confidence`,
    evidence:
      `a row costs ${significant(ours)} against ${significant(theirs)} with ${rivalName(comparison)}, on ${y.length} rows; ` +
      `prices: ${cost.over} a unit too high, ${cost.under} too low${basisOf(cost)}; ${found.evidence}` +
      nothingToErr(ours, theirs, rivalName(comparison)),
  });
}

/** What is yet to be filled in tells a reader nothing. */
function basisOf({ basis }: GatePolicy['cost']): string {
  return basis === undefined || isPlaceholderText(basis) ? '' : ` (${basis})`;
}

function meanLoss(y: Float64Array, yhat: Float64Array, loss: Loss): number {
  let sum = 0;
  for (let row = 0; row < y.length; row++) sum += loss(yhat[row] - y[row]);
  return sum / y.length;
}

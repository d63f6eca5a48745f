import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { pairsWithProduction, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant } from '../contracts/figures.ts';
import { rivalName, rule } from './gate.ts';

type Cost = GatePolicy['cost'];

/** What the errors cost, a unit too high and a unit too low each at its own price: no more than Production's, plus the tolerance. */
export function businessCost(comparison: Comparison, { cost }: GatePolicy): GateVerdict {
  const { y, challenger, rival } = pairsWithProduction(comparison);
  const [ours, theirs] = [meanCost(y, challenger.yhat, cost), meanCost(y, rival.yhat, cost)];
  const ratio = ratioOf(ours, theirs);
  const allowed = 1 + cost.tolerance;
  return rule({
    gate: 'business-cost',
    // Without prices every model would be free.
    value: cost.over + cost.under > 0 ? ratio : null,
    isMet: ratio <= allowed,
    threshold: `<= ${significant(allowed)}`,
    evidence:
      `a row costs ${significant(ours)} against ${significant(theirs)} with ${rivalName(comparison)}, on ${y.length} rows; ` +
      `prices: ${cost.over} a unit too high, ${cost.under} too low`,
  });
}

function meanCost(y: Float64Array, yhat: Float64Array, { over, under }: Cost): number {
  let sum = 0;
  for (let row = 0; row < y.length; row++) {
    const error = yhat[row] - y[row];
    sum += error > 0 ? over * error : under * -error;
  }
  return sum / y.length;
}

import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { pairsWithProduction } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { rivalName, rule } from './gate.ts';

/**
 * Enough rows to judge by, and no row given up: a challenger must not look better for having no forecast where Production has one.
 * What the naive alone can forecast is only counted: the data set's failed-series share has allowed it.
 */
export function joinedRows(comparison: Comparison, policy: GatePolicy): GateVerdict {
  const { unmatched, series, production } = comparison;
  const joined = pairsWithProduction(comparison).y.length;
  const givenUp = production === 'version' ? unmatched.productionOnly : 0;
  return rule({
    gate: 'joined-rows',
    value: joined === 0 ? null : joined,
    isMet: joined >= policy.minJoinedRows && givenUp === 0,
    threshold: `>= ${policy.minJoinedRows}, and none that only Production has`,
    evidence:
      `${joined} rows of ${series.length} series came true and are forecast by the challenger and ${rivalName(comparison)}; ` +
      `${unmatched.challengerOnly} only by the challenger, ${unmatched.productionOnly} only by ${rivalName(comparison)}`,
  });
}

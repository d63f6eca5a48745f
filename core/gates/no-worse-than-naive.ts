import { rmse } from '../backtest/metrics.ts';
import { significant } from '../contracts/figures.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { rule } from './gate.ts';
import { nothingToErr, pairsWithNaive, ratioOf } from './pairs.ts';

/** What decides between a first version and the naive: whichever has the lower mean squared error on the holdout; of equals, the version. */
export function noWorseThanNaive(comparison: Comparison): GateVerdict {
  const { y, challenger, rival } = pairsWithNaive(comparison);
  const [ours, theirs] = [rmse(y, challenger.yhat) ** 2, rmse(y, rival.yhat) ** 2];
  const ratio = ratioOf(ours, theirs);
  return rule({
    gate: 'no-worse-than-naive',
    value: ratio,
    isMet: ratio <= 1,
    threshold: '<= 1',
    evidence:
      `mean squared error ${significant(ours)} against ${significant(theirs)} of the ${comparison.yardstick} on ${y.length} rows that have one` +
      nothingToErr(ours, theirs, `the ${comparison.yardstick}`),
  });
}

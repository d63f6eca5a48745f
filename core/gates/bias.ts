import { bias, rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { nothingToErr, pairsWithNaive, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant } from '../contracts/figures.ts';
import { rule } from './gate.ts';

/** Mean error as a share of the yardstick's RMSE on the same rows; positive when forecasts are too high. */
export function biasInBound(comparison: Comparison, { maxBiasShare, minJoinedRows }: GatePolicy): GateVerdict {
  const { y, challenger, rival } = pairsWithNaive(comparison);
  const error = bias(y, challenger.yhat);
  const rivalRmse = rmse(y, rival.yhat);
  const share = Math.sign(error) * ratioOf(Math.abs(error), rivalRmse);
  return rule({
    gate: 'bias',
    value: y.length < minJoinedRows ? null : share,
    isMet: Math.abs(share) <= maxBiasShare,
    threshold: `${-maxBiasShare} to ${maxBiasShare}`,
    evidence:
      `mean error ${significant(error)}, RMSE ${significant(rivalRmse)} of the ${comparison.yardstick} ` +
      `on ${y.length} rows that have one (at least ${minJoinedRows} are needed)` +
      nothingToErr(Math.abs(error), rivalRmse, `the ${comparison.yardstick}`),
  });
}

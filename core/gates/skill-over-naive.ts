import { rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { nothingToErr, pairsWithNaive, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant } from '../contracts/figures.ts';
import { rule } from './gate.ts';

/** 1 - RMSE / RMSE of the yardstick on the same rows: a model that a last year's calendar beats is not worth running. */
export function skillOverNaive(comparison: Comparison, { minSkill, minJoinedRows }: GatePolicy): GateVerdict {
  const { y, challenger, rival } = pairsWithNaive(comparison);
  const [ours, theirs] = [rmse(y, challenger.yhat), rmse(y, rival.yhat)];
  const skill = 1 - ratioOf(ours, theirs);
  return rule({
    gate: 'skill-over-naive',
    // A naive that knows a handful of rows is no yardstick of the others.
    value: y.length < minJoinedRows ? null : skill,
    isMet: skill >= minSkill,
    threshold: `>= ${minSkill}`,
    evidence:
      `RMSE ${significant(ours)} against ${significant(theirs)} of the ${comparison.yardstick} ` +
      `on ${y.length} rows that have one (at least ${minJoinedRows} are needed)` +
      nothingToErr(ours, theirs, `the ${comparison.yardstick}`),
  });
}

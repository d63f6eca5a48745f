import { rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { challengerRows, nothingToErr, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant } from '../contracts/figures.ts';
import { rule } from './gate.ts';

/** Realised RMSE over the cross-validated one: a model that fails its own promise was chosen by luck, or the world has changed. */
export function crossValidationGap(comparison: Comparison, { maxCrossValidationGap }: GatePolicy): GateVerdict {
  const { y, challenger } = challengerRows(comparison);
  const realised = rmse(y, challenger.yhat);
  const promised = comparison.crossValidatedRmse;
  const gap = promised === null ? NaN : ratioOf(realised, promised);
  return rule({
    gate: 'cross-validation-gap',
    value: gap,
    isMet: gap <= maxCrossValidationGap,
    threshold: `<= ${maxCrossValidationGap}`,
    evidence: `RMSE ${significant(realised)} on ${y.length} rows, ${promised === null ? 'none' : significant(promised)} in cross-validation${promised === null ? '' : nothingToErr(realised, promised, 'cross-validation')}`,
  });
}

import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { challengerRows, intervalCoverage } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant, significantPercent } from '../contracts/figures.ts';
import { rule } from './gate.ts';

/** The share of actuals inside the forecast interval, both ends included: too few mislead people, too many tell them nothing. */
export function intervalCoverageInBand(comparison: Comparison, { coverage: { min, max } }: GatePolicy): GateVerdict {
  const { y, challenger } = challengerRows(comparison);
  const covered = intervalCoverage(y, challenger);
  return rule({
    gate: 'interval-coverage',
    value: covered,
    isMet: min <= covered && covered <= max,
    threshold: `${min} to ${max}`,
    evidence: `intervals of ${significantPercent(comparison.level)} hold ${significant(covered)} of ${y.length} actuals`,
  });
}

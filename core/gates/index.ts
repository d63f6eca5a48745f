import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { biasInBound } from './bias.ts';
import { businessCost } from './business-cost.ts';
import { crossValidationGap } from './cross-validation-gap.ts';
import type { Gate, GatePolicy } from './gate.ts';
import { intervalCoverageInBand } from './interval-coverage.ts';
import { joinedRows } from './joined-rows.ts';
import { noWorseThanProduction } from './no-worse-than-production.ts';
import { skillOverNaive } from './skill-over-naive.ts';
import { worseSeries } from './worse-series.ts';
import { worstSegment } from './worst-segment.ts';

/** In the order in which a person wants to read them: is there enough to judge by, is it any use, is it better than what we have. */
export const GATES: Readonly<Record<string, Gate>> = {
  'joined-rows': joinedRows,
  'skill-over-naive': skillOverNaive,
  'no-worse-than-production': noWorseThanProduction,
  'interval-coverage': intervalCoverageInBand,
  bias: biasInBound,
  'cross-validation-gap': crossValidationGap,
  'business-cost': businessCost,
  'worse-series': worseSeries,
  'worst-segment': worstSegment,
};

/** Every gate's verdict. A gate that throws refuses. */
export function judge(comparison: Comparison, policy: GatePolicy, gates = GATES): readonly GateVerdict[] {
  return Object.entries(gates).map(([name, gate]) => {
    try {
      return gate(comparison, policy);
    } catch (error) {
      const evidence = `cannot be computed: ${String(error)}`;
      return { gate: name, outcome: 'refuse', value: null, threshold: 'can be computed', evidence };
    }
  });
}

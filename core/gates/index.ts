import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { biasInBound } from './bias.ts';
import { businessCost } from './business-cost.ts';
import { crossValidationGap } from './cross-validation-gap.ts';
import type { Gate, GatePolicy } from './gate.ts';
import { intervalCoverageInBand } from './interval-coverage.ts';
import { joinedRows } from './joined-rows.ts';
import { missingSeries } from './missing-series.ts';
import { noWorseThanNaive } from './no-worse-than-naive.ts';
import { noWorseThanProduction } from './no-worse-than-production.ts';
import { skillOverNaive } from './skill-over-naive.ts';
import { worseSeries } from './worse-series.ts';
import { worstSegment } from './worst-segment.ts';

/** In the order in which a person wants to read them: is there enough to judge by, is it any use, is it better than what we have. */
export const GATES: Readonly<Record<string, Gate>> = {
  'joined-rows': joinedRows,
  'missing-series': missingSeries,
  'skill-over-naive': skillOverNaive,
  'no-worse-than-naive': noWorseThanNaive,
  'no-worse-than-production': noWorseThanProduction,
  'interval-coverage': intervalCoverageInBand,
  bias: biasInBound,
  'cross-validation-gap': crossValidationGap,
  'business-cost': businessCost,
  'worse-series': worseSeries,
  'worst-segment': worstSegment,
};

/**
 * Which gates decide. A changed recipe is compared with the one in Production: a break in the data, which no recipe can pass, must not keep the
 * better one out. A first version is compared with the naive, and with nothing else.
 */
const DECIDING: Readonly<Record<'change' | 'first', ReadonlySet<string>>> = {
  change: new Set([
    'joined-rows',
    'missing-series',
    'no-worse-than-production',
    'business-cost',
    'worse-series',
    'worst-segment',
  ]),
  first: new Set(['no-worse-than-naive']),
};

/** Every gate's verdict; those that do not decide are told. A gate that throws refuses. */
export function judge(
  comparison: Comparison,
  {
    policy,
    way,
    gates = GATES,
  }: { readonly policy: GatePolicy; readonly way: 'change' | 'first'; readonly gates?: typeof GATES },
): readonly GateVerdict[] {
  return Object.entries(gates).map(([name, gate]) => {
    const verdict = verdictOf(name, () => gate(comparison, policy));
    return DECIDING[way].has(name) ? verdict : { ...verdict, outcome: 'told' };
  });
}

function verdictOf(gate: string, judged: () => GateVerdict): GateVerdict {
  try {
    return judged();
  } catch (error) {
    const evidence = `cannot be computed: ${String(error)}`;
    return { gate, outcome: 'refuse', value: null, threshold: 'can be computed', evidence };
  }
}

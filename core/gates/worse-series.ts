import { rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison } from './comparison.ts';
import { pairsWithProduction } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significantPercent } from '../contracts/figures.ts';
import { rivalName, rule } from './gate.ts';

/** The share of series that get worse: a panel's RMSE is ruled by its largest series, and the small ones have readers too. */
export function worseSeries(comparison: Comparison, { production, maxWorseSeriesShare }: GatePolicy): GateVerdict {
  const errors = comparison.series
    .map((one) => pairsWithProduction(comparison, [one]))
    .filter(({ y }) => y.length > 0)
    .map(({ y, challenger, rival }) => ({ ours: rmse(y, challenger.yhat), theirs: rmse(y, rival.yhat) }));
  const isComputable = errors.every(({ ours, theirs }) => Number.isFinite(ours) && Number.isFinite(theirs));
  const worse = errors.filter(({ ours, theirs }) => ours > (1 + production.tolerance) * theirs).length;
  const share = worse / errors.length;
  // no-worse-than-production judges a single series, with an eye to luck.
  const isPanel = comparison.series.length > 1;
  return rule({
    gate: 'worse-series',
    value: isComputable ? share : null,
    isMet: !isPanel || share <= maxWorseSeriesShare,
    threshold: isPanel ? `<= ${maxWorseSeriesShare}` : 'panels only',
    evidence:
      `${isPanel ? '' : 'one series; '}RMSE is more than ${significantPercent(production.tolerance)} above that of ${rivalName(comparison)} ` +
      `in ${worse} of ${errors.length} series that both forecast`,
  });
}

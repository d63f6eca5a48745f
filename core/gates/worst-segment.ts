import { rmse } from '../backtest/metrics.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import type { Comparison, PairedSeries } from './comparison.ts';
import { nothingToErr, pairsWithProduction, ratioOf } from './pairs.ts';
import type { GatePolicy } from './gate.ts';
import { significant } from '../contracts/figures.ts';
import { rivalName, rule } from './gate.ts';

interface SegmentRatio {
  readonly segment: string;
  readonly rows: number;
  /** RMSE of either side. */
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
}

/** RMSE over Production's in the segment that fares worst: an average must not hide a region that was given up. */
export function worstSegment(comparison: Comparison, { maxWorstSegmentRatio }: GatePolicy): GateVerdict {
  const segments = bySegment(comparison);
  const ratios = segments.flatMap((series) => ratioIn(comparison, series));
  const worst = ratios.reduce((a, b) => (isWorse(b, a) ? b : a), NO_ROWS);
  // no-worse-than-production judges a single segment, with an eye to luck.
  const isSegmented = segments.length > 1;
  const found = describe(worst, rivalName(comparison));
  return rule({
    gate: 'worst-segment',
    value: worst.ratio,
    isMet: !isSegmented || worst.ratio <= maxWorstSegmentRatio,
    threshold: isSegmented ? `<= ${maxWorstSegmentRatio}` : 'panels with segments only',
    evidence: isSegmented
      ? `worst of ${ratios.length} segments is '${worst.segment}': ${found}`
      : `one ${comparison.series.length > 1 ? 'segment' : 'series'}; ${found}`,
  });
}

const NO_ROWS: SegmentRatio = { segment: '', rows: 0, ours: NaN, theirs: NaN, ratio: -Infinity };

function describe({ rows, ours, theirs, ratio }: SegmentRatio, rival: string): string {
  if (rows === 0) return `the challenger and ${rival} have no row in common`;
  const figures = Number.isFinite(ratio)
    ? `RMSE is ${significant(ratio)} of that of ${rival}`
    : `RMSE is ${significant(ours)} against ${significant(theirs)} of ${rival}`;
  return `${figures} on ${rows} rows${nothingToErr(ours, theirs, rival)}`;
}

/** Nothing is worse than a segment whose ratio is not a number: it must not hide behind the others. */
function isWorse(a: SegmentRatio, b: SegmentRatio): boolean {
  return Number.isNaN(a.ratio) || a.ratio > b.ratio;
}

/** None where the two sides have no row of the segment in common. */
function ratioIn(comparison: Comparison, series: readonly PairedSeries[]): readonly SegmentRatio[] {
  const pairs = pairsWithProduction(comparison, series);
  const { y, challenger, rival } = pairs;
  if (y.length === 0) return [];
  const [ours, theirs] = [rmse(y, challenger.yhat), rmse(y, rival.yhat)];
  return [{ segment: series[0].segment, rows: y.length, ours, theirs, ratio: ratioOf(ours, theirs) }];
}

function bySegment({ series }: Comparison): readonly (readonly PairedSeries[])[] {
  const segments = new Map<string, PairedSeries[]>();
  for (const one of series) {
    const members = segments.get(one.segment);
    if (members === undefined) segments.set(one.segment, [one]);
    else members.push(one);
  }
  return [...segments.values()];
}

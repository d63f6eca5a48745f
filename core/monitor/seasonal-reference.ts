import type { Series } from '../series/series.ts';
import { countBefore } from '../series/panel.ts';
import type { PeriodRange } from '../series/period-range.ts';
import { seasonPositions } from '../series/season-position.ts';
import type { TimeAxis } from '../series/time-axis.ts';

/**
 * What recent values are compared with: those of the training window at the same time of the season, for winter is no drift. A year of
 * hours, days or weeks is taken a hundredth of a year wider on both sides: neighbours there are alike, and more rows tell more.
 */
export function seasonalReference(
  axis: TimeAxis,
  seasonLength: number,
  { training, recent }: { readonly training: PeriodRange; readonly recent: PeriodRange },
): (series: Series) => Float64Array {
  const positions = seasonPositions(axis, seasonLength);
  const margin = positions.isFineYear ? Math.ceil(positions.count / 100) : 0;
  const isInSeason = new Uint8Array(positions.count);
  for (let period = recent.first - margin; period <= recent.last + margin; period++) {
    isInSeason[positions.of(period)] = 1;
  }
  return ({ ds, y }) => {
    const [start, end] = [countBefore(ds, training.first), countBefore(ds, training.last + 1)];
    const whole = y.subarray(start, end);
    // Less than one season of a series need not hold the like of the recent rows.
    if (end === start || training.last - ds[start] + 1 < seasonLength) return whole;
    return whole.filter((_, row) => isInSeason[positions.of(ds[start + row])] === 1);
  };
}

import type { LearnedWindow } from '../contracts/explained-forecast.ts';
import { neverObserved } from '../series/never-observed.ts';
import { sliceSeries } from '../series/panel.ts';
import { seasonalProfiler, seasonParts } from '../series/seasonal-profile.ts';
import type { Series } from '../series/series.ts';
import type { DriftSetting } from './drift.ts';

/**
 * What a fit would have left of a series' training window, made of the window's own rows: for models of releases up to 0.2.0, which have nothing of it.
 *
 * @returns undefined for a series that has no row there
 */
export function learnedWindows({
  axis,
  seasonLength,
  training,
}: Omit<DriftSetting, 'recent'>): (series: Series) => LearnedWindow | undefined {
  const profileOf = seasonalProfiler(seasonParts(axis, seasonLength), training);
  return (series) => {
    const { ds, y } = sliceSeries(series, training.first, training.last);
    if (ds.length === 0) return undefined;
    return { profile: profileOf({ ds, y }), unobserved: neverObserved(ds, axis, training.last) };
  };
}

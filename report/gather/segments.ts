import { segmentOf } from '../../core/series/segments.ts';
import type { ReportSeries, SeriesWindow } from '../report-data.ts';

/** Means of each segment's series, over those that have both a forecast and a value in a period; none where the panel has no segments. */
export function segmentSeries(series: readonly ReportSeries[], separator: string | null): readonly ReportSeries[] {
  if (separator === null) return [];
  const names = [...new Set(series.map(({ uniqueId }) => segmentOf(uniqueId, separator)))].sort();
  return names.map((name) => {
    const own = series.filter(({ uniqueId }) => segmentOf(uniqueId, separator) === name);
    const windows = own[0].windows.map((_, window) => meanWindow(own.flatMap((one) => one.windows[window] ?? [])));
    return {
      uniqueId: `${name}: mean of ${own.length} series`,
      rmse: rootMeanSquare(own.map(({ rmse }) => rmse)),
      naiveRmse: rootMeanSquare(own.map(({ naiveRmse }) => naiveRmse)),
      windows,
    };
  });
}

/** An interval of single series says nothing about that of their mean: there is none. */
function meanWindow(windows: readonly SeriesWindow[]): SeriesWindow | null {
  if (windows.length === 0) return null;
  const [{ y }] = windows;
  const [sums, forecasts] = [new Float64Array(y.length), new Float64Array(y.length)];
  const counts = new Float64Array(y.length);
  for (const one of windows) {
    for (let step = 0; step < y.length; step++) {
      if (Number.isNaN(one.y[step]) || Number.isNaN(one.yhat[step])) continue;
      sums[step] += one.y[step];
      forecasts[step] += one.yhat[step];
      counts[step] += 1;
    }
  }
  const none = new Float64Array(y.length).fill(NaN);
  return {
    y: sums.map((sum, step) => sum / counts[step]),
    yhat: forecasts.map((sum, step) => sum / counts[step]),
    lower: none,
    upper: none,
    rmse: rootMeanSquare(windows.map(({ rmse }) => rmse)),
    naiveRmse: rootMeanSquare(windows.map(({ naiveRmse }) => naiveRmse)),
  };
}

/** Of the series' own errors, each counting the same. */
function rootMeanSquare(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.sqrt(known.reduce((sum, value) => sum + value ** 2, 0) / known.length);
}

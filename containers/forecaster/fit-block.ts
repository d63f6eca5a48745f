import type { ByCandidate } from '../../core/blend/errors.ts';
import type { SeriesLooks } from '../../core/blend/looks.ts';
import { recordedForecastsSchema } from '../../core/models/forecast-columns.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { type FitSetup, type FittedBlock, seriesFitter } from '../../core/train/series-fitter.ts';
import { writeDataFile } from '../../tables/index.ts';
import { writePart } from './parts.ts';
import { pointsReader } from './points-reader.ts';
import type { SeriesBlock } from './series-blocks.ts';
import { sha256 } from '../../tables/sha256.ts';

export interface FitBlockSetup extends FitSetup {
  readonly forecastsFolder: string;
}

/** A block's series and what is known of them, aligned. */
export interface FitBlock extends Pick<SeriesBlock, 'index' | 'shard' | 'series'> {
  /** By candidate, the file that holds the series' points. */
  readonly points: readonly ByCandidate<string | undefined>[];
  readonly looks: readonly SeriesLooks[];
  readonly incumbent: readonly (string | undefined)[];
}

/** What is left of a block once its forecasts are written. */
export type FittedPart = Omit<FittedBlock, 'forecasts'> &
  Pick<SeriesBlock, 'shard'> & {
    /** Of the file; undefined where there is none. */
    readonly sha256: string | undefined;
  };

/** Fits a block's series and writes their recorded forecasts as one Parquet file, named by the block's place. */
export function fitBlock({ forecastsFolder, ...setup }: FitBlockSetup) {
  const { frequency, phase, training, recipe } = setup.header;
  const schema = recordedForecastsSchema(frequency, recipe.furtherLevels);
  const fit = seriesFitter(setup);
  const pointsOf = pointsReader(periodRange({ frequency, phase }, training).last, 2 * recipe.candidates.length);
  return async ({ index, shard, series, points, looks, incumbent }: FitBlock): Promise<FittedPart> => {
    const block = series.map((one, row) => ({
      series: one,
      points: points[row].map((file) => pointsOf(file, one.uniqueId)),
      looks: looks[row],
      incumbent: incumbent[row],
    }));
    const { forecasts, ...fitted } = fit(block);
    if (forecasts.rows === 0) return { ...fitted, shard, sha256: undefined };
    const { bytes } = writeDataFile(schema, forecasts);
    writePart(forecastsFolder, index, { bytes, extension: 'parquet' });
    return { ...fitted, shard, sha256: sha256(bytes) };
  };
}

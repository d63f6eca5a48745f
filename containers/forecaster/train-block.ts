import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordedForecastsSchema } from '../../core/models/forecast-columns.ts';
import type { TrainedBlock } from '../../core/train/series-trainer.ts';
import { seriesTrainer } from '../../core/train/series-trainer.ts';
import type { TrainingParameters } from '../../core/train/training-parameters.ts';
import { writeDataFile } from '../../tables/index.ts';
import type { SeriesBlock } from './series-blocks.ts';

export interface TrainSetup {
  readonly parameters: TrainingParameters;
  readonly forecastsFolder: string;
}

/** What is left of a block once its forecasts are written. */
export type TrainedPart = Omit<TrainedBlock, 'forecasts'> & Pick<SeriesBlock, 'shard' | 'axis'>;

/** Trains a block's series and writes their recorded forecasts as one Parquet file, named by the block's place. */
export function trainBlock({ parameters, forecastsFolder }: TrainSetup) {
  const schema = recordedForecastsSchema(parameters.frequency);
  let trainSeries: ReturnType<typeof seriesTrainer> | undefined;
  return async ({ index, shard, axis, series }: SeriesBlock): Promise<TrainedPart> => {
    // All blocks lie on one axis; which one it is, the first observation says.
    trainSeries ??= seriesTrainer(parameters, axis);
    const { forecasts, ...trained } = trainSeries(series);
    if (forecasts.rows > 0) {
      await mkdir(forecastsFolder, { recursive: true });
      const name = `part-${String(index).padStart(5, '0')}.parquet`;
      await writeFile(join(forecastsFolder, name), writeDataFile(schema, forecasts).bytes);
    }
    return { ...trained, shard, axis };
  };
}

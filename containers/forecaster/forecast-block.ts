import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecastsSchema } from '../../core/contracts/tables.ts';
import type { ForecastFile } from '../../core/forecast/forecast-summary.ts';
import { seriesForecaster, type SeriesForecasts } from '../../core/forecast/series-forecaster.ts';
import type { ForecastParameters } from '../../core/forecast/forecast-parameters.ts';
import type { ModelHeader } from '../../core/models/model-file.ts';
import { decodeSeriesModel } from '../../core/models/model-file.ts';
import { writeDataFile } from '../../tables/index.ts';
import { sha256 } from '../../tables/sha256.ts';

export interface ForecastSetup {
  readonly header: ModelHeader;
  readonly parameters: ForecastParameters;
  readonly filesFolder: string;
}

export interface WrittenBlock extends Pick<SeriesForecasts, 'notes'> {
  /** undefined where no series of the block has a forecast in the range. */
  readonly file: ForecastFile | undefined;
}

/** Forecasts a block of the model's lines and writes it as one data file of the forecasts table. */
export function forecastBlock({ header, parameters, filesFolder }: ForecastSetup) {
  const forecastSeries = seriesForecaster(header, parameters);
  const schema = forecastsSchema(header.frequency, header.recipe.furtherLevels);
  return async (lines: readonly string[]): Promise<WrittenBlock> => {
    const { forecasts, notes } = forecastSeries(lines.map(decodeSeriesModel));
    if (forecasts.rows === 0) return { file: undefined, notes };
    const { bytes, fileName, stats } = writeDataFile(schema, forecasts);
    writeFileSync(join(filesFolder, fileName), bytes);
    return { file: { fileName, sizeBytes: bytes.length, sha256: sha256(bytes), stats }, notes };
  };
}

import { recipeForecaster } from '../../core/blend/recipe-forecaster.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { seriesForecaster } from '../../core/forecast/series-forecaster.ts';
import { decodeModelHeader, decodeSeriesModel, type ModelHeader } from '../../core/models/model-file.ts';
import type { ExplainedForecast } from '../../core/contracts/explained-forecast.ts';
import type { Forecaster, Stores } from '../../core/ports.ts';
import { periodRange, periodsOf } from '../../core/series/period-range.ts';
import { readRegisteredModel } from '../../lake/model-files.ts';

/** Bounds the rows of a batch, whatever the number of series. */
const SERIES_IN_BATCH = 64;

/** In this process, by the code of the forecasting job: for the families that this code knows. */
export const inProcessForecaster: Forecaster = { forecast, explain };

async function* forecast(version: ModelVersion, range: DateRange, stores: Stores): AsyncGenerator<RowBatch> {
  const { header, lines } = await readModel(version, stores);
  const forecastSeries = seriesForecaster(header, { modelVersion: version.version, range });
  for (let start = 0; start < lines.length; start += SERIES_IN_BATCH) {
    yield forecastSeries(lines.slice(start, start + SERIES_IN_BATCH).map(decodeSeriesModel)).forecasts;
  }
}

async function* explain(version: ModelVersion, range: DateRange, stores: Stores): AsyncGenerator<ExplainedForecast> {
  const { header, lines } = await readModel(version, stores);
  const { frequency, phase } = header;
  const periods = periodsOf(periodRange({ frequency, phase }, range));
  const forecastOf = recipeForecaster(header);
  for (const line of lines) yield forecastOf(decodeSeriesModel(line), periods);
}

interface ReadModel {
  readonly header: ModelHeader;
  readonly lines: readonly string[];
}

async function readModel(version: ModelVersion, stores: Stores): Promise<ReadModel> {
  const text = new TextDecoder().decode(await readRegisteredModel(stores, version));
  const [header, ...lines] = text.trimEnd().split('\n');
  return { header: decodeModelHeader(header ?? ''), lines };
}

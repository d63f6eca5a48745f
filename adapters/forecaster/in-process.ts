import type { DateRange } from '../../core/contracts/date-range.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { seriesForecaster } from '../../core/forecast/series-forecaster.ts';
import { decodeModelHeader, decodeSeriesModel } from '../../core/models/model-file.ts';
import type { Forecaster, Stores } from '../../core/ports.ts';
import { readRegisteredModel } from '../../lake/model-files.ts';

/** Bounds the rows of a batch, whatever the number of series. */
const SERIES_IN_BATCH = 64;

/** In this process, by the code of the forecasting job: for the families that this code knows. */
export const inProcessForecaster: Forecaster = { forecast };

async function* forecast(
  { version, chosen }: ModelVersion,
  range: DateRange,
  stores: Stores,
): AsyncGenerator<RowBatch> {
  const [header, ...lines] = new TextDecoder()
    .decode(await readRegisteredModel(stores, chosen))
    .trimEnd()
    .split('\n');
  const forecastSeries = seriesForecaster(decodeModelHeader(header ?? ''), { modelVersion: version, range });
  for (let start = 0; start < lines.length; start += SERIES_IN_BATCH) {
    yield forecastSeries(lines.slice(start, start + SERIES_IN_BATCH).map(decodeSeriesModel));
  }
}

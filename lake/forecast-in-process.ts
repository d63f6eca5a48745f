import type { DateRange } from '../core/contracts/date-range.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { RowBatch } from '../core/contracts/table-schema.ts';
import { seriesForecaster } from '../core/forecast/series-forecaster.ts';
import type { Stores } from '../core/ports.ts';
import { decodeModelHeader, decodeSeriesModel } from '../core/models/model-file.ts';
import { readRegisteredModel } from './model-files.ts';

/** Bounds the rows of a batch, whatever the number of series. */
const SERIES_IN_BATCH = 64;

/**
 * A version's forecasts of a range, made in this process by the code of the forecasting job, in ascending unique_id. For checks and
 * comparisons: what is published comes from the job.
 *
 * @throws ArtifactMismatch
 */
export async function* forecastInProcess(
  stores: Stores,
  { version, chosen }: ModelVersion,
  range: DateRange,
): AsyncGenerator<RowBatch> {
  const [header, ...lines] = new TextDecoder()
    .decode(await readRegisteredModel(stores, chosen))
    .trimEnd()
    .split('\n');
  const forecast = seriesForecaster(decodeModelHeader(header ?? ''), { modelVersion: version, range });
  for (let start = 0; start < lines.length; start += SERIES_IN_BATCH) {
    yield forecast(lines.slice(start, start + SERIES_IN_BATCH).map(decodeSeriesModel));
  }
}

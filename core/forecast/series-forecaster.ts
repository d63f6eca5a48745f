import { recipeForecaster } from '../blend/recipe-forecaster.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { forecastColumns } from '../models/forecast-columns.ts';
import type { ModelHeader, SeriesModel } from '../models/model-file.ts';
import { periodRange, periodsOf } from '../series/period-range.ts';
import type { ForecastParameters } from './forecast-parameters.ts';

/**
 * Forecasts the asked-for range from a model file's series: rows of the forecasts table without the run.
 *
 * @throws ArtifactMismatch when the states are of another version of a family than this code's
 */
export function seriesForecaster(
  header: ModelHeader,
  { modelVersion, range }: ForecastParameters,
): (models: readonly SeriesModel[]) => RowBatch {
  const { frequency, phase, training, recipe } = header;
  const axis = { frequency, phase };
  const periods = periodsOf(periodRange(axis, range));
  const cutoff = periodRange(axis, training).last;
  const forecast = recipeForecaster(header);
  return (models) => {
    const forecasts = models.map((series) => forecast(series, periods));
    const { rows, columns } = forecastColumns(
      { axis, cutoff, periods, furtherLevels: recipe.furtherLevels },
      forecasts,
    );
    return { rows, columns: { ...columns, model_version: new Float64Array(rows).fill(modelVersion) } };
  };
}

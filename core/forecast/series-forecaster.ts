import { addNotes, NO_NOTES, notesOf } from '../blend/forecast-notes.ts';
import { type BlendedForecast, recipeForecaster } from '../blend/recipe-forecaster.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ForecastNotes } from '../contracts/forecast-notes.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { forecastColumns } from '../models/forecast-columns.ts';
import type { ModelHeader, SeriesModel } from '../models/model-file.ts';
import { periodRange, periodsOf } from '../series/period-range.ts';
import type { ForecastParameters } from './forecast-parameters.ts';

export interface SeriesForecasts {
  /** Rows of the forecasts table without the run; in the order of the series. */
  readonly forecasts: RowBatch;
  readonly notes: ForecastNotes;
}

/**
 * Forecasts the asked-for range from a model file's series.
 *
 * @throws ArtifactMismatch when the states are of another version of a family than this code's
 */
export function seriesForecaster(
  header: ModelHeader,
  { modelVersion, range, maxBeyondObserved }: Omit<ForecastParameters, 'artifactSha256'>,
): (models: readonly SeriesModel[]) => SeriesForecasts {
  const { frequency, phase, training, recipe } = header;
  const axis = { frequency, phase };
  const periods = periodsOf(periodRange(axis, range));
  const cutoff = periodRange(axis, training).last;
  const forecast = recipeForecaster(header);
  return (models) => {
    const forecasts = models.map((series) => requireKnown(forecast(series, periods), series.uniqueId));
    const { rows, columns } = forecastColumns(
      { axis, cutoff, periods, furtherLevels: recipe.furtherLevels },
      forecasts,
    );
    const notes = models.map((model, index) => notesOf(model, forecasts[index], { axis, periods, maxBeyondObserved }));
    return {
      forecasts: { rows, columns: { ...columns, model_version: new Float64Array(rows).fill(modelVersion) } },
      notes: notes.reduce(addNotes, NO_NOTES),
    };
  };
}

/** A member of every series forecasts as far as is asked, but one that learns from regressors: no further than they are known. */
function requireKnown(forecast: BlendedForecast, uniqueId: string): BlendedForecast {
  if (!forecast.yhat.some(Number.isNaN)) return forecast;
  throw new PlatformError(ERROR_NAMES.regressorMissing, {
    problem: `no candidate of the version forecasts '${uniqueId}' that far ahead: all of them learn from regressors`,
    allowed: 'the horizon that the version was fitted for',
    hint: 'fit the recipe anew (refresh), or give it a candidate that learns from no regressor',
  });
}

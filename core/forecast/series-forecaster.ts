import type { RowBatch } from '../contracts/table-schema.ts';
import type { Candidate } from '../contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { buildModel, familyOf } from '../models/families.ts';
import { periodRange, periodsOf } from '../series/period-range.ts';
import type { ModelHeader, SeriesModel } from '../models/model-file.ts';
import { forecastColumns } from '../models/forecast-columns.ts';
import type { ForecastParameters } from './forecast-parameters.ts';

/**
 * Forecasts the asked-for range from a model file's series: rows of the forecasts table without the run.
 *
 * @throws ArtifactMismatch when the states are of another version of the family than this code's
 */
export function seriesForecaster(
  { candidate, stateVersion, frequency, phase, seasonLength, seed, level, training }: ModelHeader,
  { modelVersion, range }: ForecastParameters,
): (models: readonly SeriesModel[]) => RowBatch {
  requireSameStates(candidate.family, stateVersion);
  const axis = { frequency, phase };
  const model = buildModel(candidate, { axis, seasonLength, seed });
  const horizon = { axis, cutoff: periodRange(axis, training).last, periods: periodsOf(periodRange(axis, range)) };
  return (models) => {
    const forecasts = models.map(({ state }) => model.forecast(state, horizon.periods, level));
    const batch = forecastColumns(
      horizon,
      models.map(({ uniqueId }) => uniqueId),
      forecasts,
    );
    const version = new Float64Array(batch.rows).fill(modelVersion);
    return { rows: batch.rows, columns: { ...batch.columns, model_version: version } };
  };
}

function requireSameStates(family: Candidate['family'], stateVersion: number): void {
  if (stateVersion === familyOf(family).stateVersion) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `the model holds states of another version of the family ${family}`,
    got: stateVersion,
    allowed: String(familyOf(family).stateVersion),
    hint: 'train again with this code, or forecast with the code that trained',
  });
}

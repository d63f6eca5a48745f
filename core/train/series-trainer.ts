import type { SeriesErrors } from '../backtest/cross-validate.ts';
import { crossValidate } from '../backtest/cross-validate.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { forecastColumns } from '../models/forecast-columns.ts';
import { buildModel } from '../models/families.ts';
import type { Forecast, Model } from '../models/family.ts';
import type { Series } from '../series/series.ts';
import { SeriesUnfit } from '../models/family.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { parseDuration } from '../series/time-axis.ts';
import { periodRange, periodsOf } from '../series/period-range.ts';
import { encodeSeriesModel } from '../models/model-file.ts';
import type { TrainingParameters } from './training-parameters.ts';
import type { FailedSeries } from './training-summary.ts';

/** What training makes of some series. Plain data, so that a worker thread can send it; all in the order of the series. */
export interface TrainedBlock {
  readonly uniqueIds: readonly string[];
  /** Lines of the model file. */
  readonly lines: readonly string[];
  readonly errors: readonly SeriesErrors[];
  /** The recorded forecasts over the horizon. */
  readonly forecasts: RowBatch;
  readonly failed: readonly FailedSeries[];
}

/**
 * Cross-validates, fits and forecasts series one by one. A series that cannot be fitted is quarantined with its reason, and
 * the others go on. What depends on the calendar alone is prepared once, here.
 *
 * @throws ModelOptionInvalid
 */
export function seriesTrainer(
  parameters: TrainingParameters,
  axis: TimeAxis,
): (series: readonly Series[]) => TrainedBlock {
  const { candidate, seasonLength, seed, level } = parameters;
  const model = buildModel(candidate, { axis, seasonLength, seed });
  const periods = periodsOf(periodRange(axis, parameters.forecast));
  const cutoff = periodRange(axis, parameters.training).last;
  const plan = crossValidationPlan(parameters, axis);

  function trainOne(series: Series) {
    const fitter = model.prepare(series);
    // The folds and the final fit share what the family prepares for the series.
    const prepared: Model<unknown> = { prepare: () => fitter, forecast: model.forecast };
    const errors = crossValidate(prepared, series, plan);
    const state = fitter.fit(series.ds.length);
    const forecast = requireFinite(model.forecast(state, periods, level));
    return { errors, forecast, line: encodeSeriesModel({ uniqueId: series.uniqueId, state }) };
  }

  return (block) => {
    const failed: FailedSeries[] = [];
    const trained = block.flatMap((series) => {
      try {
        return [{ uniqueId: series.uniqueId, ...trainOne(series) }];
      } catch (error) {
        failed.push({ uniqueId: series.uniqueId, reason: reasonOf(error) });
        return [];
      }
    });
    const uniqueIds = trained.map(({ uniqueId }) => uniqueId);
    const values = trained.map(({ forecast }) => forecast);
    const forecasts = forecastColumns({ axis, cutoff, periods }, uniqueIds, values);
    const [lines, errors] = [trained.map(({ line }) => line), trained.map((one) => one.errors)];
    return { uniqueIds, lines, errors, forecasts, failed };
  };
}

function crossValidationPlan({ crossValidation, seasonLength, level }: TrainingParameters, axis: TimeAxis) {
  const { initial, period, horizon } = crossValidation;
  return {
    axis,
    initial: parseDuration(initial),
    period: parseDuration(period),
    horizon: parseDuration(horizon),
    seasonLength,
    level,
  };
}

/** NaN and Infinity would pass silently through sums into every metric, and JSON would turn them into null. */
function requireFinite(forecast: Forecast): Forecast {
  for (const values of [forecast.yhat, forecast.lower, forecast.upper]) {
    if (!values.every(Number.isFinite)) throw new SeriesUnfit('the forecast holds a value that is not a finite number');
  }
  return forecast;
}

function reasonOf(error: unknown): string {
  if (error instanceof SeriesUnfit) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

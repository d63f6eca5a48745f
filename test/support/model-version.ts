import type { ModelVersion, NewModelVersion } from '../../core/contracts/model-version.ts';

/** Of a cross-validation in which all went well. */
export const METRICS = { mse: 1.25, rmse: 1, mae: 1, mdape: null, smape: 1, mase: 1, coverage: 0.8, folds: 3 };
export const TRAINED = {
  candidate: { name: 'naive', family: 'seasonal-naive' as const, options: {} },
  artifactUri: 's3://artifacts/models/weather/job/output/model',
  artifactSha256: 'abc',
  crossValidation: METRICS,
  seriesTrained: 2,
  seriesFailed: 0,
};

/** Perfect: what a test is about, it breaks. */
export function newModelVersion(runId: string, dataset = 'weather'): NewModelVersion {
  return {
    dataset,
    runId,
    description: 'Daily temperatures (°C), "as observed"',
    owner: 'team-weather',
    intendedUse: 'planning',
    tags: { domain: 'weather' },
    chosen: TRAINED,
    candidates: [TRAINED],
    training: {
      table: 's3://silver/weather/series',
      tableVersion: 3,
      window: { start: '2020-01-01', end: '2020-12-31' },
    },
    schema: {
      frequency: 'day',
      features: ['unique_id', 'ds'],
      target: 'temp',
      output: { yhat: 'double' },
      level: 0.8,
    },
    contract: { quarantinedShare: 0, maxQuarantineShare: 0.1 },
    forecast: { start: '2021-01-01', end: '2021-12-31' },
    code: { commit: 'c0ffee', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/forecaster:c0ffee', libraries: {} },
  };
}

/** As the registry gives it back. */
export const MODEL_VERSION: ModelVersion = {
  ...newModelVersion('run-1'),
  version: 1,
  registeredAtMs: 1_767_225_600_000,
};

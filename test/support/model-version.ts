import type { ModelVersion, NewModelVersion, Selection, Trial } from '../../core/contracts/model-version.ts';
import type { Recipe } from '../../core/contracts/recipe.ts';

/** Of a cross-validation in which all went well. */
export const METRICS = {
  mse: 1.25,
  rmse: 1,
  mae: 1,
  mape: null,
  mdape: null,
  smape: 1,
  mase: 1,
  coverage: 0.8,
  folds: 3,
};
export const TRIAL: Trial = {
  candidate: { name: 'naive', family: 'seasonal-naive', options: {} },
  artifactUri: 's3://artifacts/trials/weather/job/output/model',
  pointsSha256: 'abc',
  crossValidation: METRICS,
  seriesTried: 2,
  seriesFailed: 0,
};

export const RECIPE: Recipe = {
  kind: 'blend',
  candidates: [TRIAL.candidate],
  selectionMetric: 'rmse',
  seasonLength: 365,
  trainingLength: '1y',
  level: 0.8,
  furtherLevels: [],
  constants: 1,
};

export const SELECTION: Selection = {
  runId: 'run-1',
  asOf: '2020-12-31',
  chosen: 'naive',
  reason: 'the only candidate',
  yardstick: { name: 'seasonal naive of 365', lag: 365 },
  trials: [TRIAL],
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
    artifactUri: 's3://artifacts/models/weather/job/output/model',
    artifactSha256: 'abc',
    recipe: RECIPE,
    selection: { ...SELECTION, runId },
    refreshOf: null,
    crossValidation: METRICS,
    seriesTrained: 2,
    seriesFailed: 0,
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
      furtherLevels: [],
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

import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import { modelVersionSchema } from '../../../core/contracts/model-version.ts';
import { requireArtifactPaths } from '../../../core/train/tracked-artifacts.ts';
import { trackedRun } from '../../../core/train/tracked-run.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';
import type { FitSummary, TrialSummary } from '../../../core/train/training-summary.ts';

const METRICS = { mse: 4, rmse: 2, mae: 1.5, mape: 0.3, mdape: 0.1, smape: 0.2, mase: 0.9, coverage: 0.8, folds: 2 };

const TREND = { name: 'trend', family: 'harmonic', options: { yearly: 2, trend: false } };
const NAIVE = { name: 'naive', family: 'seasonal-naive', options: {} };

const FOLDS = [
  { cutoff: '2020-06-30', series: 8, points: 80, rmse: 1.9, mae: 1.4, coverage: 0.79 },
  { cutoff: '2020-09-30', series: 9, points: 90, rmse: 2.1, mae: 1.6, coverage: null },
];

function trialOf(candidate: Candidate, rmse: number): TrialSummary {
  const crossValidation = { ...METRICS, rmse };
  return {
    candidate,
    crossValidation,
    folds: FOLDS,
    seriesTried: 10,
    seriesFailed: 1,
    failed: [],
    pointsSha256: 'abc',
  };
}

const SUMMARY: FitSummary = {
  crossValidation: METRICS,
  folds: FOLDS,
  seriesTrained: 9,
  seriesFailed: 1,
  failed: [],
  share: { average: 0.625 },
  nearPeriods: 30,
  testedPeriods: 90,
  members: [],
  guard: null,
};

const model: ModelVersion = {
  ...MODEL_VERSION,
  version: 7,
  description: 'Daily temperatures',
  tags: { commit: 'not the commit', domain: 'energy' },
  artifactSha256: 'sha-of-the-model',
  recipe: { ...MODEL_VERSION.recipe, candidates: [NAIVE, TREND] },
  selection: { ...MODEL_VERSION.selection, chosen: 'trend' },
  schema: { ...MODEL_VERSION.schema, target: 'temperature', output: { yhat: 'double', yhat_lower: 'double' } },
  contract: { quarantinedShare: 0.01, maxQuarantineShare: 0.05 },
  code: { ...MODEL_VERSION.code, image: 'sha256:0', libraries: { '@aws-sdk/client-s3': '3.1.0' } },
};

const COUNTS = {
  bronze: 100,
  silver: 90,
  quarantined: 6,
  deduplicated: 4,
  aggregated: 0,
  planned: 0,
  withdrawn: 0,
  gaps: 0,
  undated: 2,
};
const finished = {
  model,
  file: new TextEncoder().encode('{}'),
  origin: 'selection' as const,
  counts: COUNTS,
  dataset: { crossValidation: { initial: '2y', period: '30d', horizon: '90d' }, seed: 42 },
  summary: SUMMARY,
  trials: [trialOf(NAIVE, 5), trialOf(TREND, 2.5)],
  startedAtMs: 10,
  endedAtMs: 20,
  artifacts: [{ path: 'model/model.jsonl', body: new Uint8Array([1]) }],
};

describe('trackedRun', () => {
  it('stands on a version that the registry takes', () => {
    expect(modelVersionSchema.parse(model)).toEqual(model);
  });

  it('names the run, its data, its version and its files', () => {
    expect(trackedRun(finished)).toMatchObject({
      dataset: 'weather',
      runId: 'run-1',
      status: 'FINISHED',
      startedAtMs: 10,
      endedAtMs: 20,
      data: {
        ...{ name: 'weather', uri: 's3://silver/weather/series', digest: 'v3' },
        columns: { y: 'double' },
        profile: { num_rows: 90, num_series: 10, ...COUNTS },
      },
      artifacts: [{ path: 'model/model.jsonl' }],
      modelVersion: 7,
    });
  });

  it('has the recipe as parameters: texts as they are, the rest as JSON', () => {
    expect(trackedRun(finished).parameters).toEqual({
      recipe: 'blend of 2 candidates',
      kind: 'blend',
      candidates: '["naive","trend"]',
      chosen: 'trend',
      yardstick: 'seasonal naive of 365',
      selection_metric: 'rmse',
      season_length: '365',
      training_length: '1y',
      data_version: '3',
      selection_run: 'run-1',
      artifact_sha256: 'sha-of-the-model',
      'training/start': '2020-01-01',
      'training/end': '2020-12-31',
      'forecast/start': '2021-01-01',
      'forecast/end': '2021-12-31',
      frequency: 'day',
      features: '["unique_id","ds"]',
      target: 'temperature',
      output: '["yhat","yhat_lower"]',
      level: '0.8',
      furtherLevels: '[]',
      seed: '42',
      'cv/initial': '2y',
      'cv/period': '30d',
      'cv/horizon': '90d',
    });
    const refreshed = trackedRun({ ...finished, model: { ...model, refreshOf: 6 }, trials: [] });
    expect(refreshed.parameters).toMatchObject({ refresh_of: '6', selection_run: 'run-1' });
  });

  it('names the selection that it leans on, and what its training was for', () => {
    const refresh = trackedRun({ ...finished, origin: 'refresh', model: { ...model, runId: 'run-2' }, trials: [] });
    expect(refresh).toMatchObject({ runId: 'run-2', selection: { runId: 'run-1', pointsSha256: ['abc'] } });
    expect(refresh.tags.origin).toBe('refresh');
  });

  it('names metrics in small letters', () => {
    const crossValidation = { ...METRICS, seriesScored: 9, pointsInAll: 100 };
    const metrics = trackedRun({ ...finished, summary: { ...SUMMARY, crossValidation } }).metrics;
    expect(metrics).toContainEqual({ name: 'cv/series_scored', value: 9, step: 0 });
    expect(metrics).toContainEqual({ name: 'cv/points_in_all', value: 100, step: 0 });
  });

  it('has metrics over all folds, and by fold with its number as step', () => {
    const metrics = trackedRun(finished).metrics.map(({ name, step, value }) => `${name}@${step}=${value}`);
    expect(metrics).toEqual([
      'cv/mse@0=4',
      'cv/rmse@0=2',
      'cv/mae@0=1.5',
      'cv/mape@0=0.3',
      'cv/mdape@0=0.1',
      'cv/smape@0=0.2',
      'cv/mase@0=0.9',
      'cv/coverage@0=0.8',
      'cv/folds@0=2',
      'fold/series@1=8',
      'fold/points@1=80',
      'fold/rmse@1=1.9',
      'fold/mae@1=1.4',
      'fold/coverage@1=0.79',
      'fold/series@2=9',
      'fold/points@2=90',
      'fold/rmse@2=2.1',
      'fold/mae@2=1.6',
      'series/trained@0=9',
      'series/failed@0=1',
      'share/average@0=0.625',
      'contract/quarantined_share@0=0.01',
      'ingest_count@0=100',
      'transform_count@0=90',
      'quarantine_count@0=8',
    ]);
  });

  it("keeps the platform's tags from the data set's, and names undefined metrics and the folds' dates", () => {
    const summary = { ...SUMMARY, crossValidation: { ...METRICS, mase: null, mdape: null } };
    expect(trackedRun({ ...finished, summary }).tags).toEqual({
      'dataset.commit': 'not the commit',
      'dataset.domain': 'energy',
      recipe: 'blend of 2 candidates',
      origin: 'selection',
      artifact_sha256: 'sha-of-the-model',
      commit: 'c0ffee',
      image: 'sha256:0',
      libraries: '{"@aws-sdk/client-s3":"3.1.0"}',
      description: 'Daily temperatures',
      owner: 'team-weather',
      intended_use: 'planning',
      fold_cutoffs: '["2020-06-30","2020-09-30"]',
      undefined_metrics: 'cv/mdape, cv/mase, fold/coverage',
    });
  });

  it('says the date that a replay was living through, and none outside of one', () => {
    expect(trackedRun({ ...finished, livedThrough: '2014-03-31T05:00:00Z' }).tags.lived_through).toBe('2014-03-31');
    expect(trackedRun(finished).tags).not.toHaveProperty('lived_through');
  });

  it('has no tag of undefined metrics where all are defined', () => {
    expect(trackedRun({ ...finished, summary: { ...SUMMARY, folds: [] } }).tags).not.toHaveProperty(
      'undefined_metrics',
    );
  });

  it('has every candidate that the run cross-validated, with its options and its folds; a refresh has none', () => {
    const { others } = trackedRun(finished);
    expect(others.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['naive', { candidate: 'naive', family: 'seasonal-naive' }],
      [
        'trend',
        {
          candidate: 'trend',
          family: 'harmonic',
          'option/daily': '4',
          'option/weekly': '3',
          'option/yearly': '2',
          'option/season': '3',
          'option/trend': 'false',
          'option/shrinkage': '2',
          'option/autoregression': 'true',
          'option/holidays': '[]',
        },
      ],
    ]);
    expect(others[0].metrics).toContainEqual({ name: 'cv/rmse', value: 5, step: 0 });
    expect(others[0].metrics).toContainEqual({ name: 'fold/rmse', value: 2.1, step: 2 });
    expect(others[0].metrics).toContainEqual({ name: 'series/tried', value: 10, step: 0 });
    expect(trackedRun({ ...finished, trials: [] }).others).toEqual([]);
  });

  it('has the model as a file with its signature: regressors apart from what every row has', () => {
    const output = { unique_id: 'string', ds: 'date', yhat: 'double', yhat_lower: 'double', naive: 'double' };
    const schema = { ...model.schema, features: ['unique_id', 'ds', 'promotion'], output };
    expect(trackedRun({ ...finished, model: { ...model, schema } }).model).toEqual({
      file: finished.file,
      sha256: 'sha-of-the-model',
      input: { unique_id: 'string', ds: 'date' },
      regressors: ['promotion'],
      output: ['yhat', 'yhat_lower'],
    });
  });
});

describe('requireArtifactPaths', () => {
  it('takes names with spaces, dots and letters of any script', () => {
    const paths = ['model/model.jsonl', 'a b/größe..json', '.hidden', '模型'];
    const artifacts = paths.map((path) => ({ path, body: new Uint8Array() }));
    expect(() => requireArtifactPaths({ artifacts })).not.toThrow();
  });
});

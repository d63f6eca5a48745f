import { describe, expect, it } from '@jest/globals';
import type { ModelVersion, TrainedCandidate } from '../../../core/contracts/model-version.ts';
import { modelVersionSchema } from '../../../core/contracts/model-version.ts';
import { requireArtifactPaths } from '../../../core/train/tracked-artifacts.ts';
import { trackedRun } from '../../../core/train/tracked-run.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';
import type { TrainingSummary } from '../../../core/train/training-summary.ts';

const METRICS = { mse: 4, rmse: 2, mae: 1.5, mdape: 0.1, smape: 0.2, mase: 0.9, coverage: 0.8, folds: 2 };

function trained(name: string, change: Partial<TrainedCandidate> = {}): TrainedCandidate {
  return {
    candidate: { name, family: 'harmonic', options: { terms: [3, 2], trend: 'linear', robust: false } },
    artifactUri: `s3://artifacts/models/weather/${name}`,
    artifactSha256: `sha-${name}`,
    crossValidation: METRICS,
    seriesTrained: 9,
    seriesFailed: 1,
    ...change,
  };
}

const trend = trained('trend');
const naive = trained('naive', {
  candidate: { name: 'naive', family: 'seasonal-naive', options: {} },
  crossValidation: { ...METRICS, rmse: 5 },
});

const model: ModelVersion = {
  ...MODEL_VERSION,
  version: 7,
  description: 'Daily temperatures',
  tags: { commit: 'not the commit', domain: 'energy' },
  chosen: trend,
  candidates: [naive, trend],
  schema: { ...MODEL_VERSION.schema, target: 'temperature', output: { yhat: 'double', yhat_lower: 'double' } },
  contract: { quarantinedShare: 0.01, maxQuarantineShare: 0.05 },
  code: { ...MODEL_VERSION.code, image: 'sha256:0', libraries: { '@aws-sdk/client-s3': '3.1.0' } },
};

function summaryOf({ candidate, crossValidation, seriesTrained, seriesFailed }: TrainedCandidate): TrainingSummary {
  const folds = [
    { cutoff: '2020-06-30', series: 8, points: 80, rmse: 1.9, mae: 1.4, coverage: 0.79 },
    { cutoff: '2020-09-30', series: 9, points: 90, rmse: 2.1, mae: 1.6, coverage: null },
  ];
  return { candidate, crossValidation, folds, seriesTrained, seriesFailed, failed: [] };
}

const finished = {
  model,
  summaries: [summaryOf(trend), summaryOf(naive)],
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
      data: { name: 'weather', uri: 's3://silver/weather/series', digest: 'v3' },
      artifacts: [{ path: 'model/model.jsonl' }],
      modelVersion: 7,
    });
  });

  it('has the recipe as parameters: texts as they are, the rest as JSON', () => {
    expect(trackedRun(finished).parameters).toEqual({
      candidate: 'trend',
      family: 'harmonic',
      artifact_sha256: 'sha-trend',
      'option/terms': '[3,2]',
      'option/trend': 'linear',
      'option/robust': 'false',
      'training/start': '2020-01-01',
      'training/end': '2020-12-31',
      'forecast/start': '2021-01-01',
      'forecast/end': '2021-12-31',
      frequency: 'day',
      features: '["unique_id","ds"]',
      target: 'temperature',
      output: '["yhat","yhat_lower"]',
      level: '0.8',
    });
  });

  it('has metrics over all folds, and by fold with its number as step', () => {
    const metrics = trackedRun(finished).metrics.map(({ name, step, value }) => `${name}@${step}=${value}`);
    expect(metrics).toEqual([
      'cv/mse@0=4',
      'cv/rmse@0=2',
      'cv/mae@0=1.5',
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
      'contract/quarantined_share@0=0.01',
    ]);
  });

  it("keeps the platform's tags from the data set's, and names undefined metrics and the folds' dates", () => {
    const chosen = { ...trend, crossValidation: { ...METRICS, mase: null, mdape: null } };
    expect(trackedRun({ ...finished, model: { ...model, chosen } }).tags).toEqual({
      'dataset.commit': 'not the commit',
      'dataset.domain': 'energy',
      candidate: 'trend',
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

  it('has no tag of undefined metrics where all are defined', () => {
    const summaries = finished.summaries.map((summary) => ({ ...summary, folds: [] }));
    expect(trackedRun({ ...finished, summaries }).tags).not.toHaveProperty('undefined_metrics');
  });

  it('has the other candidates with what they did, the chosen one not among them', () => {
    const { others } = trackedRun(finished);
    expect(others.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['naive', { candidate: 'naive', family: 'seasonal-naive', artifact_sha256: 'sha-naive' }],
    ]);
    expect(others[0].metrics).toContainEqual({ name: 'cv/rmse', value: 5, step: 0 });
    expect(others[0].metrics).toContainEqual({ name: 'fold/rmse', value: 2.1, step: 2 });
  });

  it('refuses a version with a candidate whose summary is missing', () => {
    expect(() => trackedRun({ ...finished, summaries: [summaryOf(trend)] })).toThrow(
      "the candidate 'naive' has no training summary; allowed: one of each candidate; there are trend",
    );
  });
});

describe('requireArtifactPaths', () => {
  it('takes names with spaces, dots and letters of any script', () => {
    const paths = ['model/model.jsonl', 'a b/größe..json', '.hidden', '模型'];
    const artifacts = paths.map((path) => ({ path, body: new Uint8Array() }));
    expect(() => requireArtifactPaths({ artifacts })).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { trackedLive, trackedScore } from '../../../core/evaluate/tracked-score.ts';
import type { TrackedEvaluation } from '../../../core/contracts/tracking.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';

const judged = { model: MODEL_VERSION, policy: 'gates', evaluatedAtMs: 5 } as const;
const realised = {
  ...{ rmse: 2, mae: 1.5, bias: -0.5, smape: 0.1, mase: null, coverage: 0.75 },
  ...{ winkler: 9, scaledMqloss: 0.2, scaledCrps: 0.3 },
};
const noInterval = { ...realised, coverage: null, winkler: null, scaledMqloss: null, scaledCrps: null };
const counts = {
  ...{ bronze: 100, silver: 90, quarantined: 6, deduplicated: 4, aggregated: 0, planned: 0, withdrawn: 0, gaps: 0 },
  undated: 2,
};
const score = {
  ...{ runId: 'replay-w01', range: { start: '2020-01-01', end: '2021-06-30' }, silverVersion: 4, counts },
  ...{ forecasts: 80, joined: 72, realised, naiveRmse: 4, candidates: { naive: noInterval } },
};

const figures = ({ metrics }: TrackedEvaluation) => metrics.map(({ name, step, value }) => `${name}@${step}=${value}`);

describe('trackedScore', () => {
  it('has the realised errors, the counts behind them, and what the members would have been worth', () => {
    const evaluation = trackedScore(judged, score);
    expect(figures(evaluation)).toEqual([
      'eval_rmse@0=2',
      'eval_mae@0=1.5',
      'eval_bias@0=-0.5',
      'eval_smape@0=0.1',
      'eval_coverage@0=0.75',
      'eval_winkler@0=9',
      'eval_scaled_mqloss@0=0.2',
      'eval_scaled_crps@0=0.3',
      'eval_naive_rmse@0=4',
      'eval_ingest_count@0=100',
      'eval_transform_count@0=90',
      'eval_quarantine_count@0=8',
      'eval_forecast_count@0=80',
      'joined@0=72',
      'member_rmse/naive@0=2',
    ]);
    expect(evaluation).toMatchObject({
      part: 'score-replay-w01',
      knownToMs: Date.UTC(2021, 5, 30),
      evaluatedAtMs: 5,
      tags: {
        scored_version: '1',
        eval_window: '2021-01-01..2021-06-30',
        counted_window: '2020-01-01..2021-06-30',
      },
      data: { name: 'weather', uri: 's3://silver/weather/series', digest: 'v4', profile: { num_rows: 90, ...counts } },
    });
  });

  it('goes without counts where nobody knows them', () => {
    const evaluation = trackedScore(judged, { ...score, counts: undefined });
    expect(figures(evaluation).filter((text) => text.includes('count'))).toEqual(['eval_forecast_count@0=80']);
    expect(evaluation.data).toEqual({ name: 'weather', uri: 's3://silver/weather/series', digest: 'v4' });
  });
});

describe('trackedLive', () => {
  const inForce = [1, 2, 2].map((version) => ({
    ...{ version, forecastRunId: 'run', range: { start: '2021-01-01', end: '2021-01-31' } },
    implausible: { forecasts: null, intervals: null },
  }));
  const live = { version: 1, realised, joined: 70, bySegment: [], inForce, looks: [] };
  const window = { start: '2021-01-01', end: '2021-06-30' };

  it('has what users got, and of which versions', () => {
    const evaluation = trackedLive(judged, { runId: 'replay-w01', window, live });
    expect(figures(evaluation)).toContain('live_rmse@0=2');
    expect(figures(evaluation)).toContain('live_joined@0=70');
    expect(evaluation).toMatchObject({ part: 'live-replay-w01', tags: { live_versions: '1, 2' } });
  });
});

import { describe, expect, it } from '@jest/globals';
import { afterTraining, trackedEvaluation } from '../../../core/train/tracked-evaluation.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';

const model = {
  ...MODEL_VERSION,
  version: 7,
  recipe: { ...MODEL_VERSION.recipe, candidates: [{ name: 'naive', family: 'seasonal-naive', options: {} } as const] },
};
const judged = { model, policy: 'gates', upTo: '2021-01-31', evaluatedAtMs: 1_700_000_000_000 } as const;
const said = { part: 'look-2021-01-31', figures: { rmse: 2, mase: null }, isOnce: false, tags: { in_force: '7' } };

describe('trackedEvaluation', () => {
  it('says what is judged, whatever of the selection it is, and when', () => {
    expect(trackedEvaluation(judged, said)).toEqual({
      dataset: 'weather',
      selection: { runId: 'run-1', pointsSha256: ['abc'] },
      part: 'look-2021-01-31',
      parameters: {
        policy: 'gates',
        selection_run: 'run-1',
        selected_as_of: '2020-12-31',
        recipe: 'blend of 1 candidate',
        kind: 'blend',
        candidates: '["naive"]',
        chosen: 'naive',
        yardstick: 'seasonal naive of 365',
      },
      metrics: [{ name: 'rmse', value: 2, step: 31 }],
      tags: {
        model_version: '7',
        training_window: '2020-01-01..2020-12-31',
        data_version: '3',
        commit: 'c0ffee',
        in_force: '7',
      },
      knownToMs: Date.UTC(2021, 0, 31),
      evaluatedAtMs: 1_700_000_000_000,
    });
  });

  it('has parameters that are the same for every version of the selection, and tags of its own version alone', () => {
    const training = { ...model.training, window: { start: '2020-02-01', end: '2021-01-31' } };
    const refresh = { ...model, runId: 'run-2', version: 8, refreshOf: 7, artifactSha256: 'other', training };
    const evaluation = trackedEvaluation({ ...judged, model: refresh }, said);
    expect(evaluation.parameters).toEqual(trackedEvaluation(judged, said).parameters);
    expect(evaluation.tags).toEqual({ in_force: '7' });
    expect(evaluation.metrics).toEqual([{ name: 'rmse', value: 2, step: 31 }]);
  });

  it('counts its steps in periods of the series', () => {
    const monthly = {
      ...model,
      schema: { ...model.schema, frequency: 'month' as const },
      selection: { ...model.selection, asOf: '2020-12-31' },
      forecast: { start: '2021-01-31', end: '2021-12-31' },
    };
    const { metrics } = trackedEvaluation({ ...judged, model: monthly, upTo: '2021-03-31' }, said);
    expect(metrics).toEqual([{ name: 'rmse', value: 2, step: 3 }]);
  });

  it('stands at step 0 where it is told once', () => {
    const { metrics } = trackedEvaluation(judged, { ...said, isOnce: true });
    expect(metrics).toEqual([{ name: 'rmse', value: 2, step: 0 }]);
  });
});

describe('afterTraining', () => {
  it('begins in the period after the last one of training', () => {
    expect(afterTraining(model, '2021-06-30')).toEqual({ start: '2021-01-01', end: '2021-06-30' });
  });
});

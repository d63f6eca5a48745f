import { describe, expect, it } from '@jest/globals';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';
import { trackedLook } from '../../../core/monitor/tracked-look.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';

const window: EvaluationWindow = {
  ...{ asOf: '2021-01-30', range: { start: '2021-01-01', end: '2021-01-30' }, version: 9, recipeSince: 1, joined: 60 },
  ...{ rmse: 2, bias: -0.25, coverage: 0.75, yardstick: 'seasonal naive of 365', naiveRmse: 4, skill: 0.5 },
  ...{ promisedRmse: 2.5, refused: null, former: { version: 3, rmse: 2.25, joined: 60 } },
  drift: { stabilityIndex: 0.125, missingShare: 0, worstSeries: 'a' },
};

describe('trackedLook', () => {
  it('has the figures of the look as a step of the selection, and which version they are of', () => {
    const judged = { model: MODEL_VERSION, policy: 'gates', evaluatedAtMs: 5 } as const;
    const evaluation = trackedLook(judged, { window, violations: 1, action: { kind: 'nothing', reasons: [] } });
    expect(evaluation.metrics.map(({ name, step, value }) => `${name}@${step}=${value}`)).toEqual([
      'look/rmse@30=2',
      'look/naive_rmse@30=4',
      'look/promised_rmse@30=2.5',
      'look/skill@30=0.5',
      'look/bias@30=-0.25',
      'look/coverage@30=0.75',
      'look/joined@30=60',
      'look/version@30=9',
      'look/violations@30=1',
      'look/stability_index@30=0.125',
      'look/missing_share@30=0',
      'look/former_rmse@30=2.25',
    ]);
    expect(evaluation).toMatchObject({
      part: 'look-2021-01-30',
      tags: { last_look: '2021-01-30', last_action: 'nothing', in_force: '9' },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ComparisonReport, GateVerdict } from '../../../core/contracts/promotion.ts';
import { trackedComparison, trackedGuard } from '../../../core/promote/tracked-verdict.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';

const version = { model: { ...MODEL_VERSION, version: 7 }, policy: 'gates', evaluatedAtMs: 5 } as const;
const refresh = { ...version, model: { ...version.model, runId: 'look-3', version: 9 } };

const GATES: GateVerdict[] = [
  { gate: 'skill', outcome: 'pass', value: 0.0512345, threshold: '>= 0.02', evidence: 'e' },
  { gate: 'bias', outcome: 'refuse', value: null, threshold: '-0.5 to 0.5', evidence: 'e' },
];
const side = { version: null, recipe: 'seasonal naive of 365', scoredAs: 'naive', trainedOn: null } as const;
const comparison: ComparisonReport = {
  ...{ dataset: 'weather', runId: 'run-1', policy: 'gates', joined: 90, compliance: [], gates: GATES },
  holdout: { start: '2020-10-01', end: '2020-12-31' },
  challenger: { ...side, version: 7, rmse: 2, bias: 0.1, coverage: 0.8 },
  production: { ...side, rmse: 3, bias: null, coverage: null },
  ...{ verdict: 'naive', reasons: ['bias: no value', 'another'], series: [], seriesInAll: 0 },
};
const guard = {
  ...{ dataset: 'weather', runId: 'look-3', version: 9, against: 8, exempt: false, compliance: [], kept: [] },
  ...{ guards: [GATES[0]], keptInAll: 2, verdict: 'pass' as const, reasons: [] },
};

const figures = ({ metrics }: ReturnType<typeof trackedGuard>) =>
  metrics.map(({ name, step, value }) => `${name}@${step}=${value}`);

describe('trackedComparison', () => {
  it('has the values of the gates that have one, what each said, and both sides on the holdout', () => {
    const evaluation = trackedComparison(version, comparison);
    expect(figures(evaluation)).toEqual([
      'gate/skill@0=0.0512345',
      'holdout/rmse@0=2',
      'holdout/rival_rmse@0=3',
      'holdout/coverage@0=0.8',
      'holdout/joined@0=90',
      'gate/refused@0=1',
    ]);
    expect(evaluation).toMatchObject({
      part: 'verdict-run-1',
      tags: {
        verdict: 'naive',
        reasons: 'bias: no value\nanother',
        rival: 'seasonal naive of 365',
        holdout: '2020-10-01..2020-12-31',
        'gate/skill': 'pass: 0.05123, must be >= 0.02',
        'gate/bias': 'refuse: no value, must be -0.5 to 0.5',
      },
    });
  });

  it('names the version that it was held against', () => {
    const production = { ...comparison.production, version: 6 };
    expect(trackedComparison(version, { ...comparison, production }).tags.rival).toBe('version 6');
  });
});

describe('trackedGuard', () => {
  it('is the verdict on a selection where that stays in Production', () => {
    const { tags } = trackedGuard(version, { ...guard, runId: 'run-1', version: 7 });
    expect(tags).toMatchObject({ verdict: 'pass', reasons: 'none', rival: 'version 8' });
    expect(tags['guard/skill']).toBe('pass: 0.05123, must be >= 0.02');
  });

  it('leaves the verdict on the selection alone where it is about one of its refreshes', () => {
    const training = { ...refresh.model.training, window: { start: '2020-01-31', end: '2021-01-30' } };
    const late = { ...refresh, model: { ...refresh.model, training } };
    const evaluation = trackedGuard(late, { ...guard, verdict: 'refuse', reasons: ['too far'] });
    expect(evaluation.tags).toEqual({ last_refresh: 'version 9: refuse', last_refresh_reasons: 'too far' });
    expect(figures(evaluation)).toEqual(['guard/skill@30=0.0512345', 'guard/kept_series@30=2', 'guard/refused@30=1']);
  });
});

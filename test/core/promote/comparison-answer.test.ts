import { describe, expect, it } from '@jest/globals';
import type { ComparisonReport, GateVerdict } from '../../../core/contracts/promotion.ts';
import { comparisonAnswer, othersText } from '../../../core/promote/comparison-answer.ts';

function gate(name: string, outcome: GateVerdict['outcome'], value: number | null = 1.021): GateVerdict {
  return { gate: name, outcome, value, threshold: '', evidence: '' };
}

const SIDE = { recipe: 'blend', scoredAs: 'twin' as const, trainedOn: null, bias: 0, coverage: 0.8 };

const REPORT: ComparisonReport = {
  dataset: 'weather',
  runId: 'run-2',
  policy: 'gates',
  holdout: { start: '2014-04-01', end: '2014-06-29' },
  joined: 360,
  challenger: { ...SIDE, version: 2, rmse: 3.9819 },
  production: { ...SIDE, version: 1, rmse: 3.9 },
  compliance: [{ check: 'signature', outcome: 'pass', evidence: 'signed' }],
  // As in core/gates: what decides nothing here stands before what does.
  gates: [
    gate('no-worse-than-naive', 'told', null),
    gate('no-worse-than-production', 'pass'),
    gate('missing-series', 'pass'),
    gate('bias', 'told'),
  ],
  verdict: 'pass',
  reasons: [],
  series: [],
  seriesInAll: 4,
};
const FIRST: ComparisonReport = {
  ...REPORT,
  production: { ...SIDE, version: null, recipe: 'seasonal naive of 7', scoredAs: 'naive', rmse: 4.8 },
  gates: [gate('no-worse-than-naive', 'pass', 0.63)],
};
const errors = (challenger: number | null, production: number | null) => ({
  challenger: { ...REPORT.challenger, rmse: challenger },
  production: { ...REPORT.production, rmse: production },
});
const ON = 'on the holdout 2014-04-01 to 2014-06-29 (360 rows)';
const refusedBy = (name: string, value?: number | null): Partial<ComparisonReport> => ({
  verdict: 'refuse',
  gates: [gate(name, 'refuse', value)],
  reasons: [`${name}: too much`],
});

describe('the answer of a comparison', () => {
  it.each<[string, ComparisonReport, string]>([
    ['worse, and allowed', REPORT, `2.1 % worse than Production ${ON}; up to 5 % is allowed: passes.`],
    ['better', { ...REPORT, ...errors(3, 4) }, `25.0 % better than Production ${ON}; up to 5 % is allowed: passes.`],
    ['equal', { ...REPORT, ...errors(3, 3) }, `As good as Production ${ON}; up to 5 % is allowed: passes.`],
    ['neither errs', { ...REPORT, ...errors(0, 0) }, `As good as Production ${ON}; up to 5 % is allowed: passes.`],
    [
      'worse by luck',
      { ...REPORT, ...errors(4.4, 4) },
      `10.0 % worse than Production ${ON}; up to 5 % is allowed, and what is more is within the luck of the holdout: passes.`,
    ],
    [
      'worse, and refused',
      { ...REPORT, ...errors(4.4, 4), ...refusedBy('no-worse-than-production') },
      `10.0 % worse than Production ${ON}; up to 5 % is allowed, and it is more than luck: refused.`,
    ],
    [
      'many times worse',
      { ...REPORT, ...errors(12, 4), ...refusedBy('no-worse-than-production') },
      `3.000 times the error of Production ${ON}; up to 5 % is allowed, and it is more than luck: refused.`,
    ],
    [
      'refused for something else',
      {
        ...REPORT,
        verdict: 'refuse',
        gates: [gate('no-worse-than-production', 'pass'), gate('worse-series', 'refuse'), gate('bias', 'told')],
        compliance: [{ check: 'signature', outcome: 'refuse', evidence: 'no' }],
      },
      `2.1 % worse than Production ${ON}; up to 5 % is allowed: refused all the same, by worse-series and signature.`,
    ],
    [
      'NaN or Infinity of the challenger, which JSON has as null',
      { ...REPORT, ...errors(null, 4), ...refusedBy('no-worse-than-production', null) },
      `The challenger has no finite error ${ON}; up to 5 % is allowed, which cannot be judged here: refused.`,
    ],
    [
      'NaN or Infinity of Production',
      { ...REPORT, ...errors(4, null), ...refusedBy('no-worse-than-production', null) },
      `Production has no finite error ${ON}; up to 5 % is allowed, which cannot be judged here: refused.`,
    ],
    [
      'Production without an error',
      { ...REPORT, ...errors(3.4, 0), ...refusedBy('no-worse-than-production', null) },
      `Production does not err ${ON}, and the challenger's RMSE is 3.400; up to 5 % is allowed, which cannot be judged here: refused.`,
    ],
    [
      'a first version',
      FIRST,
      `17.0 % better than the seasonal naive of 7 ${ON}; a first version may be no worse: passes.`,
    ],
    [
      'a first version that is worse',
      {
        ...FIRST,
        ...refusedBy('no-worse-than-naive', 1.2),
        challenger: { ...FIRST.challenger, rmse: 6 },
        verdict: 'naive',
      },
      `25.0 % worse than the seasonal naive of 7 ${ON}; a first version may be no worse: refused, and the seasonal naive of 7 goes live.`,
    ],
    [
      'nothing to compare',
      {
        ...REPORT,
        ...refusedBy('comparison', null),
        compliance: [{ check: 'signature', outcome: 'refuse', evidence: 'no' }],
      },
      'Not compared: it fails signature: refused.',
    ],
    [
      'a comparison that could not be made',
      { ...REPORT, ...refusedBy('comparison', null) },
      'Not compared: comparison: too much: refused.',
    ],
    [
      'another policy',
      { ...REPORT, policy: 'promote-latest', gates: [] },
      'Not compared: by policy promote-latest the newest version goes live, whatever it is worth.',
    ],
  ])('%s', (_, report, answer) => {
    expect(comparisonAnswer(report, 0.05)).toBe(answer);
  });

  it('has the tolerance of the literal, and the hours of an hourly holdout', () => {
    const holdout = { start: '2021-04-12T00:00:00Z', end: '2021-04-12T23:00:00Z' };
    expect(comparisonAnswer({ ...REPORT, holdout }, 0.025)).toBe(
      '2.1 % worse than Production on the holdout 2021-04-12 00:00 to 2021-04-12 23:00 (360 rows); up to 2.5 % is allowed: passes.',
    );
  });
});

describe('what else a comparison judged', () => {
  it('names what refuses before what passes, and counts what is told', () => {
    const gates = [
      gate('no-worse-than-production', 'pass'),
      gate('joined-rows', 'pass'),
      gate('missing-series', 'pass'),
      gate('business-cost', 'refuse'),
      gate('bias', 'told'),
    ];
    expect(othersText({ gates })).toBe(
      'Beside the error: business-cost refuses; joined-rows and missing-series pass; 1 gate is told, and decides nothing.',
    );
    expect(othersText({ gates: [gate('no-worse-than-naive', 'pass')] })).toBeUndefined();
  });
});

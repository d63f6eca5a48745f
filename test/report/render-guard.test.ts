import { describe, expect, it } from '@jest/globals';
import type { GuardReport } from '../../core/contracts/promotion.ts';
import { renderGuard } from '../../report/render-guard.ts';

const REFUSED: GuardReport = {
  dataset: 'weather',
  runId: 'look-3',
  version: 6,
  against: 5,
  exempt: false,
  compliance: [{ check: 'signature', outcome: 'pass', evidence: 'signed by key 1' }],
  guards: [
    {
      gate: 'series-in-range',
      outcome: 'refuse',
      value: 0.5,
      threshold: '<= 0.01',
      evidence: '2 of 4 series would leave <their> range',
    },
  ],
  kept: ['Seattle high'],
  keptInAll: 2,
  verdict: 'refuse',
  reasons: ['series-in-range: 0.5, must be <= 0.01'],
};

describe('the page of a guarded refresh', () => {
  it('says which guard, by how much, which series, and what becomes of the forecasts', () => {
    const page = renderGuard(REFUSED);
    for (const text of [
      'weather: may version 6 take the place of version 5?',
      'Refused',
      'Version 5 stays in Production. The forecasts of version 6 are kept as a shadow',
      'no fit learns any more from what was new to this one',
      'series-in-range: 0.5, must be &#60;= 0.01',
      '2 of 4 series would leave &#60;their&#62; range',
      '2 series that left their range: Seattle high, and 1 more.',
      'signed by key 1',
    ])
      expect(page).toContain(text);
    expect(page).not.toContain('<their>');
  });

  it('says what takes whose place where it passes', () => {
    const page = renderGuard({ ...REFUSED, verdict: 'pass', reasons: [], keptInAll: 1 });
    expect(page).toContain('Every guard passes');
    expect(page).toContain('1 series that kept the forecast of v5: Seattle high.');
    expect(page).not.toContain('shadow');
  });
});

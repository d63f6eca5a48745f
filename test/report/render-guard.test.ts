import { describe, expect, it } from '@jest/globals';
import type { GuardReport } from '../../core/contracts/promotion.ts';
import { weather } from '../../datasets/weather.ts';
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

const rendered = (report: GuardReport) => renderGuard(report, weather, '--folder out/demo');

describe('the page of a guarded refresh', () => {
  it('says which guard, by how much, which series, and what becomes of the forecasts', () => {
    const page = rendered(REFUSED);
    for (const text of [
      'weather: may version 6 take the place of version 5?',
      'Refused</span> No, version 5 stays in Production and version 6 does not go live: series-in-range is 50.0 % of the series, and must be &#60;= 0.01.</p>',
      'Next: nobody has to do anything. The forecasts of version 6 are kept as a shadow',
      'no fit learns any more from what was new to this one',
      '2 of 4 series would leave &#60;their&#62; range',
      '2 series that left their range: Seattle high, and 1 more.',
      'signed by key 1',
    ])
      expect(page).toContain(text);
    expect(page).not.toContain('<their>');
  });

  it('says what takes whose place where it passes', () => {
    const guards = REFUSED.guards.map((one) => ({ ...one, outcome: 'pass' as const }));
    const passed: GuardReport = { ...REFUSED, guards, verdict: 'pass', reasons: [], keptInAll: 1 };
    const page = rendered(passed);
    expect(page).toContain(
      'Yes: every guard passes (1 asked); it is the recipe in Production, fitted anew, and takes the place of version 5.',
    );
    expect(page).toContain('version 6 waits for a person');
    expect(page).toContain('<code>npm run approve -- --folder out/demo --dataset weather --run look-3</code>');
    expect(rendered({ ...passed, exempt: true })).toContain('closer to what came true, so that only');
    expect(page).toContain('1 series that kept the forecast of v5: Seattle high.');
    expect(page).not.toContain('shadow');
  });

  it('says of a guard without a value why it refuses, and how a hold ends', () => {
    const held = {
      gate: 'held',
      outcome: 'refuse' as const,
      value: null,
      threshold: 'released, or selected anew',
      evidence: 'version 5 is held since the roll-back by Ada: nonsense',
    };
    const page = rendered({ ...REFUSED, guards: [held] });
    expect(page).toContain('does not go live: held: version 5 is held since the roll-back by Ada: nonsense.</p>');
    expect(page).toContain('<code>npm run rollback -- --folder out/demo --dataset weather --release</code>');
  });

  it('names a check that fails', () => {
    const compliance = [{ check: 'signature', outcome: 'refuse' as const, evidence: 'is another' }];
    expect(rendered({ ...REFUSED, guards: [], compliance })).toContain('does not go live: signature: is another.</p>');
  });
});

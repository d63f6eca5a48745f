import { describe, expect, it } from '@jest/globals';
import { guardRefresh, type RefreshFacts } from '../../../core/promote/guard.ts';
import type { GuardFigures } from '../../../core/train/training-summary.ts';

const FIGURES: GuardFigures = {
  against: 4,
  exempt: false,
  why: null,
  missing: { inAll: 0, first: [] },
  kept: { inAll: 1, first: ['oslo'], of: 10 },
  maxKeptShare: 0.1,
  movement: { value: 4.9, allowed: 5 },
};

/** Sound: what a test is about, it breaks. */
const SOUND: RefreshFacts = {
  compliance: [{ check: 'signature', outcome: 'pass', evidence: 'valid' }],
  figures: FIGURES,
  implausible: { forecasts: null, intervals: null },
  isReturn: false,
  isRefresh: true,
  inForce: { to: 4, action: 'refresh', by: 'the promote state machine', reason: 'sound' },
  version: 5,
};

const withFigures = (figures: Partial<GuardFigures>): RefreshFacts => ({
  ...SOUND,
  figures: { ...FIGURES, ...figures },
});

describe('guardRefresh', () => {
  it('lets pass what stays within every limit, and says what it kept', () => {
    expect(guardRefresh(SOUND)).toEqual({
      exempt: false,
      guards: [
        {
          gate: 'same-series',
          outcome: 'pass',
          value: 0,
          threshold: '0',
          evidence: 'every series that version 4 forecasts is forecast',
        },
        {
          gate: 'series-in-range',
          outcome: 'pass',
          value: 0.1,
          threshold: '<= 0.1',
          evidence:
            '1 of 10 series would leave its range by more than three times that range, and keep the forecast of version 4: oslo',
        },
        {
          gate: 'movement',
          outcome: 'pass',
          value: 4.9,
          threshold: '<= 5',
          evidence:
            'up to the next look the forecasts are 4.9 away from those of version 4 (root mean square); five times the error of cross-validation is 5',
        },
      ],
      kept: ['oslo'],
      keptInAll: 1,
      verdict: 'pass',
      reasons: [],
    });
  });

  it.each([
    [
      'same-series',
      { missing: { inAll: 3, first: ['a', 'b'] } },
      'version 4 forecasts 3 series that it does not: a, b, and 1 more',
    ],
    ['series-in-range', { kept: { inAll: 2, first: ['a', 'b'], of: 10 } }, 'a, b'],
    ['movement', { movement: { value: 5.1, allowed: 5 } }, '5.1 away'],
    ['in-force', { against: 3 }, 'it was held against version 3'],
  ])('refuses by %s: %j', (gate, figures, evidence) => {
    const { verdict, reasons } = guardRefresh(withFigures(figures));
    expect(verdict).toBe('refuse');
    expect(reasons).toEqual([expect.stringMatching(new RegExp(`^${gate}: .*${evidence}`))]);
  });

  it('tells of forecasts far outside of everything observed, and refuses none', () => {
    const furthest = {
      uniqueId: 'oslo',
      ds: '2020-04-10',
      value: 99,
      observed: [0, 10] as [number, number],
      ranges: 8.9,
    };
    const implausible = { forecasts: { rows: 2, series: 1, first: ['oslo'], furthest }, intervals: null };
    const { verdict, guards } = guardRefresh({ ...SOUND, implausible });
    expect(verdict).toBe('pass');
    expect(guards.at(-1)).toEqual({
      gate: 'plausible-forecasts',
      outcome: 'told',
      value: 1,
      threshold: 'series, told only',
      evidence:
        "2 forecasts of 'oslo' lie far outside of everything observed: the furthest is 99 for 'oslo' at 2020-04-10, observed 0 to 10, 8.9 times that range outside",
    });
  });

  it('does not hold a version against itself', () => {
    const again = { ...withFigures({ against: 3 }), version: 4 };
    expect(guardRefresh(again)).toMatchObject({ verdict: 'pass', guards: [] });
    expect(guardRefresh({ ...again, version: 5 }).verdict).toBe('refuse');
  });

  it('asks nothing of the movement where nothing is usual', () => {
    const { verdict, guards } = guardRefresh(withFigures({ movement: { value: null, allowed: null } }));
    expect(verdict).toBe('pass');
    expect(guards.at(-1)).toMatchObject({ gate: 'movement', outcome: 'told', value: null });
  });

  it('asks only for the same series where the world has changed', () => {
    const exempt = { exempt: true, kept: { inAll: 9, first: [], of: 10 }, movement: { value: 9, allowed: 5 } };
    const excused = guardRefresh(withFigures(exempt));
    expect(excused).toMatchObject({ exempt: true, verdict: 'pass', reasons: [] });
    expect(excused.guards.map(({ outcome }) => outcome)).toEqual(['pass', 'told', 'told']);
    const missing = { inAll: 1, first: ['a'] };
    expect(guardRefresh(withFigures({ ...exempt, missing })).verdict).toBe('refuse');
  });

  it('tells a selection how far it moves, and lets it: it has cross-validated on the newest data', () => {
    const far = withFigures({ movement: { value: 9, allowed: 5 } });
    const selected = guardRefresh({ ...far, isRefresh: false });
    expect(selected.verdict).toBe('pass');
    expect(selected.guards.at(-1)).toMatchObject({ gate: 'movement', outcome: 'told', value: 9 });
    const missing = withFigures({ missing: { inAll: 1, first: ['a'] } });
    expect(guardRefresh({ ...missing, isRefresh: false }).verdict).toBe('refuse');
  });

  it('is not held up for good by a version that this code cannot read, and says so', () => {
    const upgraded = withFigures({ why: 'its states are of another version of a model family' });
    expect(guardRefresh(upgraded)).toMatchObject({
      verdict: 'pass',
      guards: [{ gate: 'in-force', outcome: 'told', evidence: expect.stringContaining('of another version of a') }],
    });
  });

  it('refuses what was not fitted beside the version in force, unless its recipe comes back', () => {
    const alone = { ...SOUND, figures: null };
    expect(guardRefresh(alone).reasons).toEqual([expect.stringMatching(/^in-force: no value/)]);
    expect(guardRefresh({ ...alone, isReturn: true })).toMatchObject({ verdict: 'pass', guards: [], kept: [] });
  });

  it('takes nothing away from a person who went back, but by a selection', () => {
    const held = { ...SOUND, inForce: { ...SOUND.inForce, action: 'roll-back', by: 'ada', reason: 'odd' } } as const;
    expect(guardRefresh(held).reasons).toEqual([
      'held: no value, must be released, or selected anew (version 4 is held since the roll-back by ada: odd)',
    ]);
    expect(guardRefresh({ ...held, isRefresh: false }).verdict).toBe('pass');
    expect(guardRefresh({ ...held, inForce: { ...held.inForce, action: 'release' } }).verdict).toBe('pass');
  });

  it('does not take the version that a person went back to for another one, which ends the hold', () => {
    const inForce = { ...SOUND.inForce, action: 'roll-back', by: 'ada', reason: 'odd' } as const;
    const itself = { ...SOUND, inForce, isRefresh: false, version: inForce.to };
    expect(guardRefresh(itself).reasons).toEqual([
      'held: no value, must be released, or selected anew (version 4 is held since the roll-back by ada: odd)',
    ]);
    expect(guardRefresh({ ...itself, version: 5 }).verdict).toBe('pass');
    expect(guardRefresh({ ...itself, inForce: SOUND.inForce }).verdict).toBe('pass');
  });

  it('refuses what does not comply, and what nobody has checked', () => {
    const unsigned = { check: 'signature', outcome: 'refuse', evidence: 'it is not signed' } as const;
    expect(guardRefresh({ ...SOUND, compliance: [unsigned] }).reasons).toEqual(['signature: it is not signed']);
    expect(guardRefresh({ ...SOUND, compliance: [] }).reasons).toEqual(['compliance was not checked']);
  });
});

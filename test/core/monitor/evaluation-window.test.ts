import { describe, expect, it } from '@jest/globals';
import { evaluationWindowSchema } from '../../../core/contracts/monitoring.ts';
import { NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { evaluationWindow, skillOver } from '../../../core/monitor/evaluation-window.ts';

const LOOK = {
  asOf: '2024-06-30',
  range: { start: '2024-06-01', end: '2024-06-30' },
  version: 5,
  recipeSince: 2,
  yardstick: 'seasonal naive of 7',
  errors: {
    ...NO_ERRORS,
    joined: 4,
    squared: 36,
    signed: -2,
    covered: 3,
    intervals: { ...NO_ERRORS.intervals, points: 4 },
    naivePoints: 4,
    naiveSquared: 64,
  },
  promisedRmse: 2.5,
  refused: { version: 6, errors: { ...NO_ERRORS, joined: 4, squared: 4 } },
  former: { version: 1, errors: { ...NO_ERRORS, joined: 4, squared: 16 } },
  drift: { stabilityIndex: 0.1, missingShare: 0, worstSeries: 'a' },
} as const;

describe('evaluationWindow', () => {
  it('holds the errors of what was in force and of what nobody got', () => {
    const window = evaluationWindow(LOOK);
    expect(window).toEqual({
      asOf: '2024-06-30',
      range: { start: '2024-06-01', end: '2024-06-30' },
      version: 5,
      recipeSince: 2,
      joined: 4,
      rmse: 3,
      bias: -0.5,
      coverage: 0.75,
      yardstick: 'seasonal naive of 7',
      naiveRmse: 4,
      skill: 0.25,
      promisedRmse: 2.5,
      refused: { version: 6, rmse: 1, joined: 4 },
      former: { version: 1, rmse: 2, joined: 4 },
      drift: { stabilityIndex: 0.1, missingShare: 0, worstSeries: 'a' },
    });
    expect(evaluationWindowSchema.parse(window)).toEqual(window);
  });

  it('has null for every error where nothing joined', () => {
    const window = evaluationWindow({ ...LOOK, errors: NO_ERRORS, refused: null, former: null });
    expect(window).toMatchObject({ joined: 0, rmse: null, bias: null, coverage: null, naiveRmse: null, skill: null });
    expect(window).toMatchObject({ refused: null, former: null });
  });

  it('has no skill over a perfect naive forecast', () => {
    const window = evaluationWindow({ ...LOOK, errors: { ...LOOK.errors, naiveSquared: 0 } });
    expect(window).toMatchObject({ naiveRmse: 0, skill: null });
  });
});

describe('skillOver', () => {
  it.each([
    [4, 3, 0.25],
    [4, 5, -0.25],
    [4, null, null],
    [null, 3, null],
    [0, 3, null],
  ])('a naive RMSE of %p, a model of %p has a skill of %p', (naive, rmse, skill) => {
    expect(skillOver(naive, rmse)).toBe(skill);
  });
});

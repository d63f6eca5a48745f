import { describe, expect, it } from '@jest/globals';
import { perfectNaives, usersRatio, usersScores } from '../../../core/evaluate/users-error.ts';
import type { RunRecord } from '../../../core/evaluate/run-record.ts';
import { runRecord } from '../../report/fixture.ts';

const window = runRecord(1);
/** What was in force has another error than the window's own version, 1.8. */
const lived = (rmse: number | null): RunRecord => ({
  ...window,
  production: { ...window.production, realised: window.production.realised && { ...window.production.realised, rmse } },
});
const nothingLive: RunRecord = { ...window, production: { ...window.production, realised: null } };

describe("users' error over the naive's", () => {
  it.each([
    ['of what was in force', lived(1), 0.25],
    ["of the window's own version, where nothing was in Production", nothingLive, 0.45],
    ['none where nothing of what was in force could be scored', lived(null), null],
    ['none where the naive has no error', { ...window, naiveRmse: null }, null],
    ['none where the naive does not err', { ...window, naiveRmse: 0 }, null],
  ])('is %s', (_, record, ratio) => {
    expect(usersRatio(record)).toBe(ratio);
  });

  it('is of the scores that all figures of users are', () => {
    expect([usersScores(lived(1)).rmse, usersScores(nothingLive).rmse]).toEqual([1, 1.8]);
  });

  it('is told to be missing where the naive does not err', () => {
    expect(perfectNaives([window])).toBeUndefined();
    expect(perfectNaives([window, { ...window, naiveRmse: 0 }])).toBe(
      "In 1 window the naive's error is 0: there is no ratio to it.",
    );
  });
});

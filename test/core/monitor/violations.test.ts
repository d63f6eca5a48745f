import { describe, expect, it } from '@jest/globals';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';
import { inAlarm, judgementOf, violationOf, whyUnjudged } from '../../../core/monitor/violations.ts';
import { BAD, HEALTHY, POLICY, UNJUDGED } from './support.ts';

const drifted = (drift: Partial<EvaluationWindow['drift']>) => ({ ...HEALTHY, drift: { ...HEALTHY.drift, ...drift } });

describe('violationOf', () => {
  it.each<[string, EvaluationWindow, readonly string[]]>([
    ['a healthy window', HEALTHY, []],
    ['as bad as the naive is not worse', { ...HEALTHY, rmse: 10 }, []],
    ['worse than the naive', BAD, ['RMSE 11 exceeds 1 x the 10 of the seasonal naive of 7']],
    ['at the limit of the promise', { ...HEALTHY, rmse: 9, promisedRmse: 6 }, []],
    [
      'over the limit of the promise',
      { ...HEALTHY, rmse: 9.1, promisedRmse: 6 },
      ['RMSE 9.100 exceeds 1.5 x the 6.000 that the recipe promised'],
    ],
    [
      'any error where the naive has none',
      { ...HEALTHY, rmse: 0.5, naiveRmse: 0, promisedRmse: null },
      ['RMSE 0.500 exceeds 1 x the 0 of the seasonal naive of 7'],
    ],
    ['drift alone', drifted({ stabilityIndex: 0.75 }), ['the stability index of the input, 0.750, exceeds 0.5']],
    ['drift at its limit', drifted({ stabilityIndex: 0.5, missingShare: 0.1 }), []],
    ['missing input alone', drifted({ missingShare: 0.25 }), ['the share of missing input, 0.250, exceeds 0.1']],
    [
      'metrics that are unknown',
      { ...UNJUDGED, promisedRmse: null, drift: drifted({ stabilityIndex: null, missingShare: null }).drift },
      [],
    ],
  ])('%s', (_, window, reasons) => {
    expect(violationOf(window, POLICY)).toEqual(reasons);
  });

  it('names every reason at once', () => {
    const window = { ...drifted({ stabilityIndex: 1, missingShare: 1 }), rmse: 20 };
    expect(violationOf(window, POLICY)).toHaveLength(4);
  });
});

describe('judgementOf', () => {
  it('leaves a window without joined rows unjudged', () => {
    expect(judgementOf(UNJUDGED, POLICY)).toBe('unjudged');
  });

  it('leaves an error unjudged that has nothing to be held against', () => {
    expect(judgementOf({ ...HEALTHY, naiveRmse: null, promisedRmse: null }, POLICY)).toBe('unjudged');
  });

  it('calls it a violation when nothing joined because nothing arrived', () => {
    const window = { ...UNJUDGED, drift: { ...UNJUDGED.drift, missingShare: 1 } };
    expect(judgementOf(window, POLICY)).toBe('violation');
  });

  it('is healthy by either yardstick alone', () => {
    expect(judgementOf({ ...HEALTHY, naiveRmse: null }, POLICY)).toBe('healthy');
    expect(judgementOf({ ...HEALTHY, promisedRmse: null }, POLICY)).toBe('healthy');
  });
});

describe('whyUnjudged', () => {
  it.each<[string, EvaluationWindow, string]>([
    [
      'nothing to look at yet',
      { ...UNJUDGED, range: { start: '2024-07-01', end: '2024-06-30' } },
      'nothing can have come true: the first period to look at is 2024-07-01, the last observation known is of 2024-06-30',
    ],
    [
      'nothing joined',
      UNJUDGED,
      "no series has both an observation and a forecast of version 5's recipe in force in 2024-06-01 to 2024-06-30",
    ],
    [
      'nothing joined on a single day',
      { ...UNJUDGED, range: { start: '2024-06-30', end: '2024-06-30' } },
      "no series has both an observation and a forecast of version 5's recipe in force in 2024-06-30 to 2024-06-30",
    ],
    [
      'no yardstick',
      { ...HEALTHY, naiveRmse: null, promisedRmse: null },
      '30 rows joined, but neither the seasonal naive of 7 nor a promotion gives an error to hold theirs against',
    ],
  ])('%s', (_, window, why) => {
    expect(whyUnjudged(window)).toBe(why);
  });
});

describe('inAlarm', () => {
  const former = { ...BAD, version: 1, recipeSince: 1 };
  const refreshed = { ...BAD, version: 6 };
  it.each<[string, readonly EvaluationWindow[], boolean]>([
    ['no window yet', [], false],
    ['one violation of two wanted', [BAD], false],
    ['two in a row', [BAD, BAD], true],
    ['two of three, the newest among them', [BAD, HEALTHY, BAD], true],
    ['two of three, the newest healthy', [BAD, BAD, HEALTHY], false],
    ['the second violation lies too far back', [BAD, HEALTHY, HEALTHY, BAD], false],
    ['the newest cannot be judged', [BAD, BAD, UNJUDGED], false],
    ['unjudged windows do not push violations out', [BAD, UNJUDGED, UNJUDGED, UNJUDGED, BAD], true],
    ['unjudged windows are no violations', [UNJUDGED, UNJUDGED, BAD], false],
    ['violations of the recipe before do not count', [former, former, BAD], false],
    ['those of another version of the recipe do', [BAD, refreshed], true],
    ['nor those of the same recipe before another one was in force', [BAD, former, BAD], false],
  ])('%s', (_, windows, expected) => {
    expect(inAlarm(windows, POLICY)).toBe(expected);
  });
});

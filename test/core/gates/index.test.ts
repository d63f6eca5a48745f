import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../core/gates/index.ts';
import { gateVerdictSchema } from '../../../core/contracts/promotion.ts';
import { NO_SERIES, PERFECT, POLICY, withOneValue } from './perfect.ts';

const NAMES = [
  'joined-rows',
  'skill-over-naive',
  'no-worse-than-production',
  'interval-coverage',
  'bias',
  'cross-validation-gap',
  'business-cost',
  'worse-series',
  'worst-segment',
];
const NAIVE_FIRST = {
  ...PERFECT,
  production: 'naive',
  series: PERFECT.series.map((one) => ({ ...one, production: undefined })),
} as const;

describe('judge', () => {
  it('gives every verdict, under the name of its gate', () => {
    const verdicts = judge(PERFECT, POLICY);

    expect(verdicts.map(({ gate }) => gate)).toEqual(NAMES);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(NAMES.map(() => 'pass'));
  });

  it('holds the first version of a data set against the naive, in every gate', () => {
    const verdicts = judge(NAIVE_FIRST, POLICY);

    expect(verdicts.map(({ value }) => value)).toEqual([240, 0.75, 0.25, 0.8, 0, 1, 0.25, 0, 0.25]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(NAMES.map(() => 'pass'));
  });

  it('refuses everything on an empty join, in verdicts that survive JSON', () => {
    for (const verdict of judge(NO_SERIES, POLICY)) {
      expect(verdict).toMatchObject({ outcome: 'refuse', value: null });
      expect(gateVerdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
    }
  });

  it('refuses in every gate that reads a forecast that is not a number', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const verdicts = judge(withOneValue('challenger', value), POLICY);

      // Rows are only counted, and the intervals have bounds of their own.
      const passed = verdicts.filter(({ outcome }) => outcome === 'pass').map(({ gate }) => gate);
      expect(passed).toEqual(['joined-rows', 'interval-coverage']);
    }
  });

  it('refuses for a gate that throws, and goes on with the others', () => {
    const gates = {
      broken: () => {
        throw new TypeError('no such column');
      },
      'joined-rows': () =>
        ({ gate: 'joined-rows', outcome: 'pass', value: 1, threshold: '>= 1', evidence: '' }) as const,
    };

    expect(judge(PERFECT, POLICY, gates)).toEqual([
      {
        gate: 'broken',
        outcome: 'refuse',
        value: null,
        threshold: 'can be computed',
        evidence: 'cannot be computed: TypeError: no such column',
      },
      { gate: 'joined-rows', outcome: 'pass', value: 1, threshold: '>= 1', evidence: '' },
    ]);
  });
});

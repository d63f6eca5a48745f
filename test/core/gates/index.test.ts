import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../core/gates/index.ts';
import { gateVerdictSchema } from '../../../core/contracts/promotion.ts';
import { NO_SERIES, PERFECT, POLICY, withOneValue } from './perfect.ts';

const NAMES = [
  'joined-rows',
  'missing-series',
  'skill-over-naive',
  'no-worse-than-naive',
  'no-worse-than-production',
  'interval-coverage',
  'bias',
  'cross-validation-gap',
  'business-cost',
  'worse-series',
  'worst-segment',
];
/** What the absolute gates say decides nothing. */
const COMPARING = [
  'joined-rows',
  'missing-series',
  'no-worse-than-production',
  'business-cost',
  'worse-series',
  'worst-segment',
];
const CHANGE = { policy: POLICY, way: 'change' } as const;
const FIRST = { policy: POLICY, way: 'first' } as const;
const NAIVE_FIRST = {
  ...PERFECT,
  production: 'naive',
  series: PERFECT.series.map((one) => ({ ...one, production: undefined })),
} as const;

describe('judge', () => {
  it('gives every verdict, under the name of its gate', () => {
    expect(judge(PERFECT, CHANGE).map(({ gate }) => gate)).toEqual(NAMES);
  });

  it('lets the comparing gates alone decide about a changed recipe, and tells what the absolute ones say', () => {
    const deciding = (comparison: typeof PERFECT, outcome: string) =>
      judge(comparison, CHANGE).flatMap((verdict) => (verdict.outcome === outcome ? [verdict.gate] : []));
    expect(deciding(PERFECT, 'pass')).toEqual(COMPARING);
    // What was delivered is known without a row to compare.
    expect(deciding(NO_SERIES, 'refuse')).toEqual(COMPARING.filter((name) => name !== 'missing-series'));
    expect(deciding(NO_SERIES, 'told')).toEqual(NAMES.filter((name) => !COMPARING.includes(name)));
  });

  it('holds the first version of a data set against the naive, and lets nothing but its error there decide', () => {
    const verdicts = judge(NAIVE_FIRST, FIRST);
    expect(verdicts.map(({ value }) => value)).toEqual([240, 0, 0.75, 0.0625, 0.25, 0.8, 0, 1, 0.25, 0, 0.25]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(
      NAMES.map((name) => (name === 'no-worse-than-naive' ? 'pass' : 'told')),
    );
  });

  it('has no value on an empty join, in verdicts that survive JSON', () => {
    for (const verdict of judge(NO_SERIES, CHANGE)) {
      if (verdict.gate !== 'missing-series') expect(verdict).toMatchObject({ value: null });
      expect(gateVerdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
    }
  });

  it('has no value in any gate that reads a forecast that is not a number', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const verdicts = judge(withOneValue('challenger', value), CHANGE);

      // Rows and series are only counted, and the intervals have bounds of their own.
      const known = verdicts.flatMap((verdict) => (verdict.value === null ? [] : [verdict.gate]));
      expect(known).toEqual(['joined-rows', 'missing-series', 'interval-coverage']);
    }
  });

  it('refuses for a gate that throws, and goes on with the others', () => {
    const gates = {
      'worse-series': () => {
        throw new TypeError('no such column');
      },
      'joined-rows': () =>
        ({ gate: 'joined-rows', outcome: 'pass', value: 1, threshold: '>= 1', evidence: '' }) as const,
    };

    expect(judge(PERFECT, { ...CHANGE, gates })).toEqual([
      {
        gate: 'worse-series',
        outcome: 'refuse',
        value: null,
        threshold: 'can be computed',
        evidence: 'cannot be computed: TypeError: no such column',
      },
      { gate: 'joined-rows', outcome: 'pass', value: 1, threshold: '>= 1', evidence: '' },
    ]);
  });
});

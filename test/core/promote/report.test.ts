import { describe, expect, it } from '@jest/globals';
import { comparisonReportSchema } from '../../../core/contracts/promotion.ts';
import type { Comparison } from '../../../core/gates/comparison.ts';
import type { ReportFacts } from '../../../core/promote/report.ts';
import { comparisonReport } from '../../../core/promote/report.ts';

const DATES = { axis: { frequency: 'day', phase: 0 }, phases: new Map<string, number>() } as const;
const floats = (...values: number[]) => Float64Array.from(values);
const FACTS: ReportFacts = {
  dataset: 'weather',
  runId: 'run-1',
  policy: 'gates',
  holdout: { start: '1970-01-11', end: '1970-01-13' },
  challenger: {
    version: 2,
    recipe: 'harmonic',
    scoredAs: 'twin',
    trainedOn: { start: '1969-01-01', end: '1970-01-10' },
  },
  production: { version: 1, recipe: 'climatology', scoredAs: 'itself', trainedOn: null },
  compliance: [{ check: 'owner', outcome: 'pass', evidence: 'us' }],
  gates: [{ gate: 'bias', outcome: 'refuse', value: null, threshold: '<= 1', evidence: '' }],
  decision: { verdict: 'refuse', reasons: ['bias: no value'] },
};
/** Production has no forecast of the third day, on which the challenger is far off. */
const SERIES: Comparison['series'][number] = {
  uniqueId: 'a',
  segment: '',
  ds: Int32Array.of(10, 11, 12),
  y: floats(1, 2, 3),
  challenger: { yhat: floats(2, 1, 100), lower: floats(0, 0, 90), upper: floats(3, 1.5, 110) },
  production: { yhat: floats(4, 5, NaN), lower: floats(3, 2, NaN), upper: floats(5, 6, NaN) },
  naive: floats(1, 2, 4),
};
const COMPARISON: Comparison = {
  series: [SERIES],
  production: 'version',
  unmatched: { challengerOnly: 1, productionOnly: 0 },
  crossValidatedRmse: 1,
  level: 0.8,
  yardstick: 'seasonal naive of 7',
  seed: 1,
};

describe('comparisonReport', () => {
  it('scores both sides on the rows that both forecast, and shows all rows', () => {
    const report = comparisonReport(FACTS, COMPARISON, DATES);

    expect(comparisonReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report).toMatchObject({ joined: 2, verdict: 'refuse', reasons: ['bias: no value'], seriesInAll: 1 });
    expect(report.challenger).toEqual({ ...FACTS.challenger, rmse: 1, bias: 0, coverage: 0.5 });
    expect(report.production).toEqual({ ...FACTS.production, rmse: 3, bias: 3, coverage: 0.5 });
    expect(report.series).toEqual([
      {
        uniqueId: 'a',
        ds: ['1970-01-11', '1970-01-12', '1970-01-13'],
        y: [1, 2, 3],
        challenger: [2, 1, 100],
        challengerLower: [0, 0, 90],
        challengerUpper: [3, 1.5, 110],
        production: [4, 5, null],
        rmseChallenger: 1,
        rmseProduction: 3,
      },
    ]);
  });

  it('shows the naive in place of Production, which has no interval', () => {
    const first: Comparison = { ...COMPARISON, production: 'naive', series: [{ ...SERIES, production: undefined }] };
    const report = comparisonReport(FACTS, first, DATES);

    expect(report).toMatchObject({ joined: 3, production: { rmse: Math.sqrt(1 / 3), bias: 1 / 3, coverage: null } });
    expect(report.series[0].production).toEqual([1, 2, 4]);
  });

  it('has nulls, not zeros, where nothing was compared', () => {
    const nothing = { rmse: null, bias: null, coverage: null };
    const unknown: Comparison = { ...COMPARISON, series: [{ ...SERIES, production: undefined }] };

    for (const comparison of [undefined, { ...COMPARISON, series: [] }, unknown]) {
      const report = comparisonReport(FACTS, comparison, DATES);
      expect(report).toMatchObject({ joined: 0, challenger: nothing, production: nothing });
      expect(comparisonReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    }
  });

  it('shows the ten series that got worst and the ten that got best of a large panel', () => {
    // Errors of 1 to 25 against 10; the one named 's26' cannot be scored.
    const scaled = (index: number) => ({
      ...SERIES,
      uniqueId: `s${index}`,
      y: floats(0, 0, 0),
      challenger: { ...SERIES.challenger, yhat: floats(index, index, index === 26 ? NaN : index) },
      production: { ...SERIES.challenger, yhat: floats(10, 10, 10) },
    });
    const panel = Array.from({ length: 26 }, (_, index) => scaled(index + 1));
    const report = comparisonReport(FACTS, { ...COMPARISON, series: panel }, DATES);
    const names = (...indices: number[]) => indices.map((index) => `s${index}`);

    expect(report.seriesInAll).toBe(26);
    expect(report.series.map(({ uniqueId }) => uniqueId)).toEqual([
      ...names(26, 25, 24, 23, 22, 21, 20, 19, 18, 17),
      ...names(10, 9, 8, 7, 6, 5, 4, 3, 2, 1),
    ]);
    const twenty = comparisonReport(FACTS, { ...COMPARISON, series: panel.slice(0, 20) }, DATES);
    expect(twenty.series.map(({ uniqueId }) => uniqueId)).toEqual(panel.slice(0, 20).map(({ uniqueId }) => uniqueId));
  });
});

import { describe, expect, it } from '@jest/globals';
import { evaluationRows } from '../../../core/evaluate/evaluation-rows.ts';
import { realisedMetrics } from '../../../core/evaluate/realised-errors.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';

const floats = (...values: number[]) => Float64Array.from(values);
const AXIS = { frequency: 'day', phase: 0 } as const;
const ACTUALS = new Map([
  ['a', { ds: Int32Array.of(10, 11), y: floats(4, 6), scale: 2 }],
  ['b', { ds: Int32Array.of(10), y: floats(10), scale: null }],
]);
const COLUMNS = {
  unique_id: ['a', 'a', 'b'],
  ds: Int32Array.of(10, 11, 10),
  yhat: floats(5, 6, 8),
  yhat_lower: floats(4, 5, 7),
  yhat_upper: floats(6, 7, 9),
};
const WIDE = { yhat_lower_95: floats(0, 0, 0), yhat_upper_95: floats(20, 20, 20) };

function scored(columns: object, furtherLevels: readonly number[]) {
  const card = new Scorecard(AXIS, ACTUALS, { level: 0.8, furtherLevels: [...furtherLevels] });
  card.add({ rows: 3, columns: { ...COLUMNS, ...columns } });
  return card;
}

describe('Scorecard', () => {
  it('scores the main level where there is no further one', () => {
    // Widths 2 each; 10 lies 1 above, times 10. Pinball: 0 + 0.5 + 0.2, 0.1 + 0 + 0.1, 0.3 + 1 + 0.9.
    const scores = realisedMetrics(scored(WIDE, []).pooled());
    expect(scores.winkler).toBeCloseTo(16 / 3, 12);
    expect(scores.scaledMqloss).toBeCloseTo(0.9 / 3 / 2 / 2, 12);
    expect(scores.scaledCrps).toBeCloseTo((2 * 3.1) / 3 / 20, 12);
  });

  it('scores the further levels that the rows have', () => {
    // At 0.025 and 0.975 of 0 and 20: 0.1 + 0.4, 0.15 + 0.35, 0.25 + 0.25.
    const { winkler, scaledCrps } = realisedMetrics(scored(WIDE, [0.95]).pooled());
    expect(winkler).toBeCloseTo(16 / 3, 12);
    expect(scaledCrps).toBeCloseTo((2 * 4.6) / 5 / 20, 12);
  });

  it.each([
    ['are absent', {}],
    ['are null', { yhat_lower_95: [null, null, null], yhat_upper_95: [null, null, null] }],
  ])('scores the main level alone where the columns of a further one %s', (_, columns) => {
    expect(scored(columns, [0.95]).pooled()).toEqual(scored({}, []).pooled());
  });

  it('measures forecasts by the columns beside them, where what came true has no window of its own', () => {
    const bare = new Map([...ACTUALS].map(([id, { ds, y }]) => [id, { ds, y }]));
    const card = (columns: object) => {
      const made = new Scorecard(AXIS, bare, { level: 0.8, furtherLevels: [] });
      made.add({ rows: 3, columns: { ...COLUMNS, ...columns } });
      return made;
    };
    // The scales are those of ACTUALS; of a only the second row has a naive, too low by 2.
    const measured = card({ naive: [null, 4, null], scale: [2, 2, null] });
    const { naiveSquared, naivePoints, ...rest } = scored({}, []).pooled();
    expect([naiveSquared, naivePoints]).toEqual([0, 0]);
    expect(measured.pooled()).toEqual({ ...rest, naiveSquared: 4, naivePoints: 1 });
    expect(card({ naive: floats(4, 4, 9), scale: floats(2, 2, 1) }).pooled()).toMatchObject({
      scaled: 1 / 2 + 2,
      scaledPoints: 3,
      naiveSquared: 0 + 4 + 1,
      naivePoints: 3,
    });
    expect(card({}).pooled()).toMatchObject({ scaledPoints: 0, naivePoints: 0 });
    // A window that all versions are measured by goes before their own.
    expect(scored({ naive: floats(4, 4, 9), scale: floats(1, 1, 1) }, []).pooled()).toEqual(scored({}, []).pooled());
  });

  it('gives the table a row a metric, for the panel and for every series', () => {
    const card = scored({}, []);
    const names = { candidate: 'blend', modelVersion: 3 };
    const { rows, columns } = evaluationRows(names, card.pooled(), card.bySeries);
    const metric = columns.metric as readonly string[];
    const ofIntervals = ['coverage', 'winkler', 'scaled_mqloss', 'scaled_crps'];
    expect(rows).toBe(3 * 9);
    expect(metric.slice(0, 9)).toEqual(['rmse', 'mae', 'bias', 'smape', 'mase', ...ofIntervals]);
    // Of b, whose series has no scale.
    expect(columns.value.slice(24)).toEqual([expect.closeTo(12, 12), null, expect.closeTo((2 * 2.2) / 3 / 10, 12)]);
  });
});

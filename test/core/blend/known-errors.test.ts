import { describe, expect, it } from '@jest/globals';
import { crossValidate } from '../../../core/backtest/cross-validate.ts';
import type { SeriesPoints } from '../../../core/backtest/series-points.ts';
import { knownErrors } from '../../../core/blend/known-errors.ts';
import { buildModel } from '../../../core/models/families.ts';
import type { Series } from '../../../core/series/series.ts';

const AXIS = { frequency: 'day', phase: 0 } as const;
const days = (amount: number) => ({ amount, unit: 'd' as const });

const LENGTH = 91;
const SERIES: Series = {
  uniqueId: 'a',
  ds: Int32Array.from({ length: LENGTH }, (_, i) => 18262 + i),
  y: Float64Array.from({ length: LENGTH }, (_, i) => (i % 7) + Math.sin(i * i)),
};

function tried() {
  const model = buildModel(
    { name: 'naive', family: 'seasonal-naive', options: {} },
    { axis: AXIS, seasonLength: 7, seed: 1 },
  );
  const origin = { axis: AXIS, initial: days(28), period: days(14), horizon: days(7) };
  return crossValidate(model, SERIES, { ...origin, seasonLength: 7, level: 0.8, bounds: {} });
}

describe('the errors at points of cross-validation', () => {
  it('are those of cross-validation, where all points are known', () => {
    const { points, errors } = tried();
    expect(knownErrors(points, SERIES, 7)).toEqual(errors);
    expect(errors.folds).toBe(4);
  });

  it('are those of the first folds, where the last is not known', () => {
    const { points, errors } = tried();
    const cut = (values: Float64Array) => values.subarray(0, 21);
    const known: SeriesPoints = {
      cutoff: points.cutoff.subarray(0, 21),
      ds: points.ds.subarray(0, 21),
      y: cut(points.y),
      yhat: cut(points.yhat),
      half: cut(points.half),
    };
    const { folds, points: count, byFold } = knownErrors(known, { ...SERIES, ds: SERIES.ds.subarray(0, 77) }, 7);
    expect([folds, count]).toEqual([3, 21]);
    expect(byFold).toEqual(errors.byFold.slice(0, 15));
  });

  it('are none without a point', () => {
    const none = new Float64Array();
    const points = { cutoff: new Int32Array(), ds: new Int32Array(), y: none, yhat: none, half: none };
    expect(knownErrors(points, SERIES, 7)).toMatchObject({ folds: 0, points: 0 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import { encodeSeriesModel } from '../../../core/models/model-file.ts';
import { incumbentGuard } from '../../../core/train/incumbent-guard.ts';
import { RECIPE } from '../../support/model-version.ts';
import { dailySeries, fittedRecipe, LAST_DAY } from '../../support/fitted-recipe.ts';

describe('a line that is kept', () => {
  it('is dated as its series is now', () => {
    const { header, series } = fittedRecipe([dailySeries('a', 20)]);
    const periods = Int32Array.of(LAST_DAY + 1, LAST_DAY + 2);
    const forecastOf = recipeForecaster(header);
    const guard = incumbentGuard({ version: 7, header }, { cutoff: LAST_DAY, periods, header, forecastOf });
    const model = { ...series[0], phase: 3 };
    const fresh = { model, forecast: { ...forecastOf(model, periods), yhat: Float64Array.of(1e9, 1e9) } };
    const kept = guard(fresh, encodeSeriesModel({ ...series[0], phase: 1 }));
    expect([kept.isKept, kept.model.keptFrom, kept.model.phase, kept.forecast.phase]).toEqual([true, 7, 3, 3]);
    const plain = { ...fresh, model: series[0] };
    expect(guard(plain, encodeSeriesModel({ ...series[0], phase: 1 })).forecast.phase).toBeUndefined();
  });

  it('knows ahead what is known now', () => {
    const promo = Float64Array.from({ length: 733 }, (_, t) => (t % 11 === 0 ? 1 : 0));
    const plain = dailySeries('a', 20);
    const regressors = { names: ['promo'], first: plain.ds[0], values: promo };
    const known = { ...plain, y: plain.y.map((value, t) => value + 30 * promo[t]), regressors };
    const waves = { name: 'waves', family: 'harmonic', options: {} };
    const candidates = [{ name: 'naive', family: 'seasonal-naive', options: { lag: 7 } }, waves];
    const recipe = { ...RECIPE, candidates, regressors: ['promo'] };
    const { header, series } = fittedRecipe([known], { recipe, chosen: 'waves' });
    const line = { ...series[0], weights: [0, 1], choice: 1 };
    const periods = Int32Array.of(LAST_DAY + 1, LAST_DAY + 2);
    const forecastOf = recipeForecaster(header);
    const guard = incumbentGuard({ version: 7, header }, { cutoff: LAST_DAY, periods, header, forecastOf });
    const planned = (...values: number[]) => ({ ...line, regressors: { first: LAST_DAY + 1, values } });
    const yhatOf = (...values: number[]) => forecastOf(planned(...values), periods).yhat;

    // Where the incumbent was fitted nobody had planned a promo for the second day, and of the first day nothing was known.
    const before = encodeSeriesModel(planned(0, 0));
    const wild = {
      model: planned(0, 1),
      forecast: { ...forecastOf(planned(0, 1), periods), yhat: Float64Array.of(1e9, 1e9) },
    };
    const kept = guard(wild, before);
    expect(kept).toMatchObject({
      isKept: true,
      model: { keptFrom: 7, regressors: { first: LAST_DAY + 1, values: [0, 1] } },
    });
    expect(kept.forecast.yhat).toEqual(yhatOf(0, 1));
    expect(Math.round(kept.forecast.yhat[1] - yhatOf(0, 0)[1])).toBe(30);
    // A plan that changed moves whoever knows it, and is no fault of the fit.
    const calm = guard({ model: planned(0, 1), forecast: forecastOf(planned(0, 1), periods) }, before);
    expect(calm.isKept).toBe(false);
    expect(calm.moved).toEqual({ squares: 0, count: 2 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import { encodeSeriesModel } from '../../../core/models/model-file.ts';
import { incumbentGuard } from '../../../core/train/incumbent-guard.ts';
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
});

import type { RecipeModels } from '../blend/recipe-models.ts';
import { type Forecast, type Model, modelFor, SeriesUnfit } from '../models/family.ts';
import type { Recipe } from '../contracts/recipe.ts';
import type { Series } from '../series/series.ts';
import { failureReason } from './failure-reason.ts';

interface Asked {
  readonly recipe: Recipe;
  readonly models: RecipeModels;
  /** The horizon: a member that has no finite forecast for all of it has none. */
  readonly periods: Int32Array;
}

/**
 * The state of every candidate of the recipe as of the series' end; null where it cannot be fitted.
 *
 * @throws SeriesUnfit where none can, with everybody's reason
 */
export function fitMembers(series: Series, { recipe, models, periods }: Asked): readonly (unknown | null)[] {
  const reasons: string[] = [];
  const states = recipe.candidates.map(({ name }, k) => {
    try {
      return fittedState(modelFor(models.members[k], series), series, { periods, level: recipe.level });
    } catch (error) {
      reasons.push(`${name}: ${failureReason(error)}`);
      return null;
    }
  });
  if (reasons.length < states.length) return states;
  throw new SeriesUnfit(reasons.join('; '));
}

/** NaN and Infinity would pass silently through sums into every number, and JSON would turn them into null. */
function fittedState(
  model: Model<unknown>,
  series: Series,
  { periods, level }: { readonly periods: Int32Array; readonly level: number },
): unknown {
  const state = model.prepare(series).fit(series.ds.length);
  const { yhat, lower, upper }: Forecast = model.forecast(state, periods, level);
  for (const values of [yhat, lower, upper]) {
    if (!values.every(Number.isFinite)) throw new SeriesUnfit('the forecast holds a value that is not a finite number');
  }
  return state;
}

/** The yardstick's; null where it cannot be fitted. */
export function naiveState(series: Series, { naive }: RecipeModels): unknown | null {
  try {
    return naive.prepare(series).fit(series.ds.length);
  } catch (error) {
    if (error instanceof SeriesUnfit) return null;
    throw error;
  }
}

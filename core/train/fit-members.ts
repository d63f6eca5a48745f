import type { RecipeModels } from '../blend/recipe-models.ts';
import { type Forecast, type Model, modelFor, SeriesUnfit } from '../models/family.ts';
import { allFinite } from '../models/typed-arrays.ts';
import type { Recipe } from '../contracts/recipe.ts';
import type { Series } from '../series/series.ts';
import { failureReason } from './failure-reason.ts';

interface Asked {
  readonly recipe: Recipe;
  readonly models: RecipeModels;
  /** The horizon: a member that has no finite forecast for all of it has none. */
  readonly periods: Int32Array;
}

export interface FittedMembers {
  /** By candidate, null where it cannot be fitted. */
  readonly states: readonly (unknown | null)[];
  /** What they forecast for the horizon, undefined where there is no state. */
  readonly forecasts: readonly (Forecast | undefined)[];
  /** Everybody's reason, where no candidate can be fitted. */
  readonly unfit: string | undefined;
}

/** The state of every candidate of the recipe as of the series' end. */
export function fitMembers(series: Series, { recipe, models, periods }: Asked): FittedMembers {
  const reasons: string[] = [];
  const fitted = recipe.candidates.map(({ name }, k) => {
    try {
      return fittedState(modelFor(models.members[k], series), series, { periods, level: recipe.level });
    } catch (error) {
      reasons.push(`${name}: ${failureReason(error)}`);
      return { state: null, forecast: undefined };
    }
  });
  return {
    states: fitted.map(({ state }) => state),
    forecasts: fitted.map(({ forecast }) => forecast),
    unfit: reasons.length < fitted.length ? undefined : reasons.join('; '),
  };
}

/** NaN and Infinity would pass silently through sums into every number, and JSON would turn them into null. */
function fittedState(
  model: Model<unknown>,
  series: Series,
  { periods, level }: { readonly periods: Int32Array; readonly level: number },
): { readonly state: unknown; readonly forecast: Forecast } {
  const state = model.prepare(series).fit(series.ds.length);
  const forecast = model.forecast(state, periods, level);
  for (const values of [forecast.yhat, forecast.lower, forecast.upper]) {
    if (!allFinite(values)) throw new SeriesUnfit('the forecast holds a value that is not a finite number');
  }
  return { state, forecast };
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

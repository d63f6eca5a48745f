import type { Recipe, Yardstick } from '../contracts/recipe.ts';
import { buildModel } from '../models/families.ts';
import type { Model, ModelSetting } from '../models/family.ts';

export interface RecipeModels {
  /** In the recipe's order. */
  readonly members: readonly Model<unknown>[];
  readonly naive: Model<unknown>;
}

/** @throws ModelOptionInvalid */
export function recipeModels(
  { candidates, seasonLength }: Recipe,
  yardstick: Yardstick,
  calendar: Pick<ModelSetting, 'axis' | 'seed'>,
): RecipeModels {
  const setting = { ...calendar, seasonLength };
  return {
    members: candidates.map((candidate) => buildModel(candidate, setting)),
    naive: buildModel({ name: 'yardstick', family: 'seasonal-naive', options: { lag: yardstick.lag } }, setting),
  };
}

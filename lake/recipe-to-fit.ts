import type { Dataset } from '../core/contracts/dataset.ts';
import type { Selection } from '../core/contracts/model-version.ts';
import type { ModelRegistry } from '../core/ports.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { FittedRecipe } from '../core/train/plan-training.ts';
import { canonicalJson } from '../core/signing/canonical-json.ts';
import { areAskedFor, naiveRecipe, recipeOf } from '../core/train/recipe.ts';

/** What a run of the machine `train` fits, as its steps are told. */
export interface ToLearn {
  readonly learn: 'selection' | 'naive' | object;
  readonly selection?: Selection | undefined;
  readonly refreshOf: number | null;
}

/** The recipe of the version that is refreshed, with its selection; else the data set's, or the seasonal naive alone, with that of the run. */
export async function recipeToFit(
  dataset: Dataset,
  { learn, selection, refreshOf }: ToLearn,
  registry: ModelRegistry,
): Promise<FittedRecipe> {
  if (refreshOf !== null) return registry.describe(dataset.name, refreshOf);
  if (selection === undefined) {
    throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
      problem: 'nothing was cross-validated, and no version is refreshed: there is no recipe to fit',
      hint: 'give the selection, or refreshOf',
    });
  }
  if (learn !== 'naive') {
    requireTried(dataset, selection.trials);
    return { recipe: recipeOf(dataset), selection };
  }
  const [{ candidate }] = selection.trials;
  return { recipe: naiveRecipe(dataset, candidate), selection };
}

/** A deployment in the middle of a run may have changed the literal: nothing is said of candidates that was found of others. @throws ArtifactMismatch */
export function requireTried(dataset: Dataset, trials: Selection['trials']): void {
  const tried = trials.map(({ candidate }) => candidate);
  if (areAskedFor(dataset, tried)) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: 'the candidates that were cross-validated are not those that the data set asks for',
    got: tried,
    allowed: canonicalJson(dataset.candidates),
    hint: 'the data set was changed while it was trained: train again',
  });
}

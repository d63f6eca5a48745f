import type * as z from 'zod';
import type { FitPlan } from '../../core/blend/fit-plan.ts';
import { jobKeys, runKeys } from '../../core/contracts/keys.ts';
import type { Recipe } from '../../core/contracts/recipe.ts';
import { planFitStep } from '../../core/contracts/steps/train.ts';
import { MODEL_FILE } from '../../core/models/model-file.ts';
import { refusedWasCloser } from '../../core/monitor/way-back.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { fitHyperparameters, regressorsAsOf } from '../../core/train/plan-training.ts';
import { isSameRecipe } from '../../core/train/recipe.ts';
import { gatherMemory, keepFitPlan } from '../../lake/fit-memory.ts';
import { readMonitorState } from '../../lake/monitor-state.ts';
import { setAsideOf } from '../../lake/set-aside.ts';
import { locate } from '../../lake/object-uri.ts';
import { recipeToFit } from '../../lake/recipe-to-fit.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof planFitStep.input>;
type Output = z.infer<typeof planFitStep.output>;

const FIT = 'fit';

/** Gathers what the fit needs to know: the points of the selection, the looks since, the share learned, and the version that it is guarded against. */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production'>,
): Promise<Output> {
  const { dataset: name, runId, training, asOf, forecast, seriesSha256 } = input;
  const { artifacts } = ports.stores;
  const dataset = ports.datasets.find(name);
  const fitted = await recipeToFit(dataset, input, ports.registry);
  const memory = {
    ...(await gatherMemory({ dataset: name, fitted, asOf }, ports)),
    incumbent: await incumbentOf(fitted.recipe, input, ports),
  };
  const setAside = await setAsideOf(artifacts, name, training);
  const slice = { training, forecast, setAside, regressors: regressorsAsOf(fitted.recipe, training.end) };
  const { memoryUri, planSha256 } = await keepFitPlan({ dataset, runId, fit: FIT, fitted, memory }, ports.stores);
  return {
    job: {
      fit: FIT,
      hyperparameters: fitHyperparameters(dataset, { ...slice, seriesSha256, planSha256 }),
      manifestUri: uriOf(artifacts, runKeys.seriesManifest(name, runId)),
      memoryUri,
    },
    outputUri: uriOf(artifacts, jobKeys.models(name)),
  };
}

export const handler = onAws(planFitStep, run);

/** What is in Production, where it is of the recipe: another recipe's version is no measure of a fit. */
async function incumbentOf(
  recipe: Recipe,
  { dataset }: Input,
  { stores, registry, production }: Pick<Ports, 'stores' | 'registry' | 'production'>,
): Promise<FitPlan['incumbent']> {
  const pointer = await production.read(dataset);
  if (pointer === undefined) return null;
  const {
    version,
    recipe: present,
    artifactUri,
    artifactSha256: sha256,
  } = await registry.describe(dataset, pointer.to);
  if (!isSameRecipe(present, recipe)) return null;
  const model = `${locate(stores, artifactUri).key}/${MODEL_FILE}`;
  return { version, model, sha256, exempt: await wasRefusalWrong(dataset, { stores }) };
}

/** The newest look knows, whoever asks for the fit: a caller's word would be a way around the guard. */
async function wasRefusalWrong(dataset: string, { stores }: Pick<Ports, 'stores'>): Promise<boolean> {
  const newest = (await readMonitorState(stores.artifacts, dataset)).windows.at(-1);
  return newest !== undefined && refusedWasCloser(newest);
}

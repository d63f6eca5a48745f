import type * as z from 'zod';
import type { FitPlan } from '../../core/blend/fit-plan.ts';
import { FIRST_SHARE } from '../../core/blend/share.ts';
import { jobKeys, runKeys } from '../../core/contracts/keys.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { planFitStep } from '../../core/contracts/steps/train.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { fitHyperparameters, planFit } from '../../core/train/plan-training.ts';
import { isSameRecipe } from '../../core/train/recipe.ts';
import { keepFitPlan, learnedShare, looksUpTo, modelKeyOf, pointsOf, shareOf } from '../../lake/fit-memory.ts';
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
  const { dataset: name, runId, training, forecast } = input;
  const { stores, registry } = ports;
  const { artifacts } = stores;
  const dataset = ports.datasets.find(name);
  const fitted = await recipeToFit(dataset, input, registry);
  const pointer = await ports.production.read(name);
  const inForce = pointer === undefined ? undefined : await registry.describe(name, pointer.to);
  const incumbent = inForce !== undefined && isSameRecipe(inForce.recipe, fitted.recipe) ? inForce : undefined;

  const looks = await looksUpTo(artifacts, name, training.end);
  const learned = await learnedShare(artifacts, looks, fitted.recipe.candidates);
  const plan = planFit(dataset, fitted, {
    points: await pointsOf(stores, fitted.selection),
    looks: [...looks],
    share: learned ?? (incumbent === undefined ? FIRST_SHARE : await shareOf(incumbent, stores)),
    incumbent: incumbentOf(incumbent, input, ports),
  });
  const memoryUri = await keepFitPlan(artifacts, plan, { dataset: name, runId, fit: FIT });
  return {
    job: {
      fit: FIT,
      hyperparameters: fitHyperparameters(dataset, { training, forecast }),
      manifestUri: uriOf(artifacts, runKeys.seriesManifest(name, runId)),
      memoryUri,
    },
    outputUri: uriOf(artifacts, jobKeys.models(name)),
  };
}

export const handler = onAws(planFitStep, run);

/** Another recipe's version is no measure: a changed recipe has to pass the gates. */
function incumbentOf(
  incumbent: ModelVersion | undefined,
  { exempt }: Input,
  { stores }: Pick<Ports, 'stores'>,
): FitPlan['incumbent'] {
  if (incumbent === undefined) return null;
  return { version: incumbent.version, model: modelKeyOf(incumbent, stores), exempt };
}

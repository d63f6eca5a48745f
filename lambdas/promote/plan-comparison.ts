import { jobKeys, promotionKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { planComparisonStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { planComparison } from '../../core/promote/plan-comparison.ts';
import { fitHyperparameters } from '../../core/train/plan-training.ts';
import { onAws } from '../shell.ts';
import { openFeatures } from '../../lake/features.ts';
import { gatherMemory, keepFitPlan } from '../../lake/fit-memory.ts';
import { readSetAside } from '../../lake/set-aside.ts';
import { writeSeriesManifest } from '../../lake/series-manifest.ts';
import { openSilverTable } from '../../lake/silver-table.ts';

type Input = z.infer<typeof planComparisonStep.input>;
type Output = z.infer<typeof planComparisonStep.output>;

/** Cuts the holdout, and plans the twins that have not seen it. @throws NoObservations */
export async function run(
  { dataset: name, runId, modelVersion }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production'>,
): Promise<Output> {
  const { registry, stores } = ports;
  const { artifacts } = stores;
  const dataset = ports.datasets.find(name);
  const challenger = await registry.describe(name, modelVersion);
  // A run that has promoted before it crashed compares again with what it moved away from, not with the challenger itself.
  const made = await ports.production.find(name, runId);
  const inProduction = made === undefined ? ((await ports.production.read(name))?.to ?? null) : made.from;
  const production = inProduction === null ? {} : { production: await registry.describe(name, inProduction) };
  const { setAside } = await readSetAside(artifacts, name);
  const silver = await openSilverTable(stores, dataset, challenger.training.tableVersion);
  const { features } = challenger.training;
  const known = features === undefined ? {} : { features: await openFeatures(stores, dataset, features) };
  const { holdout, twins } = planComparison(dataset, { axis: silver.axis, challenger, ...production, setAside });

  const jobs = await Promise.all(
    twins.map(async ({ fit, version: fitted, training, choosesAnew, slice }) => {
      const target = { artifacts, key: promotionKeys.twinManifest(name, runId, fit) };
      const { manifestUri, seriesSha256 } = await writeSeriesManifest(
        dataset,
        { silver, range: training, ...known },
        target,
      );
      const learned = await gatherMemory({ dataset: name, fitted, asOf: training.end }, ports);
      const memory = { ...learned, choosesAnew, incumbent: null };
      const { memoryUri, planSha256 } = await keepFitPlan({ dataset, runId, fit, fitted, memory }, stores);
      const hyperparameters = fitHyperparameters(dataset, { ...slice, seriesSha256, planSha256 });
      return { fit, hyperparameters, manifestUri, memoryUri };
    }),
  );
  return { holdout, production: inProduction, jobs, outputUri: uriOf(artifacts, jobKeys.twins(name)) };
}

export const handler = onAws(planComparisonStep, run);

import type { FitPlan } from '../core/blend/fit-plan.ts';
import { POINTS_FOLDER } from '../core/contracts/keys.ts';
import { runKeys } from '../core/contracts/keys.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import { type Ports, type Stores, uriOf } from '../core/ports.ts';
import { type FitMemory, type FittedRecipe, planFit } from '../core/train/plan-training.ts';
import { jsonBytes } from './json-object.ts';
import { learnedShare, lookKeys } from './look-files.ts';
import { sha256 } from '../tables/sha256.ts';
import { readSetAside } from './set-aside.ts';
import { locate } from './object-uri.ts';

/** What earlier runs left for a fit of the recipe that knows nothing of what came after `asOf`. */
export async function gatherMemory(
  { dataset, fitted, asOf }: { readonly dataset: string; readonly fitted: FittedRecipe; readonly asOf: string },
  ports: Pick<Ports, 'stores' | 'registry'>,
): Promise<Omit<FitMemory, 'incumbent'>> {
  const { setAside } = await readSetAside(ports.stores.artifacts, dataset);
  const keys = await lookKeys(ports.stores.artifacts, dataset, { upTo: asOf, setAside });
  return {
    points: await pointsOf(fitted, ports.stores),
    looks: await Promise.all(keys.map(async (key) => digested(ports.stores, key))),
    share: await learnedShare({ dataset, recipe: fitted.recipe, keys }, ports),
  };
}

/** As the fit is to find it. */
async function digested({ artifacts }: Stores, file: string): Promise<FitPlan['looks'][number]> {
  return { file, sha256: sha256(await artifacts.read(file)) };
}

/** The files of every trial's points, in the trials' order. */
async function pointsOf({ selection }: FittedRecipe, stores: Stores): Promise<FitPlan['points']> {
  return Promise.all(
    selection.trials.map(async ({ artifactUri, pointsSha256: sha256 }) => {
      const { store, key } = locate(stores, artifactUri);
      return { files: (await store.list(`${key}/${POINTS_FOLDER}/`)).map((file) => file.key), sha256 };
    }),
  );
}

export interface PlannedFit {
  readonly dataset: Dataset;
  readonly runId: string;
  /** What tells the run's fits apart. */
  readonly fit: string;
  readonly fitted: FittedRecipe;
  readonly memory: FitMemory;
}

export interface KeptPlan {
  /** Of the manifest. */
  readonly memoryUri: string;
  /** Of the plan, which names all else by hash. */
  readonly planSha256: string;
}

/** Writes down the plan, and the manifest by which the job gets it and all that it names. */
export async function keepFitPlan(
  { dataset, runId, fit, fitted, memory }: PlannedFit,
  { artifacts }: Stores,
): Promise<KeptPlan> {
  const planKey = runKeys.fitPlan(dataset.name, runId, fit);
  const manifestKey = runKeys.fitManifest(dataset.name, runId, fit);
  const { points, looks, incumbent } = memory;
  const keys = [
    planKey,
    ...points.flatMap(({ files }) => files),
    ...looks.map(({ file }) => file),
    ...(incumbent === null ? [] : [incumbent.model]),
  ];
  const plan = jsonBytes(planFit(dataset, fitted, memory));
  await artifacts.write(planKey, plan);
  await artifacts.write(manifestKey, jsonBytes([{ prefix: uriOf(artifacts, '') }, ...keys]));
  return { memoryUri: uriOf(artifacts, manifestKey), planSha256: sha256(plan) };
}

import { jobKeys, runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { planTrainingStep } from '../../core/contracts/steps/train.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { naiveCandidates, yardstickCandidates } from '../../core/train/naive-candidates.ts';
import { horizonAfter, planTrials, regressorsAsOf, type Tried } from '../../core/train/plan-training.ts';
import { onAws } from '../shell.ts';
import { openFeatures } from '../../lake/features.ts';
import { setAsideOf } from '../../lake/set-aside.ts';
import { writeSeriesManifest } from '../../lake/series-manifest.ts';
import { openSilverTable } from '../../lake/silver-table.ts';

type Input = z.infer<typeof planTrainingStep.input>;
type Output = z.infer<typeof planTrainingStep.output>;

/**
 * One cross-validation a candidate, and a naive for each lag that the yardstick may have; none where a version's recipe is fitted anew. All
 * jobs of the run work on the same files: the manifest names those that the window may lie in, so that they read neither the rest of
 * the table nor its log.
 *
 * @throws NoObservations; ModelVersionUnknown where nothing is in Production that could be refreshed
 */
export async function run(
  { dataset: name, runId, learn, silverVersion, features, range, lastObservation }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production'>,
): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const { artifacts } = ports.stores;
  const silver = await openSilverTable(ports.stores, dataset, silverVersion);
  const horizon = horizonAfter(silver.axis, lastObservation, dataset.evaluation);
  const forecast = { ...horizon, end: features?.knownUntil ?? horizon.end };
  const refreshOf = typeof learn === 'object' ? await versionOf(name, learn.refreshOf, ports) : null;
  // The same rows as the range holds; the end is what the forecasts will name as their cutoff.
  const training = { start: range.start, end: lastObservation };
  const setAside = await setAsideOf(artifacts, name, training);
  const key = runKeys.seriesManifest(name, runId);
  const known = features === null ? {} : { features: await openFeatures(ports.stores, dataset, features) };
  const written = await writeSeriesManifest(dataset, { silver, range, ...known }, { artifacts, key });
  const { manifestUri, seriesSha256 } = written;
  const slice = { training, forecast, setAside, regressors: regressorsAsOf(dataset, lastObservation), seriesSha256 };
  const trials = refreshOf === null ? planTrials(dataset, triedFor(dataset, learn === 'naive'), slice) : [];
  return {
    jobs: trials.map((trial) => ({ ...trial, manifestUri })),
    forecast,
    outputUri: uriOf(artifacts, jobKeys.trials(name)),
    refreshOf,
    seriesSha256,
  };
}

export const handler = onAws(planTrainingStep, run);

/** Any of the naives may become the recipe, where one of them is all that is asked for. */
function triedFor(dataset: Dataset, naiveAlone: boolean): Tried {
  if (naiveAlone) return { candidates: naiveCandidates(dataset) };
  return { candidates: dataset.candidates, yardsticks: yardstickCandidates(dataset) };
}

async function versionOf(
  dataset: string,
  wanted: number | 'production',
  { registry, production }: Pick<Ports, 'registry' | 'production'>,
): Promise<number> {
  const version = wanted === 'production' ? (await production.read(dataset))?.to : wanted;
  if (version !== undefined) return (await registry.describe(dataset, version)).version;
  throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
    problem: `no model of '${dataset}' is in Production that could be fitted anew`,
    hint: "run the data set's retrain state machine",
  });
}

import { jobKeys, runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { planTrainingStep } from '../../core/contracts/steps/train.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { planJobs, horizonAfter } from '../../core/train/plan-training.ts';
import { onAws } from '../shell.ts';
import { writeSeriesManifest } from '../../lake/series-manifest.ts';
import { openSilverTable } from '../../lake/silver-table.ts';

type Input = z.infer<typeof planTrainingStep.input>;
type Output = z.infer<typeof planTrainingStep.output>;

/**
 * One training job a candidate, all on the same files: the manifest names those that the window may lie in, so that the jobs
 * read neither the rest of the table nor its log.
 *
 * @throws NoObservations
 */
export async function run(
  { dataset: name, runId, silverVersion, range, lastObservation }: Input,
  ports: Pick<Ports, 'stores' | 'datasets'>,
): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const { artifacts } = ports.stores;
  const { snapshot, axis } = await openSilverTable(ports.stores, dataset, silverVersion);
  const forecast = horizonAfter(axis, lastObservation, dataset.evaluation);
  // The same rows as the range holds; the end is what the forecasts will name as their cutoff.
  const jobs = planJobs(dataset, { training: { start: range.start, end: lastObservation }, forecast });

  const manifestUri = await writeSeriesManifest(
    dataset,
    { snapshot, range },
    { artifacts, key: runKeys.seriesManifest(name, runId) },
  );
  return {
    jobs: jobs.map((job) => ({ ...job, manifestUri })),
    forecast,
    outputUri: uriOf(artifacts, jobKeys.models(name)),
  };
}

export const handler = onAws(planTrainingStep, run);

import type * as z from 'zod';
import { readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { chooseBest } from '../../core/backtest/select.ts';
import type { TrainedCandidate } from '../../core/contracts/model-version.ts';
import { selectStep } from '../../core/contracts/steps/train.ts';
import type { Ports, Stores } from '../../core/ports.ts';
import { SUMMARY_FILE, trainingSummarySchema } from '../../core/train/training-summary.ts';
import { onAws } from '../shell.ts';
import { readModelFile, sha256 } from '../../lake/model-files.ts';

type Input = z.infer<typeof selectStep.input>;
type Output = z.infer<typeof selectStep.output>;

/** Chooses the best candidate by cross-validation. @throws NoCandidateQualified */
export async function run(
  { dataset, jobs }: Input,
  { datasets, stores }: Pick<Ports, 'stores' | 'datasets'>,
): Promise<Output> {
  const { selectionMetric } = datasets.find(dataset);
  const candidates = await Promise.all(jobs.map(({ artifactUri }) => trainedCandidate(stores, artifactUri)));
  const { chosen, reason } = chooseBest(candidates, selectionMetric);
  return { chosen: chosen.candidate.name, reason, candidates };
}

export const handler = onAws(selectStep, run);

async function trainedCandidate(stores: Stores, artifactUri: string): Promise<TrainedCandidate> {
  const { store, key } = locate(stores, artifactUri);
  const summary = await readJson(store, `${key}/${SUMMARY_FILE}`, trainingSummarySchema);
  return {
    candidate: summary.candidate,
    artifactUri,
    artifactSha256: sha256(await readModelFile(stores, artifactUri)),
    crossValidation: summary.crossValidation,
    seriesTrained: summary.seriesTrained,
    seriesFailed: summary.seriesFailed,
  };
}

import type * as z from 'zod';
import { readSummary } from '../../lake/finished-training.ts';
import { parseJson } from '../../lake/json-object.ts';
import { chooseBest } from '../../core/backtest/select.ts';
import { chooseYardstick, type TriedLag } from '../../core/backtest/yardstick.ts';
import { NAIVE_LAGS } from '../../core/contracts/seasons.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Trial } from '../../core/contracts/model-version.ts';
import { selectStep } from '../../core/contracts/steps/train.ts';
import type { Ports, Stores } from '../../core/ports.ts';
import { lagOf } from '../../core/train/naive-candidates.ts';
import { trialSummarySchema } from '../../core/train/training-summary.ts';
import { requireTried } from '../../lake/recipe-to-fit.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof selectStep.input>;
type Output = z.infer<typeof selectStep.output>;

/** Compares the candidates by cross-validation: which is the best for all series, and which naive is the yardstick. @throws NoCandidateQualified */
export async function run(
  { dataset: name, runId, learn, asOf, jobs }: Input,
  { datasets, stores }: Pick<Ports, 'stores' | 'datasets'>,
): Promise<Output> {
  const dataset = datasets.find(name);
  const tried = await Promise.all(jobs.map((job) => trialOf(stores, job)));
  const { yardstick, trial: naive } = yardstickOf(dataset, tried);
  const trials = learn === 'naive' ? [naive] : candidatesIn(dataset, tried);
  const { selectionMetric: metric, promotion, crossValidation } = dataset;
  const { minScoredShare } = promotion;
  const measure = { name: yardstick.name, crossValidation: naive.crossValidation };
  const { chosen, reason } = chooseBest(trials, { metric, minScoredShare, crossValidation, yardstick: measure });
  return { runId, asOf, chosen: chosen.candidate.name, reason, yardstick, trials };
}

export const handler = onAws(selectStep, run);

async function trialOf(stores: Stores, { artifactUri, summarySha256: told }: Input['jobs'][number]): Promise<Trial> {
  const { body, sha256: summarySha256 } = await readSummary(stores, artifactUri, told);
  const summary = parseJson(body, trialSummarySchema);
  const { candidate, pointsSha256, crossValidation, seriesTried, seriesFailed } = summary;
  return { candidate, artifactUri, pointsSha256, summarySha256, crossValidation, seriesTried, seriesFailed };
}

/** As the literal has them, in its order: a job knows a country's holidays by their dates. */
function candidatesIn(dataset: Dataset, tried: readonly Trial[]): Trial[] {
  const { candidates } = dataset;
  const found = candidates.map(({ name }) => {
    const trial = tried.find((one) => one.candidate.name === name);
    if (trial !== undefined) return trial;
    throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
      problem: 'a candidate was not cross-validated',
      got: name,
      allowed: tried.map((one) => one.candidate.name).join(', '),
      hint: 'the data set was changed while it was trained: train again',
    });
  });
  requireTried(dataset, found);
  return found.map((trial, index) => ({ ...trial, candidate: candidates[index] }));
}

/** The best of the naives that have one of the frequency's lags; of equals the shortest, whether it is a candidate or only tried. */
function yardstickOf(dataset: Dataset, tried: readonly Trial[]) {
  const lags = NAIVE_LAGS[dataset.frequency];
  const naives = tried.flatMap((trial): readonly (TriedLag & { readonly trial: Trial })[] => {
    const lag = lagOf(trial.candidate, dataset);
    return lag !== undefined && lags.includes(lag) ? [{ lag, crossValidation: trial.crossValidation, trial }] : [];
  });
  const [first, ...others] = naives.sort((a, b) => a.lag - b.lag);
  if (first === undefined) {
    throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
      problem: 'no seasonal naive was cross-validated that could be the yardstick',
      got: tried.map(({ candidate }) => candidate.name).join(', '),
      allowed: `one of the lags ${lags.join(', ')}`,
    });
  }
  const yardstick = chooseYardstick([first, ...others]);
  return { yardstick, trial: (naives.find(({ lag }) => lag === yardstick.lag) ?? first).trial };
}

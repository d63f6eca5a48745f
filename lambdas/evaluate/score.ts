import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { scoreStep } from '../../core/contracts/steps/evaluate.ts';
import { EVALUATIONS_SCHEMA, tablePath } from '../../core/contracts/tables.ts';
import { limitActuals } from '../../core/backtest/actuals.ts';
import { evaluationRows } from '../../core/evaluate/evaluation-rows.ts';
import { naiveRmse, realisedMetrics } from '../../core/evaluate/realised-errors.ts';
import { requireJoined } from '../../core/evaluate/require-joined.ts';
import { Scorecard } from '../../core/evaluate/scorecard.ts';
import type { Ports } from '../../core/ports.ts';
import { ensureTable, replacePartitions } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { newestPublication } from '../../lake/publications.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { publishedForecasts, publishedVersion, recordedForecasts } from '../../lake/forecasts.ts';
import { gatherActuals } from '../../lake/gather-actuals.ts';

type Input = z.infer<typeof scoreStep.input>;
type Output = z.infer<typeof scoreStep.output>;
type Scorecards = ReadonlyMap<string, Scorecard>;

/**
 * Holds the published forecasts of a run against what came true after the model's training window, and beside them what the
 * other candidates had forecasted for the same periods.
 *
 * @throws EmptyJoin when no published forecast has an actual yet
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'clock'>,
): Promise<Output> {
  const dataset = ports.datasets.find(input.dataset);
  const { modelVersion, chosen, scorecards } = await scoreAll(input, dataset, ports);
  const pooled = chosen.pooled();
  requireJoined(pooled, { run: input.forecastRunId, range: input.range });
  const realised = [...scorecards].map(([name, card]) => [name, realisedMetrics(card.pooled())] as const);
  return {
    modelVersion,
    joined: pooled.joined,
    evaluationsVersion: await writeEvaluations(input, { modelVersion, scorecards }, ports),
    realised: Object.fromEntries(realised),
    naiveRmse: naiveRmse(pooled),
  };
}

export const handler = onAws(scoreStep, run);

async function scoreAll(input: Input, dataset: Dataset, { stores, registry }: Pick<Ports, 'stores' | 'registry'>) {
  const silver = await openSilverTable(stores, dataset, input.silverVersion);
  const asked = input.forecastRunId;
  const runId = asked === 'latest' ? (await newestPublication(stores.artifacts, dataset.name)).runId : asked;
  const modelVersion = await publishedVersion(stores, dataset.name, runId);
  const model = await registry.describe(dataset.name, modelVersion);
  const training = model.training.window;
  const actuals = await gatherActuals(silver, dataset, { training, range: input.range });

  const chosen = new Scorecard(silver.axis, actuals);
  for await (const batch of publishedForecasts(stores, dataset.name, runId)) chosen.add(batch);

  const onSamePeriods = new Map([...actuals].map(([id, known]) => [id, limitActuals(known, chosen.range)]));
  const scorecards = new Map<string, Scorecard>();
  for (const { candidate, artifactUri } of model.candidates) {
    const card = candidate.name === model.chosen.candidate.name ? chosen : new Scorecard(silver.axis, onSamePeriods);
    scorecards.set(candidate.name, card);
    if (card === chosen) continue;
    for await (const batch of recordedForecasts(stores, artifactUri, dataset.frequency)) card.add(batch);
  }
  return { modelVersion, chosen, scorecards };
}

async function writeEvaluations(
  { dataset, runId }: Input,
  { modelVersion, scorecards }: { readonly modelVersion: number; readonly scorecards: Scorecards },
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
): Promise<number> {
  const location = { store: stores.gold, path: tablePath(dataset, 'evaluations') };
  const nowMs = clock.nowMs();
  const batches = [...scorecards].map(([candidate, card]) =>
    evaluationRows({ candidate, modelVersion }, card.pooled(), card.bySeries),
  );
  await ensureTable(location, EVALUATIONS_SCHEMA, { nowMs });
  const partition = { values: { run_id: runId }, batches };
  const { version } = await replacePartitions(location, [partition], { operation: 'evaluate', nowMs });
  return version;
}

import type * as z from 'zod';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { scoreStep } from '../../core/contracts/steps/evaluate.ts';
import { EVALUATIONS_SCHEMA, tablePath } from '../../core/contracts/tables.ts';
import { type Actuals, limitActuals } from '../../core/backtest/actuals.ts';
import { evaluationRows } from '../../core/evaluate/evaluation-rows.ts';
import { naiveRmse, realisedMetrics } from '../../core/evaluate/realised-errors.ts';
import { requireJoined } from '../../core/evaluate/require-joined.ts';
import { Scorecard } from '../../core/evaluate/scorecard.ts';
import { type ScoreFacts, trackedScore } from '../../core/evaluate/tracked-score.ts';
import { unforecastOf } from '../../core/evaluate/unforecast.ts';
import type { Unforecast } from '../../core/contracts/unforecast.ts';
import type { Ports } from '../../core/ports.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { formatPeriodRange, periodRange } from '../../core/series/period-range.ts';
import { formatPeriod, parsePeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import { countSlice } from '../../core/transform/ledger.ts';
import { sliceOf } from '../../core/transform/slice.ts';
import { ensureTable, replacePartitions } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { newestPublication } from '../../lake/publications.ts';
import { readLedger } from '../../lake/silver-ledger.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { publishedForecasts, publishedVersion } from '../../lake/forecasts.ts';
import { gatherCameTrue } from '../../lake/gather-actuals.ts';
import { tellEvaluation } from '../../lake/tell-tracker.ts';

type Input = z.infer<typeof scoreStep.input>;
type Output = z.infer<typeof scoreStep.output>;
type Scorecards = ReadonlyMap<string, Scorecard>;

interface Scored {
  readonly axis: TimeAxis;
  readonly model: ModelVersion;
  /** Values that came true after the training window, and forecasts that were published for it. */
  readonly cameTrue: number;
  readonly due: number;
  readonly forecasts: number;
  readonly unforecast: Unforecast | undefined;
  /** Of what was published. */
  readonly recipe: Scorecard;
  /** Of its members on the same periods, by name. */
  readonly candidates: Scorecards;
}

/**
 * Holds the published forecasts of a run against what came true after the model's training window, and beside them what the
 * recipe's candidates said for the same periods, each by itself.
 *
 * @throws EmptyJoin when no published forecast has an actual yet, unless there may be none and is none
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'forecaster' | 'tracker' | 'clock'>,
): Promise<Output> {
  const scored = await scoreAll(input, ports);
  const pooled = scored.recipe.pooled();
  const actuals = { rows: scored.cameTrue, refused: await refusedRows(input, scored, ports) };
  const { forecastRunId, range, mayBeEmpty = false } = input;
  requireJoined(pooled, { run: forecastRunId, range, actuals: actuals.rows, mayBeEmpty });
  const evaluationsVersion = await writeEvaluations(input, scored, ports);
  const members = [...scored.candidates].map(([name, card]) => [name, realisedMetrics(card.pooled())] as const);
  const realised = realisedMetrics(pooled);
  const errors = { realised, naiveRmse: naiveRmse(pooled), candidates: Object.fromEntries(members) };
  await tell(input, { ...errors, joined: pooled.joined, forecasts: scored.forecasts, model: scored.model }, ports);
  return {
    modelVersion: scored.model.version,
    joined: pooled.joined,
    due: scored.due,
    actuals,
    ...(scored.unforecast === undefined ? {} : { unforecast: scored.unforecast }),
    evaluationsVersion,
    ...errors,
  };
}

export const handler = onAws(scoreStep, run);

async function tell(
  { runId, range, silverVersion, counts, policy = 'gates' }: Input,
  { model, ...found }: Omit<ScoreFacts, 'runId' | 'range' | 'silverVersion' | 'counts'> & Pick<Scored, 'model'>,
  ports: Pick<Ports, 'tracker' | 'clock'>,
): Promise<void> {
  const judged = { model, policy, evaluatedAtMs: ports.clock.nowMs() };
  const score = trackedScore(judged, { ...found, runId, range, silverVersion, counts });
  await tellEvaluation(model, score, ports);
}

async function scoreAll(
  { dataset: name, forecastRunId: asked, silverVersion, range }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'forecaster'>,
): Promise<Scored> {
  const { stores, registry } = ports;
  const dataset = ports.datasets.find(name);
  const silver = await openSilverTable(stores, dataset, silverVersion);
  const runId = asked === 'latest' ? (await newestPublication(stores.artifacts, name)).runId : asked;
  const model = await registry.describe(name, await publishedVersion(stores, name, runId));
  const stretch = {
    first: periodRange(silver.axis, model.training.window).last + 1,
    last: parsePeriod(silver.axis, range.end),
  };
  const actuals = await gatherCameTrue(silver, stretch);

  const recipe = new Scorecard(silver.axis, actuals, model.recipe);
  let [due, forecasts] = [0, 0];
  for await (const batch of publishedForecasts(stores, name, runId)) {
    recipe.add(batch);
    forecasts += batch.rows;
    due += periodsOfColumn(silver.axis.frequency, batch.columns.ds).filter(
      (ds) => ds >= stretch.first && ds <= stretch.last,
    ).length;
  }
  const candidates = await scoreMembers(model, { axis: silver.axis, actuals, recipe }, ports);
  const cameTrue = [...actuals.values()].reduce((rows, { ds }) => rows + ds.length, 0);
  const unforecast = unforecastOf(actuals, recipe);
  return { axis: silver.axis, model, cameTrue, due, forecasts, unforecast, recipe, candidates };
}

/** Of the stretch after training, by reason. */
async function refusedRows(
  { dataset, silverVersion, range: { end } }: Input,
  { axis, model }: Scored,
  { stores }: Pick<Ports, 'stores'>,
): Promise<Output['actuals']['refused']> {
  const first = parsePeriod(axis, model.training.window.end) + 1;
  const ledger = await readLedger(stores.silver, dataset, silverVersion);
  if (ledger === undefined || first > parsePeriod(axis, end)) return {};
  const { reasons } = countSlice(ledger, sliceOf({ start: formatPeriod(axis, first), end }, axis.frequency));
  return Object.fromEntries(reasons);
}

interface Joined {
  readonly axis: TimeAxis;
  readonly actuals: ReadonlyMap<string, Actuals>;
  readonly recipe: Scorecard;
}

async function scoreMembers(
  model: ModelVersion,
  { axis, actuals, recipe: { range } }: Joined,
  { forecaster, stores }: Pick<Ports, 'forecaster' | 'stores'>,
): Promise<Scorecards> {
  const onSamePeriods = new Map([...actuals].map(([id, known]) => [id, limitActuals(known, range)]));
  const cards = model.recipe.candidates.map(({ name }) => {
    return [name, new Scorecard(axis, onSamePeriods, model.recipe)] as const;
  });
  for await (const one of forecaster.explain(model, formatPeriodRange(axis, range), stores)) {
    one.members.forEach((yhat, k) => {
      if (yhat !== undefined) cards[k][1].addSeries(one.uniqueId, one.ds, { yhat, measure: one });
    });
  }
  return new Map(cards);
}

/** The recipe's rows are named by its kind: blend, average or choice. */
async function writeEvaluations(
  { dataset, runId }: Input,
  { model, recipe, candidates }: Scored,
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
): Promise<number> {
  const location = { store: stores.gold, path: tablePath(dataset, 'evaluations') };
  const nowMs = clock.nowMs();
  const batches = [[model.recipe.kind, recipe] as const, ...candidates].map(([candidate, card]) =>
    evaluationRows({ candidate, modelVersion: model.version }, card.pooled(), card.bySeries),
  );
  await ensureTable(location, EVALUATIONS_SCHEMA, { nowMs });
  const partition = { values: { run_id: runId }, batches };
  const { version } = await replacePartitions(location, [partition], { step: 'evaluate', nowMs });
  return version;
}
